import { LlmgeoError } from '../errors.ts';
import type { Hub } from './context.ts';
import { checkEtag, fileUrl, isCommit, type Repo } from './layout.ts';
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

/** The answer where the file does not exist; `commit` is null where the server does not say. */
export interface MissingFile {
  missing: true;
  commit: string | null;
}

/**
 * Asks for commit, hash and size of a file, with one HEAD that does not go on to where the bytes lie: for
 * weights the hub redirects to a store and tells the facts in `X-Linked-*` beside the redirect.
 * @throws HubUnreachable, InputError (no such repository or revision), LlmgeoError (no access)
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
  const { headers } = response;
  const commit = headers.get('x-repo-commit');
  if (isMissingFile(response)) return { missing: true, commit: commit && isCommit(commit) ? commit : null };
  if (!response.ok && !isRedirect(response)) throw refusal(hub, response, request);
  const etag = headers.get('x-linked-etag') ?? headers.get('etag');
  if (!commit || !isCommit(commit) || !etag) {
    throw new LlmgeoError(
      `${new URL(hub.endpoint).host} does not answer like the hub: no ${etag ? 'X-Repo-Commit' : 'ETag'} for ${request.file}`,
      'Check HF_ENDPOINT; a login page of a network can also be in the way.',
    );
  }
  const name = etag.replace(/^W\//, '').replaceAll('"', '');
  checkEtag(name);
  const size = headers.get('x-linked-size') ?? (isRedirect(response) ? null : headers.get('content-length'));
  return { commit, etag: name, size: size !== null && /^\d+$/.test(size) ? Number(size) : null };
}
