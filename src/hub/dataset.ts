import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { InputError } from '../errors.ts';
import { isStdin } from '../stdin.ts';
import { cachedCommit, exists, writeRef } from './cache.ts';
import { type Hub, type HubOptions, openHub } from './context.ts';
import { DATASET_NAMES, DATASETS, type Dataset, datasetNamed } from './datasets.ts';
import { downloadFile } from './download.ts';
import { orCachedCopy } from './fallback.ts';
import { notCached } from './faults.ts';
import { snapshotFolder } from './layout.ts';
import { fetchFacts } from './metadata.ts';
import { didYouMean } from './nearest-names.ts';
import { expandPath } from './settings.ts';

const REVISION = 'main';

/** A data set on this machine. */
export interface ResolvedDataset {
  /** `hh-rlhf`, or the file's own name without its path. */
  name: string;
  files: DatasetFile[];
  repo?: string;
  commit?: string;
}

/** A file of a data set on this machine, and how it is read. */
export interface DatasetFile {
  path: string;
  /** In the repository, as `harmless-base/test.jsonl.gz`. */
  name?: string;
  field?: string;
  skipsEmpty?: boolean;
}

/** Files of a data set, in its order, as far as they are in the cache. */
export interface CachedDataset {
  paths: string[];
  commit: string;
  isWhole: boolean;
}

/**
 * Turns a `--dataset` value into files: what llmgeo knows by name is downloaded once, anything else must exist.
 * @throws InputError for neither; LlmgeoError where network, disk or cache fail; the reason of an abort
 */
export async function resolveDataset(spec: string, options: HubOptions = {}): Promise<ResolvedDataset> {
  const hub = openHub(options);
  const dataset = datasetNamed(spec);
  if (dataset) return ofHub(dataset, await ensureDataset(hub, dataset));
  const path = expandPath(spec, hub.env);
  if (isStdin(spec)) return { name: 'stdin', files: [{ path: spec }] };
  const found = await stat(path).catch(() => null);
  if (found && !found.isDirectory()) return { name: basename(path), files: [{ path }] };
  const known = DATASETS.map(({ name }) => name).join(', ');
  throw new InputError(
    `no such data set or file: "${spec}"`,
    `${didYouMean(spec, DATASET_NAMES)}give ${known}, or a file of texts: one a line, or JSONL`,
  );
}

function ofHub({ name, repo, files, field, skipsEmpty }: Dataset, { paths, commit }: CachedDataset) {
  const read = paths.map((path, i) => ({ path, name: files[i], field, ...(skipsEmpty && { skipsEmpty }) }));
  return { name, repo: repo.id, commit, files: read };
}

/** What the cache has of a data set, or null. */
export async function cachedDataset(cache: string, { repo, files }: Dataset): Promise<CachedDataset | null> {
  const commit = await cachedCommit(cache, repo, REVISION);
  if (commit === null) return null;
  const folder = snapshotFolder(cache, repo, commit);
  const all = files.map((file) => join(folder, ...file.split('/')));
  const there = await Promise.all(all.map(exists));
  const paths = all.filter((_, i) => there[i]);
  return paths.length === 0 ? null : { paths, commit, isWhole: paths.length === all.length };
}

async function ensureDataset(hub: Hub, dataset: Dataset): Promise<CachedDataset> {
  const found = await cachedDataset(hub.cache, dataset);
  const cached = found?.isWhole ? found : null;
  if (hub.offline) {
    if (cached) return cached;
    throw notCached(hub, dataset.repo, REVISION);
  }
  return orCachedCopy(hub, dataset.name, cached, () => download(hub, dataset, cached ? 0 : undefined));
}

async function download(hub: Hub, { repo, files }: Dataset, retries?: number): Promise<CachedDataset> {
  const { commit } = await fetchFacts(hub, repo, REVISION, files[0], retries);
  const paths: string[] = [];
  for (const file of files) {
    const path = await downloadFile(hub, repo, commit, file);
    if (path === null)
      throw new InputError(`${repo.id} no longer has ${file}`, 'give a local copy: --dataset FILE');
    paths.push(path);
  }
  await writeRef(hub, repo, REVISION, commit);
  return { paths, commit, isWhole: true };
}
