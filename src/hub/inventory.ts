import type { Dirent } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { snapshotState } from './cache.ts';
import { type Repo, repoFolder } from './layout.ts';
import { CONFIG } from './model-files.ts';

/** One commit of a model in the cache. */
export interface CachedModel {
  repoId: string;
  /** Null where a download began and no file is whole yet. */
  commit: string | null;
  /** Branches and tags that point to the commit. */
  revisions: string[];
  complete: boolean;
  /** On disk, what is half-written included where there is no commit. */
  bytes: number;
  /** `model_type` of its config.json; null where that is not there. */
  type: string | null;
}

/** All models in the cache, by name and commit. An absent cache is an empty one. */
export async function listCachedModels(cache: string): Promise<CachedModel[]> {
  const names = (await entries(cache)).map(({ name }) => name).filter((name) => name.startsWith('models--'));
  const models = await Promise.all(
    names
      .sort()
      .map((name) =>
        listCommits(cache, { type: 'model', id: name.slice('models--'.length).replace('--', '/') }),
      ),
  );
  return models.flat();
}

async function listCommits(cache: string, repo: Repo): Promise<CachedModel[]> {
  const folder = repoFolder(cache, repo);
  const revisions = await readRefs(join(folder, 'refs'));
  const commits = (await entries(join(folder, 'snapshots'))).map(({ name }) => name).sort();
  if (commits.length === 0) {
    const bytes = await folderBytes(join(folder, 'blobs'));
    return bytes === 0
      ? []
      : [{ repoId: repo.id, commit: null, revisions: [], complete: false, bytes, type: null }];
  }
  return Promise.all(
    commits.map(async (commit) => ({
      repoId: repo.id,
      commit,
      revisions: revisions.filter((ref) => ref.commit === commit).map(({ name }) => name),
      complete: await isComplete(cache, repo, commit),
      bytes: await folderBytes(join(folder, 'snapshots', commit)),
      type: await modelType(join(folder, 'snapshots', commit)),
    })),
  );
}

/** A snapshot whose index cannot be read is not complete. */
async function isComplete(cache: string, repo: Repo, commit: string): Promise<boolean> {
  return snapshotState(cache, repo, commit).then(
    ({ missing }) => missing.length === 0,
    () => false,
  );
}

async function readRefs(folder: string): Promise<{ name: string; commit: string }[]> {
  const refs = (await filesBelow(folder)).map((name) =>
    readFile(join(folder, name), 'utf8').then(
      (text) => [{ name, commit: text.trim() }],
      // One that cannot be read says nothing about the others.
      () => [],
    ),
  );
  return (await Promise.all(refs)).flat();
}

async function modelType(folder: string): Promise<string | null> {
  try {
    const { model_type: type } = JSON.parse(await readFile(join(folder, CONFIG), 'utf8'));
    return typeof type === 'string' ? type : null;
  } catch {
    return null;
  }
}

async function folderBytes(folder: string): Promise<number> {
  const sizes = (await filesBelow(folder)).map((name) =>
    stat(join(folder, name)).then(
      ({ size }) => size,
      () => 0,
    ),
  );
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

/** The files and links below a folder, as paths with `/`; none where it does not exist. */
export async function filesBelow(folder: string, prefix = ''): Promise<string[]> {
  const found = await Promise.all(
    (await entries(join(folder, prefix))).map((entry) => {
      const name = prefix ? `${prefix}/${entry.name}` : entry.name;
      return entry.isDirectory() ? filesBelow(folder, name) : [name];
    }),
  );
  return found.flat().sort();
}

async function entries(folder: string): Promise<Dirent[]> {
  return readdir(folder, { withFileTypes: true }).catch(() => []);
}
