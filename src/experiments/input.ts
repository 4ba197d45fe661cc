import { resolveDataset } from '../hub/resolve.ts';
import { interruption } from '../interruption.ts';
import type { Json } from '../report/result.ts';
import { readTexts } from '../text/read.ts';
import { chooseSource, hasTexts } from '../text/source.ts';
import type { Text } from '../text/text.ts';
import { withDownloadProgress } from './download-progress.ts';

/** Where the texts of a run come from, as the flags say it. */
export interface InputRequest {
  texts: string[];
  file?: string;
  field?: string;
  dataset?: string;
  ids?: string;
  limit?: number;
  offline: boolean;
  showProgress: boolean;
}

/** The texts of a run, and what `meta` says of them. */
export interface Input {
  texts: Text[];
  meta: Record<string, Json>;
}

/** Reads the texts that the flags name, downloading a data set where needed; `defaultText` where they name none. */
export async function readInput(request: InputRequest, defaultText: string): Promise<Input> {
  // before anything is downloaded: the name stands in for the file it will become
  if (request.dataset !== undefined) chooseSource({ ...request, datasetFile: 'dataset.jsonl' });
  const dataset =
    request.dataset === undefined
      ? undefined
      : await withDownloadProgress(request.showProgress, request.offline, (options) =>
          resolveDataset(request.dataset!, options),
        );
  const options = { ...request, datasetFile: dataset?.file };
  const named = hasTexts(options);
  const source = named ? options : { ...options, texts: [defaultText] };
  const input = await readTexts(source, process.stdin, interruption.signal);
  return {
    texts: input.texts,
    meta: {
      source: sourceName(request, dataset?.name, named),
      dataset: dataset?.name ?? null,
      dataset_commit: dataset?.commit ?? null,
      file_sha256: input.hash ?? null,
      field: input.field ?? null,
      limit: request.limit ?? null,
      texts: input.texts.length,
    },
  };
}

function sourceName(request: InputRequest, dataset: string | undefined, named: boolean): string {
  if (!named) return "the paper's sentence";
  if (dataset !== undefined) return 'data set';
  if (request.file !== undefined) return 'file';
  if (request.ids !== undefined) return 'ids';
  return request.texts.includes('-') ? 'stdin' : 'arguments';
}
