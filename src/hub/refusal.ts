import { InputError, LlmgeoError } from '../errors.ts';
import type { Hub } from './context.ts';
import { refusalOfToken } from './credentials.ts';
import { notTheHub, RateLimited, repoName, TransientError } from './faults.ts';
import type { Repo } from './layout.ts';
import { reachedLimit } from './rate-limit.ts';
import { hubSays } from './said.ts';

/** What was asked of the hub, for the words of a refusal. */
export interface Request {
  repo: Repo;
  revision: string;
  file: string;
}

/** Of those below 500: what a client is told that should come again. */
const TRANSIENT = [408, 425, 429];
const DISABLED = /^access to this resource is disabled/i;

/**
 * The error for an answer that is neither the file nor a redirect, with the hub's own words where it has some. It says
 * in `X-Error-Code` whether it is the repository, the revision or the file that it lacks; a 404 without that comes from
 * something else.
 */
export function refusal(hub: Hub, response: Response, request: Request): Error {
  const { status } = response;
  const words = hubSays(response);
  const said = words === '' ? '' : `; the hub says "${words}"`;
  if (status >= 500 || TRANSIENT.includes(status)) return transient(response, said);
  const code = response.headers.get('x-error-code');
  if (code === 'RevisionNotFound') return noRevision(request, said);
  if (code === 'EntryNotFound') return noFile(request, said);
  if (DISABLED.test(words)) return disabled(hub, request, said);
  if (code === 'RepoNotFound') return noRepo(hub, request, said);
  if (status === 401 || status === 403) return noAccess(hub, request, `HTTP ${status}`, said);
  if (status === 404) return notTheHub(hub, `HTTP 404 without X-Error-Code for ${request.file}${said}`);
  return new LlmgeoError(
    `HTTP ${status} for ${request.file} of ${repoName(request.repo)}${said}`,
    'check HF_ENDPOINT and try again later',
  );
}

/** True where the answer claims to be the hub's that the repository and revision exist but the file does not. */
export function isMissingFile(response: Response): boolean {
  return response.status === 404 && response.headers.get('x-error-code') === 'EntryNotFound';
}

function transient(response: Response, said: string): TransientError {
  const { status, headers } = response;
  const limit = status === 429 ? reachedLimit(headers.get('ratelimit')) : null;
  return limit
    ? new RateLimited(limit, said)
    : new TransientError(`HTTP ${status}${said}`, retryAfter(response));
}

function noRevision({ repo, revision }: Request, said: string): Error {
  return new InputError(
    `${repoName(repo)} has no revision "${revision}"${said}`,
    'give a branch, tag or commit of it; Pythia has step0, step1, step2, step4 to step512, step1000, step2000 to step143000',
  );
}

function noFile({ repo, revision, file }: Request, said: string): Error {
  return new InputError(
    `${repoName(repo)} has no ${file} at revision "${revision}"${said}`,
    'check the name and the revision',
  );
}

function noRepo(hub: Hub, { repo }: Request, said: string): Error {
  return new InputError(
    `${repoName(repo)} does not exist on ${new URL(hub.endpoint).host}, or is private${said}`,
    `check the name; if the repository is private, ${tokenAdvice(hub)}`,
  );
}

function disabled(hub: Hub, { repo }: Request, said: string): Error {
  return new LlmgeoError(
    `${repoName(repo)} is disabled: ${new URL(hub.endpoint).host} gives it to nobody${said}`,
    `its page may say why (${pageOf(hub, repo)}); give another repository, or a folder with a copy of it`,
  );
}

function noAccess(hub: Hub, { repo }: Request, status: string, said: string): Error {
  return new LlmgeoError(
    `no access to ${repoName(repo)} (${status}): it is gated, private or does not exist${said}`,
    `accept its terms at ${pageOf(hub, repo)}, then ${tokenAdvice(hub)}`,
  );
}

function pageOf(hub: Hub, { type, id }: Repo): string {
  return `${hub.endpoint}/${type === 'dataset' ? 'datasets/' : ''}${id}`;
}

function tokenAdvice(hub: Hub): string {
  if (!hub.token) return 'set HF_TOKEN to an access token of yours';
  const refused = refusalOfToken(hub);
  return refused === null
    ? `check that the token in ${hub.token.source} is valid and may read it`
    : `renew the token in ${hub.token.source}, which was refused${refused}`;
}

/** `Retry-After` in seconds or as a date; in milliseconds, or null. */
function retryAfter(response: Response): number | null {
  const value = response.headers.get('retry-after');
  if (!value) return null;
  const ms = /^\d+(\.\d+)?$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : null;
}
