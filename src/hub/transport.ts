import type { Dispatcher } from 'undici';
import type { HubProxy } from './proxy.ts';

/** Connections through a proxy are kept for the next request, as `fetch` keeps its own. */
const agents = new Map<string, Dispatcher>();

/** `fetch`, through a proxy where one is given: Node's own reads no proxy variables before version 24. */
export async function send(url: string, init: RequestInit, proxy: HubProxy | null): Promise<Response> {
  if (!proxy) return fetch(url, init);
  // Loaded only here: most have no proxy, and it takes longer than the rest of the hub together.
  const undici = await import('undici');
  const { address, noProxy } = proxy;
  const key = `${address} ${noProxy}`;
  const agent =
    agents.get(key) ?? new undici.EnvHttpProxyAgent({ httpProxy: address, httpsProxy: address, noProxy });
  agents.set(key, agent);
  // Its types and those of Node are of two versions of one library.
  const request = { ...init, dispatcher: agent } as Parameters<typeof undici.fetch>[1];
  return (await undici.fetch(url, request)) as unknown as Response;
}
