import { LlmgeoError } from '../errors.ts';
import type { Hub } from './context.ts';
import { DATASETS } from './datasets.ts';
import type { Repo } from './layout.ts';
import { proxyFor } from './proxy.ts';
import type { ReachedLimit } from './rate-limit.ts';
import { readSettings } from './settings.ts';

/** A failure that may pass: a cut, a stall, an overloaded server. Never leaves src/hub. */
export class TransientError extends Error {
  /** What the server asks us to wait, in milliseconds. */
  readonly retryAfterMs: number | null;

  constructor(message: string, retryAfterMs: number | null = null) {
    super(message);
    this.retryAfterMs = retryAfterMs;
  }
}

/** The hub allows no more requests for a while, and says how long. Never leaves src/hub. */
export class RateLimited extends TransientError {
  constructor({ policy, seconds }: ReachedLimit, said: string) {
    super(`the hub's rate limit "${policy}" is reached (HTTP 429)${said}`, seconds * 1000);
  }
}

/** What has arrived cannot be the file: it must be thrown away and fetched anew. Never leaves src/hub. */
export class SpoiledError extends Error {}

/** The hub does not answer, or something else does in its place: a complete copy in the cache may stand in for it. */
export class HubUnreachable extends LlmgeoError {}

/** The error that remains when retries did not help; another time they may. */
export function unreachable(hub: Hub, cause: TransientError): HubUnreachable {
  return new HubUnreachable(
    `no usable answer from ${new URL(hub.endpoint).host}: ${cause.message}`,
    cause instanceof RateLimited ? limitAdvice(hub, cause) : networkAdvice(hub),
    75,
    cause,
  );
}

function networkAdvice(hub: Hub): string {
  const proxy = proxyFor(hub.env, hub.endpoint)?.variable;
  return `check the network${proxy ? ` and the proxy in ${proxy}` : ''}, or work without it: --offline uses the cache, a folder as --model needs no hub, and nano-l is built in`;
}

function limitAdvice(hub: Hub, { retryAfterMs }: RateLimited): string {
  const account = hub.token ? '' : '; an access token in HF_TOKEN has a limit of its own';
  return `try again in ${Math.ceil((retryAfterMs ?? 0) / 1000)} s${account}`;
}

/** The error for an answer that cannot be the hub's; `why` names the file and what is wrong. */
export function notTheHub(hub: Hub, why: string): HubUnreachable {
  return new HubUnreachable(
    `${new URL(hub.endpoint).host} does not answer like the hub: ${why}`,
    'check HF_ENDPOINT; a proxy or the login page of a network can also be in the way',
  );
}

/** Says what a failed fetch was about: its own message is only "fetch failed" or "terminated", of a proxy one cause more. */
export function networkFault(error: unknown): TransientError {
  const { message, code, cause } = error as NodeJS.ErrnoException;
  if (cause instanceof Error && (cause.message || 'code' in cause)) return networkFault(cause);
  return new TransientError(message || String(code));
}

/** A repository as error messages name it. */
export function repoName(repo: Repo): string {
  return repo.type === 'dataset' ? `data set ${repo.id}` : repo.id;
}

/**
 * The error of what is wanted from the cache and is not (wholly) there; `missing` names files of a model that began
 * to arrive.
 */
export function notCached(hub: Hub, repo: Repo, revision: string, missing: string[] = []): LlmgeoError {
  const shown = missing.length > 3 ? [...missing.slice(0, 3), '...'] : missing;
  const lack = missing.length > 0 ? `: ${shown.join(', ')} missing` : '';
  // A data set goes by a name of its own.
  const name = DATASETS.find((dataset) => dataset.repo.id === repo.id)?.name ?? repo.id;
  const option = revision === 'main' ? '' : ` --revision ${revision}`;
  const unset = readSettings(hub.env).offline ? ' and HF_HUB_OFFLINE unset' : '';
  return new LlmgeoError(
    `${repoName(repo)} at revision "${revision}" is not in the cache${lack}`,
    `with network${unset}, run: llmgeo models pull ${name}${option}`,
  );
}
