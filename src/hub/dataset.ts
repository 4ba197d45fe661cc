import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { InputError } from '../errors.ts';
import { isStdin } from '../stdin.ts';
import { cachedCommit, exists, writeRef } from './cache.ts';
import { type Hub, type HubOptions, openHub } from './context.ts';
import { downloadFile } from './download.ts';
import { orCachedCopy } from './fallback.ts';
import { notCached } from './faults.ts';
import { type Repo, snapshotFolder } from './layout.ts';
import { fetchFacts } from './metadata.ts';
import { didYouMean } from './nearest-names.ts';
import { expandPath } from './settings.ts';

/** The name of the one data set that llmgeo knows. */
export const HH_RLHF = 'hh-rlhf';
export const HH_RLHF_REPO: Repo = { type: 'dataset', id: 'Anthropic/hh-rlhf' };
const HH_RLHF_FILE = 'harmless-base/test.jsonl.gz';
const REVISION = 'main';

/** A data set on this machine. */
export interface ResolvedDataset {
  /** `hh-rlhf`, or the file's own name without its path. */
  name: string;
  file: string;
  repo?: string;
  commit?: string;
}

/**
 * Turns a `--dataset` value into a file: `hh-rlhf` is downloaded once, anything else must exist.
 * @throws InputError for neither; LlmgeoError where network, disk or cache fail; the reason of an abort
 */
export async function resolveDataset(spec: string, options: HubOptions = {}): Promise<ResolvedDataset> {
  const hub = openHub(options);
  if (spec === HH_RLHF) return { name: spec, repo: HH_RLHF_REPO.id, ...(await ensureHhRlhf(hub)) };
  const file = expandPath(spec, hub.env);
  if (isStdin(spec)) return { name: 'stdin', file: spec };
  const found = await stat(file).catch(() => null);
  if (found && !found.isDirectory()) return { name: basename(file), file };
  throw new InputError(
    `no such data set or file: "${spec}"`,
    `${didYouMean(spec, [HH_RLHF])}give ${HH_RLHF}, or a file of texts: one a line, or JSONL`,
  );
}

/** Where hh-rlhf lies in the cache, or null. */
export async function cachedHhRlhf(cache: string): Promise<{ file: string; commit: string } | null> {
  const commit = await cachedCommit(cache, HH_RLHF_REPO, REVISION);
  if (commit === null) return null;
  const file = join(snapshotFolder(cache, HH_RLHF_REPO, commit), ...HH_RLHF_FILE.split('/'));
  return (await exists(file)) ? { file, commit } : null;
}

async function ensureHhRlhf(hub: Hub): Promise<{ file: string; commit: string }> {
  const cached = await cachedHhRlhf(hub.cache);
  if (hub.offline) {
    if (cached) return cached;
    throw notCached(hub, HH_RLHF_REPO, REVISION);
  }
  return orCachedCopy(hub, HH_RLHF, cached, () => download(hub, cached ? 0 : undefined));
}

async function download(hub: Hub, retries?: number): Promise<{ file: string; commit: string }> {
  const { commit } = await fetchFacts(hub, HH_RLHF_REPO, REVISION, HH_RLHF_FILE, retries);
  const file = await downloadFile(hub, HH_RLHF_REPO, commit, HH_RLHF_FILE);
  if (file === null) {
    throw new InputError(
      `${HH_RLHF_REPO.id} no longer has ${HH_RLHF_FILE}`,
      'give a local copy: --dataset FILE',
    );
  }
  await writeRef(hub, HH_RLHF_REPO, REVISION, commit);
  return { file, commit };
}
