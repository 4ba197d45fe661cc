import { randomBytes } from 'node:crypto';
import { access, mkdir, readFile, readlink, rename, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { isShardIndex, WEIGHT_FILES } from '../weight-files.ts';
import type { Hub } from './context.ts';
import { writeNote } from './disk.ts';
import { isCommit, noExistPath, type Repo, refPath, repoFolder, snapshotFolder } from './layout.ts';
import { CONFIG, shardsIn, TOKENIZER_FILES, WEIGHTS } from './model-files.ts';

/** What a snapshot in the cache holds. */
export interface SnapshotState {
  folder: string;
  /** Files that a model needs and that are not there. */
  missing: string[];
  /** Whether the tokenizer's files are there, or known not to exist. */
  tokenizerSettled: boolean;
}

/** The commit of a revision as the cache knows it, or null. */
export async function cachedCommit(cache: string, repo: Repo, revision: string): Promise<string | null> {
  if (isCommit(revision)) return revision;
  const commit = await readFile(refPath(cache, repo, revision), 'utf8').catch(() => '');
  return isCommit(commit.trim()) ? commit.trim() : null;
}

/** Remembers a revision's commit, written whole or not at all, where the cache may be written. */
export async function writeRef(hub: Hub, repo: Repo, revision: string, commit: string): Promise<void> {
  if (isCommit(revision) || (await cachedCommit(hub.cache, repo, revision)) === commit) return;
  const path = refPath(hub.cache, repo, revision);
  // Not in refs/, where one left behind by a killed process would be a revision to all readers of the cache.
  const temporary = join(repoFolder(hub.cache, repo), `.ref-${randomBytes(4).toString('hex')}.tmp`);
  await writeNote(async () => {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(temporary, commit);
    await rename(temporary, path);
  });
}

/** Looks at what a snapshot holds; no file is opened but the index of a sharded model. */
export async function snapshotState(cache: string, repo: Repo, commit: string): Promise<SnapshotState> {
  const folder = snapshotFolder(cache, repo, commit);
  const settled = await Promise.all(
    TOKENIZER_FILES.map(
      async (file) =>
        (await exists(join(folder, file))) || (await exists(noExistPath(cache, repo, commit, file))),
    ),
  );
  return { folder, missing: await missingModelFiles(folder), tokenizerSettled: settled.every(Boolean) };
}

/**
 * Names the files that a folder lacks to be a model: config.json, and the weights in one file or in shards, of
 * either format.
 * @throws InputError for an index that is none
 */
export async function missingModelFiles(folder: string): Promise<string[]> {
  const needed = [CONFIG, ...(await weightFiles(folder))];
  const there = await Promise.all(needed.map((file) => exists(join(folder, file))));
  return needed.filter((_, i) => !there[i]);
}

/** The files with the weights that a folder begins with; where it begins with none, the file that comes first. */
async function weightFiles(folder: string): Promise<string[]> {
  for (const file of WEIGHT_FILES) {
    const path = join(folder, file);
    if (!(await exists(path))) continue;
    return isShardIndex(file) ? shardsIn(await readFile(path, 'utf8'), path, file) : [file];
  }
  return [WEIGHTS];
}

/**
 * The sha256 of a file of the cache, by the name of the blob that its link points to: no byte is read.
 * Null for a file that is no such link, or whose blob is named by another hash.
 */
export async function blobHash(file: string): Promise<string | null> {
  const target = await readlink(file).catch(() => '');
  const name = basename(target);
  return /^[0-9a-f]{64}$/.test(name) && basename(dirname(target)) === 'blobs' ? name : null;
}

/** True where a path leads to something, links followed. */
export async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
