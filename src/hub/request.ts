import { LlmgeoError } from '../errors.ts';
import type { Hub } from './context.ts';
import { networkFault } from './faults.ts';
import { sameOrigin } from './settings.ts';
import type { StallTimer } from './stall.ts';

const REDIRECTS = [301, 302, 303, 307, 308];
/** The hub needs two; a loop should end. */
const MAX_REDIRECTS = 5;

export interface Ask {
  method: 'HEAD' | 'GET';
  /** First byte wanted; the rest follows. */
  from?: number;
  /** Whether to go where a redirect points. */
  follow: (from: string, to: string) => boolean;
}

/**
 * Sends a request and follows those redirects that `follow` allows; the last answer comes back. The token goes to the hub's own origin and nowhere else.
 * @throws TransientError where the network fails, the reason of `hub.signal` where the caller aborted
 */
export async function sendRequest(hub: Hub, url: string, ask: Ask, timer: StallTimer): Promise<Response> {
  for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
    const response = await sendOnce(hub, url, ask, timer);
    const location = response.headers.get('location');
    if (!REDIRECTS.includes(response.status) || !location) return response;
    const target = new URL(location, url).href;
    if (!ask.follow(url, target)) return response;
    await response.body?.cancel();
    url = target;
  }
  throw new LlmgeoError(`too many redirects from ${hub.endpoint}`, 'check HF_ENDPOINT');
}

/** True for an answer that points elsewhere. */
export function isRedirect(response: Response): boolean {
  return REDIRECTS.includes(response.status);
}

async function sendOnce(hub: Hub, url: string, ask: Ask, timer: StallTimer): Promise<Response> {
  // Compressed answers would hide the size of the file and break ranges.
  const headers: Record<string, string> = { 'accept-encoding': 'identity', 'user-agent': 'llmgeo' };
  if (ask.from) headers.range = `bytes=${ask.from}-`;
  if (hub.token && sameOrigin(hub.endpoint, url)) headers.authorization = `Bearer ${hub.token}`;
  try {
    const response = await fetch(url, {
      method: ask.method,
      headers,
      redirect: 'manual',
      signal: timer.signal,
    });
    timer.reset();
    return response;
  } catch (error) {
    hub.signal?.throwIfAborted();
    throw networkFault(timer.signal.aborted ? timer.signal.reason : error);
  }
}
