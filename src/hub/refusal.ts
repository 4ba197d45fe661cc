import { InputError, LlmgeoError } from '../errors.ts';
import type { Hub } from './context.ts';
import { notTheHub, repoName, TransientError } from './faults.ts';
import type { Repo } from './layout.ts';

/** What was asked of the hub, for the words of a refusal. */
export interface Request {
  repo: Repo;
  revision: string;
  file: string;
}

/** Of those below 500: what a client is told that should come again. */
const TRANSIENT = [408, 425, 429];

/**
 * The error for an answer that is neither the file nor a redirect. The hub says in `X-Error-Code` whether it is
 * the repository, the revision or the file that it lacks; a 404 without that comes from something else.
 */
export function refusal(hub: Hub, response: Response, request: Request): Error {
  const { status } = response;
  if (status >= 500 || TRANSIENT.includes(status))
    return new TransientError(`HTTP ${status}`, retryAfter(response));
  const code = response.headers.get('x-error-code');
  if (code === 'RevisionNotFound') return noRevision(request);
  if (code === 'EntryNotFound') return noFile(request);
  if (code === 'RepoNotFound') return noRepo(hub, request);
  if (status === 401 || status === 403) return noAccess(hub, request, status);
  if (status === 404) return notTheHub(hub, `HTTP 404 without X-Error-Code for ${request.file}`);
  return new LlmgeoError(
    `HTTP ${status} for ${request.file} of ${repoName(request.repo)}`,
    'check HF_ENDPOINT and try again later',
  );
}

/** True where the answer claims to be the hub's that the repository and revision exist but the file does not. */
export function isMissingFile(response: Response): boolean {
  return response.status === 404 && response.headers.get('x-error-code') === 'EntryNotFound';
}

function noRevision({ repo, revision }: Request): Error {
  return new InputError(
    `${repoName(repo)} has no revision "${revision}"`,
    'give a branch, tag or commit of it; Pythia has step0, step1, step2, step4 to step512, step1000, step2000 to step143000',
  );
}

function noFile({ repo, revision, file }: Request): Error {
  return new InputError(
    `${repoName(repo)} has no ${file} at revision "${revision}"`,
    'check the name and the revision',
  );
}

function noRepo(hub: Hub, { repo }: Request): Error {
  return new InputError(
    `${repoName(repo)} does not exist on ${new URL(hub.endpoint).host}, or is private`,
    `check the name; if the repository is private, ${tokenAdvice(hub)}`,
  );
}

function noAccess(hub: Hub, { repo }: Request, status: number): Error {
  const prefix = repo.type === 'dataset' ? 'datasets/' : '';
  return new LlmgeoError(
    `no access to ${repoName(repo)} (HTTP ${status}): it is gated, private or does not exist`,
    `accept its terms at ${hub.endpoint}/${prefix}${repo.id}, then ${tokenAdvice(hub)}`,
  );
}

function tokenAdvice(hub: Hub): string {
  return hub.token
    ? 'check that the token in HF_TOKEN is valid and may read it'
    : 'set HF_TOKEN to an access token of yours';
}

/** `Retry-After` in seconds or as a date; in milliseconds, or null. */
function retryAfter(response: Response): number | null {
  const value = response.headers.get('retry-after');
  if (!value) return null;
  const ms = /^\d+(\.\d+)?$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : null;
}
