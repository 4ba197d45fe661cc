import { readlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { InputError } from '../errors.ts';
import { exists } from './cache.ts';
import { type Hub, type HubOptions, openHub } from './context.ts';
import { datasetNamed } from './datasets.ts';
import { notCached } from './faults.ts';
import { hashLike } from './hash.ts';
import { filesBelow } from './inventory.ts';
import { type Repo, repoFolder } from './layout.ts';
import { WEIGHTS } from './model-files.ts';
import { parseModelName } from './model-name.ts';
import { type EmbeddedModel, embeddedFolder } from './registry.ts';

/** What hashing a file found: `unknown` where no hash is recorded (a cache without links), `missing` where the bytes are gone. */
export type FileVerdict = 'ok' | 'corrupt' | 'missing' | 'unknown';

/** A file of a model and whether its bytes are those that its name promises. */
export interface VerifiedFile {
  /** The commit of the hub, or the revision of an embedded model. */
  revision: string;
  file: string;
  /** Where the bytes lie. */
  path: string;
  /** The recorded hash; null where there is none. */
  hash: string | null;
  verdict: FileVerdict;
}

/**
 * Hashes what is on this machine of a model (or of a data set), at every commit: files of the cache against the name
 * of their blob, embedded weights against the registry. Needs no network.
 * @throws InputError for a plain folder, whose hashes nobody recorded; LlmgeoError where the cache holds nothing
 */
export async function verifyModel(spec: string, options: HubOptions = {}): Promise<VerifiedFile[]> {
  const hub = openHub(options);
  const dataset = datasetNamed(spec);
  if (dataset) return verifyRepo(hub, dataset.repo);
  const name = await parseModelName(spec, hub.env);
  if (name.kind === 'embedded') return verifyEmbedded(name.model, hub.signal);
  if (name.kind === 'hub') return verifyRepo(hub, { type: 'model', id: name.repoId });
  throw new InputError(
    `"${spec}" is a folder: no hashes are recorded for it`,
    'give an embedded model or one of the hub',
  );
}

async function verifyEmbedded(model: EmbeddedModel, signal?: AbortSignal): Promise<VerifiedFile[]> {
  return inTurn(model.revisions, async (revision) => {
    const path = join(embeddedFolder(revision), WEIGHTS);
    const verdict = await judge(path, revision.sha256, signal);
    return { revision: revision.name, file: WEIGHTS, path, hash: revision.sha256, verdict };
  });
}

async function verifyRepo(hub: Hub, repo: Repo): Promise<VerifiedFile[]> {
  const folder = repoFolder(hub.cache, repo);
  const files = await filesBelow(join(folder, 'snapshots'));
  if (files.length === 0) throw notCached(hub, repo, 'main');
  // Commits share blobs: each is read once.
  const verdicts = new Map<string, FileVerdict>();
  return inTurn(files, async (name) => {
    const [revision, ...rest] = name.split('/');
    const pointer = join(folder, 'snapshots', name);
    const target = await readlink(pointer).catch(() => null);
    const hash = target === null ? null : basename(target);
    const path = hash === null ? pointer : join(folder, 'blobs', hash);
    const verdict = verdicts.get(path) ?? (await judge(path, hash, hub.signal));
    verdicts.set(path, verdict);
    return { revision, file: rest.join('/'), path, hash, verdict };
  });
}

async function judge(path: string, hash: string | null, signal?: AbortSignal): Promise<FileVerdict> {
  signal?.throwIfAborted();
  if (!(await exists(path))) return 'missing';
  const found = hash === null ? null : await hashLike(path, hash, signal);
  if (found === null) return 'unknown';
  return found === hash ? 'ok' : 'corrupt';
}

/** One after the other: many large files at once would only make the disk seek. */
async function inTurn<T, U>(items: readonly T[], work: (item: T) => Promise<U>): Promise<U[]> {
  const results: U[] = [];
  for (const item of items) results.push(await work(item));
  return results;
}
