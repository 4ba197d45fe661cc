import { InputError } from '../errors.ts';
import { resolveDataset } from '../hub/resolve.ts';
import { interruption } from '../interruption.ts';
import type { Json } from '../report/result.ts';
import type { DefaultInput } from '../text/defaults.ts';
import { readTexts, type TextInput } from '../text/read.ts';
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
  maxTokens?: number;
  offline: boolean;
  showProgress: boolean;
}

/** The texts of a run, and what `meta` says of them. */
export interface Input {
  texts: Text[];
  meta: Record<string, Json>;
}

/** Reads the texts that the flags name, downloading a data set where needed; the default where they name none. */
export async function readInput(request: InputRequest, defaultInput: DefaultInput): Promise<Input> {
  if (request.field !== undefined && !hasTexts({ ...request, datasetFile: request.dataset }))
    throw new InputError(`--field ${request.field} without a file`, 'Add --file FILE or --dataset NAME.');
  // before anything is downloaded: the name stands in for the file it will become
  if (request.dataset !== undefined) chooseSource({ ...request, datasetFile: 'dataset.jsonl' });
  const dataset =
    request.dataset === undefined
      ? undefined
      : await withDownloadProgress(request.showProgress, request.offline, (options) =>
          resolveDataset(request.dataset!, options),
        );
  const options = { ...request, datasetFile: dataset?.file };
  const input: TextInput = hasTexts(options)
    ? await readTexts(options, process.stdin, interruption.signal)
    : { ...defaultInput, texts: defaultInput.texts.slice(0, request.limit) };
  return {
    texts: input.texts,
    meta: {
      source: hasTexts(options) ? sourceName(request, dataset?.name) : defaultInput.source,
      dataset: dataset?.name ?? null,
      dataset_commit: dataset?.commit ?? null,
      file_sha256: input.hash ?? null,
      field: input.field ?? null,
      limit: request.limit ?? null,
      texts: input.texts.length,
    },
  };
}

function sourceName(request: InputRequest, dataset: string | undefined): string {
  if (dataset !== undefined) return 'data set';
  if (request.file !== undefined) return 'file';
  if (request.ids !== undefined) return 'ids';
  return request.texts.includes('-') ? 'stdin' : 'arguments';
}
