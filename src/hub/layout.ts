import { join } from 'node:path';
import { InputError } from '../errors.ts';

/** A repository of the hub. */
export interface Repo {
  type: 'model' | 'dataset';
  /** `org/name`, or `name` for the oldest repositories. */
  id: string;
}

const REPO_ID = /^(?:[A-Za-z0-9](?:[\w.-]*\w)?\/)?[A-Za-z0-9](?:[\w.-]*\w)?$/;
const REVISION = /^[A-Za-z0-9_](?:[\w.+@/-]*[\w+@-])?$/;
const BLOB_HASH = /^(?:[0-9a-f]{64}|[0-9a-f]{40})$/;
const COMMIT = /^[0-9a-f]{40}$/;

/** True for a full commit hash, which names one state of a repository forever. */
export function isCommit(revision: string): boolean {
  return COMMIT.test(revision);
}

/** True for a hash that can name a blob and be checked: sha256, or git's sha1. */
export function isBlobHash(etag: string): boolean {
  return BLOB_HASH.test(etag);
}

/** @throws InputError for what is not `org/name` */
export function checkRepoId(id: string): void {
  if (REPO_ID.test(id) && id.length <= 193 && !/--|\.\.|\.git$/.test(id)) return;
  throw new InputError(
    `not a repository of the hub: "${id}"`,
    'write it as org/name, such as EleutherAI/pythia-70m',
  );
}

/** @throws InputError for a revision that no branch, tag or commit can have, or that would leave the cache folder */
export function checkRevision(revision: string): void {
  if (REVISION.test(revision) && !/\.\.|\/\/|\/\.|\.lock$/.test(revision)) return;
  throw new InputError(
    `not a revision: "${revision}"`,
    'give a branch, a tag or a commit, such as main or step1000',
  );
}

/** `models--Org--Name` below the cache folder: the layout of Python's huggingface_hub. */
export function repoFolder(cache: string, repo: Repo): string {
  return join(cache, [`${repo.type}s`, ...repo.id.split('/')].join('--'));
}

/** The folder of one commit, which holds links to blobs under the files' own names. */
export function snapshotFolder(cache: string, repo: Repo, commit: string): string {
  return join(repoFolder(cache, repo), 'snapshots', commit);
}

/** The file that holds a revision's commit. */
export function refPath(cache: string, repo: Repo, revision: string): string {
  return join(repoFolder(cache, repo), 'refs', ...revision.split('/'));
}

/** The bytes of a file, named by their hash (sha256, or git's sha1 for small files). */
export function blobPath(cache: string, repo: Repo, etag: string): string {
  return join(repoFolder(cache, repo), 'blobs', etag);
}

/** An empty file that says: this commit has no such file. */
export function noExistPath(cache: string, repo: Repo, commit: string, file: string): string {
  return join(repoFolder(cache, repo), '.no_exist', commit, file);
}

/** The lock of a blob: beside Python's own, which is a file and cannot be shared with ours, a folder. */
export function lockPath(cache: string, repo: Repo, etag: string): string {
  return join(cache, '.locks', `${repo.type}s--${repo.id.replaceAll('/', '--')}`, `${etag}.llmgeo.lock`);
}

/** The address of a file at a revision. */
export function fileUrl(endpoint: string, repo: Repo, revision: string, file: string): string {
  const prefix = repo.type === 'dataset' ? 'datasets/' : '';
  const path = file.split('/').map(encodeURIComponent).join('/');
  return `${endpoint}/${prefix}${repo.id}/resolve/${encodeURIComponent(revision)}/${path}`;
}
