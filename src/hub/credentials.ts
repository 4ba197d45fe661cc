import type { Hub } from './context.ts';
import { hubSays } from './said.ts';
import type { Token } from './settings.ts';

/** Tokens that a hub does not take, and what it said; for as long as the process lives. */
const refused = new Map<string, string>();

/** The token that requests should carry: none where the hub has refused it before. */
export function usableToken(hub: Hub): Token | null {
  return hub.token && !refused.has(keyOf(hub, hub.token)) ? hub.token : null;
}

/** What the hub said when it refused the token, in a bracket for a message; null where it did not. */
export function refusalOfToken(hub: Hub): string | null {
  return (hub.token && refused.get(keyOf(hub, hub.token))) ?? null;
}

/**
 * Decides from an answer of 401 and the answer to the same request without the token whether it was the token that was
 * refused, and not the repository. If so it is not used again in this process, and the user is told.
 */
export function judgeToken(hub: Hub, token: Token, withIt: Response, withoutIt: Response): void {
  if (!isAboutToken(withIt) && !isUsable(withoutIt)) return;
  const words = hubSays(withIt);
  const said = words === '' ? '' : ` ("${words}")`;
  if (refused.has(keyOf(hub, token))) return;
  refused.set(keyOf(hub, token), said);
  hub.onWarning(
    `${new URL(hub.endpoint).host} refused the token in ${token.source}${said}: asking without it; renew the token, or remove it`,
  );
}

function isAboutToken(response: Response): boolean {
  return /invalid credentials|(invalid|expired).* token|token.* (invalid|expired)/i.test(hubSays(response));
}

/** Whether the repository was opened, though perhaps without the file or revision. */
function isUsable(response: Response): boolean {
  const code = response.headers.get('x-error-code') ?? '';
  return response.status < 400 || ['EntryNotFound', 'RevisionNotFound'].includes(code);
}

function keyOf(hub: Hub, token: Token): string {
  return `${hub.endpoint} ${token.value}`;
}
