import { LlmgeoError } from '../errors.ts';
import type { Hub } from './context.ts';
import { judgeToken, usableToken } from './credentials.ts';
import { networkFault, notTheHub } from './faults.ts';
import { proxyFor } from './proxy.ts';
import { isHub, type Token } from './settings.ts';
import type { StallTimer } from './stall.ts';
import { send } from './transport.ts';

const REDIRECTS = [301, 302, 303, 307, 308];
/** The hub needs three: a mirror, a repository's new name, and where the file lies; a loop should end. */
const MAX_REDIRECTS = 5;

export interface Ask {
  method: 'HEAD' | 'GET';
  /** First byte wanted; the rest follows. */
  from?: number;
  /** Whether to go where a redirect points. */
  follow: (from: string, to: string) => boolean;
}

/**
 * Sends a request and follows those redirects that `follow` allows; the last answer comes back. The token goes to the
 * hub (`HF_ENDPOINT`, and its own hosts where a mirror points there) and nowhere else; where the hub refuses it, the
 * request is made once more without it.
 * @throws TransientError where the network fails, InputError for a wrong proxy, HubUnreachable for a senseless redirect, the reason of `hub.signal` where the
 * caller aborted
 */
export async function sendRequest(hub: Hub, url: string, ask: Ask, timer: StallTimer): Promise<Response> {
  // Once a redirect has left the hub, the token does not come back: that address is not of the hub's choice.
  let isTrusted = true;
  for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
    isTrusted &&= isHub(hub.endpoint, url);
    const response = await sendAs(hub, url, ask, timer, isTrusted ? usableToken(hub) : null);
    const location = response.headers.get('location');
    if (!REDIRECTS.includes(response.status) || !location) return response;
    if (!URL.canParse(location, url)) throw notTheHub(hub, 'a redirect to what is no address');
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

/** The hub answers 401 to a token it does not know, even where the repository is open to all. */
async function sendAs(
  hub: Hub,
  url: string,
  ask: Ask,
  timer: StallTimer,
  token: Token | null,
): Promise<Response> {
  const response = await sendOnce(hub, url, ask, timer, token);
  if (response.status !== 401 || !token) return response;
  await response.body?.cancel();
  const anonymous = await sendOnce(hub, url, ask, timer, null);
  judgeToken(hub, token, response, anonymous);
  return anonymous;
}

async function sendOnce(
  hub: Hub,
  url: string,
  ask: Ask,
  timer: StallTimer,
  token: Token | null,
): Promise<Response> {
  // Compressed answers would hide the size of the file and break ranges.
  const headers: Record<string, string> = { 'accept-encoding': 'identity', 'user-agent': 'llmgeo' };
  if (ask.from) headers.range = `bytes=${ask.from}-`;
  if (token) headers.authorization = `Bearer ${token.value}`;
  const proxy = proxyFor(hub.env, url);
  try {
    const { method } = ask;
    const response = await send(url, { method, headers, redirect: 'manual', signal: timer.signal }, proxy);
    timer.reset();
    return response;
  } catch (error) {
    hub.signal?.throwIfAborted();
    throw networkFault(timer.signal.aborted ? timer.signal.reason : error);
  }
}
