import type { Hub } from './context.ts';
import { notTheHub } from './faults.ts';
import { fileUrl, isBlobHash, isCommit, type Repo } from './layout.ts';
import { isMissingFile, type Request, refusal } from './refusal.ts';
import { isRedirect, sendRequest } from './request.ts';
import { withRetries } from './retry.ts';
import { staysOnHub } from './settings.ts';
import { startStallTimer } from './stall.ts';

/** What the hub says about one file. */
export interface FileFacts {
  commit: string;
  /** sha256 (64 hex digits) or git's sha1 (40) of the bytes: the name of the blob. */
  etag: string;
  /** Bytes; null where the server does not say. */
  size: number | null;
}

/** The hub's own answer that this commit has no such file. */
export interface MissingFile {
  missing: true;
  commit: string;
}

/**
 * Asks for commit, hash and size of a file, with one HEAD that does not go on to where the bytes lie: for
 * weights the hub redirects to a store and tells the facts in `X-Linked-*` beside the redirect.
 * @throws HubUnreachable (no answer, or not the hub's), InputError (no such repository or revision),
 * LlmgeoError (no access)
 */
export async function fetchFacts(
  hub: Hub,
  repo: Repo,
  revision: string,
  file: string,
  retries?: number,
): Promise<FileFacts | MissingFile> {
  const request = { repo, revision, file };
  return withRetries(hub, { what: file, retries }, async () => {
    const timer = startStallTimer(hub.timeoutMs, hub.signal);
    try {
      const url = fileUrl(hub.endpoint, repo, revision, file);
      const response = await sendRequest(hub, url, { method: 'HEAD', follow: staysOnHub }, timer);
      return readFacts(hub, response, request);
    } finally {
      timer.stop();
    }
  });
}

function readFacts(hub: Hub, response: Response, request: Request): FileFacts | MissingFile {
  if (isMissingFile(response)) return { missing: true, commit: commitOfMissing(hub, response, request) };
  if (!response.ok && !isRedirect(response)) throw refusal(hub, response, request);
  return { commit: readCommit(hub, response, request), ...readHashAndSize(hub, response, request) };
}

/** Where a file does not exist the hub may leave the commit out: then it is known only where it was asked for. */
function commitOfMissing(hub: Hub, response: Response, request: Request): string {
  if (response.headers.has('x-repo-commit')) return readCommit(hub, response, request);
  if (isCommit(request.revision)) return request.revision;
  throw refusal(hub, response, request);
}

/** The commit that an answer is about: where one was asked for, it must be that one. */
function readCommit(hub: Hub, { headers }: Response, { revision, file }: Request): string {
  const commit = headers.get('x-repo-commit');
  if (commit === null || !isCommit(commit)) throw notTheHub(hub, `no X-Repo-Commit for ${file}`);
  if (isCommit(revision) && commit !== revision)
    throw notTheHub(hub, `${file} of commit ${commit} where ${revision} was asked for`);
  return commit;
}

function readHashAndSize(
  hub: Hub,
  response: Response,
  { file }: Request,
): { etag: string; size: number | null } {
  const { headers } = response;
  const etag = headers.get('x-linked-etag') ?? headers.get('etag');
  if (etag === null) throw notTheHub(hub, `no ETag for ${file}`);
  const hash = etag.replace(/^W\//, '').replaceAll('"', '');
  // Without a hash nothing could tell whether the right bytes arrived.
  if (!isBlobHash(hash)) throw notTheHub(hub, `the ETag of ${file} is no sha256 or sha1: ${etag}`);
  const size = headers.get('x-linked-size') ?? (isRedirect(response) ? null : headers.get('content-length'));
  return { etag: hash, size: size !== null && /^\d+$/.test(size) ? Number(size) : null };
}
