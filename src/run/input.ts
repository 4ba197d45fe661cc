import { InputError } from '../errors.ts';
import { resolveDataset } from '../hub/resolve.ts';
import type { Json } from '../report/result.ts';
import type { DefaultInput } from '../text/defaults.ts';
import { type ReadFile, readTexts } from '../text/read.ts';
import { chooseSources, hasTexts } from '../text/source.ts';
import type { Text } from '../text/text.ts';
import { refuseUnreadStdin } from '../text/unread-stdin.ts';
import type { RunContext } from './context.ts';
import { withDownloadProgress } from './download-progress.ts';

/** Where the texts of a run come from, as the flags say it. */
export interface InputRequest {
  texts: string[];
  file?: string[];
  field?: string;
  dataset?: string;
  ids?: string[];
  limit?: number;
  maxTokens?: number;
  offline: boolean;
}

/** The texts of a run, and what `meta` says of them. */
export interface Input {
  texts: Text[];
  meta: Record<string, Json>;
}

/**
 * Reads the texts that the flags name, downloading a data set where needed; the default where they name none, of which
 * a note tells.
 * @throws InputError as `readTexts`, and where no text is named while stdin holds bytes
 */
export async function readInput(
  request: InputRequest,
  defaultInput: DefaultInput,
  context: RunContext,
): Promise<Input> {
  // before anything is downloaded: a name stands in for the files that the data set will become
  const named = {
    ...request,
    datasetFiles: request.dataset === undefined ? undefined : [{ path: 'dataset.jsonl' }],
  };
  if (!hasTexts(named)) return takeDefault(request, defaultInput, context);
  chooseSources(named);
  const dataset =
    request.dataset === undefined
      ? undefined
      : await withDownloadProgress(context, request.offline, (options) =>
          resolveDataset(request.dataset!, options),
        );
  const { texts, files, field, warnings } = await readTexts(
    { ...request, datasetFiles: dataset?.files },
    { signal: context.signal },
  );
  warnings.forEach(context.talk.warn);
  const meta = metaOfInput(request, texts, { source: sourceName(request, files), files, field });
  return {
    texts,
    meta: { ...meta, dataset: dataset?.name ?? null, dataset_commit: dataset?.commit ?? null },
  };
}

async function takeDefault(
  request: InputRequest,
  { texts: all, source, hash }: DefaultInput,
  { talk }: RunContext,
): Promise<Input> {
  if (request.field !== undefined)
    throw new InputError(`--field ${request.field} without a file`, 'add --file FILE or --dataset NAME');
  await refuseUnreadStdin();
  const texts = all.slice(0, request.limit);
  talk.note(
    `no text given: measuring ${source}${texts.length < all.length ? `, the first ${texts.length}` : ''}`,
  );
  const meta = metaOfInput(request, texts, { source, files: [] });
  return { texts, meta: { ...meta, file_sha256: hash ?? null } };
}

/** What `meta` says of the texts of a run. */
export function metaOfInput(
  { limit }: Pick<InputRequest, 'limit'>,
  texts: readonly Text[],
  { source, files, field }: { source: string; files: ReadFile[]; field?: string },
): Record<string, Json> {
  return {
    source,
    dataset: null,
    dataset_commit: null,
    file: oneOrList(files.map(({ name }) => name)),
    file_sha256: oneOrList(files.map(({ hash }) => hash)),
    field: field ?? null,
    limit: limit ?? null,
    texts: texts.length,
  };
}

/** One value as it is, several as a list. */
function oneOrList(values: (string | null)[]): Json {
  return values.length > 1 ? values : (values[0] ?? null);
}

function sourceName(request: InputRequest, files: ReadFile[]): string {
  if (request.dataset !== undefined) return 'data set';
  if (request.ids !== undefined) return 'ids';
  if (files.length === 0) return 'arguments';
  return files.every(({ name }) => name === 'stdin') ? 'stdin' : 'file';
}

/** What a reader calls the texts: the data set, the files, or where they come from. */
export function inputName({ dataset, file, source }: Input['meta']): string {
  return String(dataset ?? (Array.isArray(file) ? file.join(', ') : file) ?? source);
}
