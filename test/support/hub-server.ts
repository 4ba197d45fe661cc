import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { refuse, sendBody } from './hub-body.ts';
import { type HubFile, type HubRepo, oidOf } from './hub-content.ts';
import { type Route, readRoute } from './hub-route.ts';

/** An imitation of the hub: facts and small files on one port, the bytes of large files on another. */
export interface HubServer {
  url: string;
  /** Every request as `METHOD path`, with ` Range` behind it where it had one; those of the store begin with `store`. */
  requests: string[];
  /** Authorization headers that reached the store: must stay empty. */
  leaked: string[];
  /** The token of each request to the hub itself, or null. */
  tokens: (string | null)[];
  /** Tokens that the hub knows no more: it answers 401 to them, whatever is asked. */
  stale: Set<string>;
  close(): Promise<void>;
}

/** Starts it on 127.0.0.1. Repositories by `org/name`, data sets by `datasets/org/name`; they may change later. */
export async function startHubServer(repos: Record<string, HubRepo>, port = 0): Promise<HubServer> {
  const requests: string[] = [];
  const leaked: string[] = [];
  const tokens: (string | null)[] = [];
  const stale = new Set<string>();
  const note = (request: IncomingMessage, prefix = '') => {
    const range = request.headers.range ? ` ${request.headers.range}` : '';
    requests.push(
      `${prefix}${request.method} ${decodeURIComponent(request.url?.split('?')[0] ?? '')}${range}`,
    );
  };
  const store = await listen((request, response) => {
    note(request, 'store ');
    if (request.headers.authorization) leaked.push(request.headers.authorization);
    const file = allFiles(repos).find((candidate) => request.url === `/blob/${oidOf(candidate)}`);
    if (!file) return void response.writeHead(404).end();
    return sendBody(request, response, file, { etag: '"of-the-store"' });
  }, 0);
  const hub = await listen((request, response) => {
    note(request);
    const token = request.headers.authorization?.replace('Bearer ', '') ?? null;
    tokens.push(token);
    if (token && stale.has(token))
      return lack(response, 401, '', 'Invalid credentials in Authorization header');
    return answer(repos, address(store), request, response);
  }, port);
  return {
    url: address(hub),
    requests,
    leaked,
    tokens,
    stale,
    close: async () => void (await Promise.all([stop(hub), stop(store)])),
  };
}

async function answer(
  repos: Record<string, HubRepo>,
  store: string,
  request: IncomingMessage,
  response: ServerResponse,
) {
  const route = readRoute(request.url ?? '/');
  const repo = repos[route.kind === 'datasets' ? `datasets/${route.name}` : route.name];
  if (!repo || repo.renamed || !mayRead(request, repo)) return refuseRepo(request, response, route, repo);
  const commit = repo.refs[route.revision] ?? route.revision;
  const files = repo.commits[commit];
  if (!files) return lack(response, 404, 'RevisionNotFound');
  if (route.verb === 'revision' || route.verb === 'tree') return sendListing(response, route, commit, files);
  const file = files[route.path];
  const asksForFacts = request.method === 'HEAD' && route.verb === 'resolve';
  if (asksForFacts && refuse(response, file?.head?.shift())) return;
  response.setHeader('x-repo-commit', commit);
  if (!file) return lack(response, 404, 'EntryNotFound');
  if (route.verb === 'cache')
    return sendBody(request, response, file, { etag: `"${file.etag ?? oidOf(file)}"` });
  sendRedirect(
    response,
    file,
    store,
    `/api/resolve-cache/${route.kind}/${route.name}/${commit}/${route.path}`,
  );
}

/** Large files: to the store, with the facts beside the address. Small ones: to another path of the hub. */
function sendRedirect(response: ServerResponse, file: HubFile, store: string, cachePath: string): void {
  if (!file.lfs)
    return void response.writeHead(307, { location: encodeURI(cachePath), 'content-length': '0' }).end();
  const headers = {
    location: `${store}/blob/${oidOf(file)}`,
    'x-linked-etag': `"${file.etag ?? oidOf(file)}"`,
    'x-linked-size': String(file.linkedSize ?? file.content.length),
    'content-length': '0',
  };
  response.writeHead(302, headers).end();
}

/** What huggingface_hub's snapshot_download asks: a repository's commit, and its files. */
function sendListing(
  response: ServerResponse,
  { verb, name }: Route,
  sha: string,
  files: Record<string, HubFile>,
) {
  const tree = Object.entries(files).map(([path, file]) => {
    const size = file.content.length;
    const lfs = { oid: oidOf(file), size, pointerSize: 130 };
    return { type: 'file', path, size, oid: oidOf(file), ...(file.lfs && { lfs }) };
  });
  const siblings = tree.map(({ path }) => ({ rfilename: path }));
  const listing =
    verb === 'tree' ? tree : { _id: '1', id: name, modelId: name, sha, private: false, siblings };
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(listing));
}

function mayRead(request: IncomingMessage, { token, disabled }: HubRepo): boolean {
  if (disabled) return false;
  return token === undefined || request.headers.authorization === `Bearer ${token}`;
}

function refuseRepo(
  request: IncomingMessage,
  response: ServerResponse,
  { name }: Route,
  repo: HubRepo | undefined,
): void {
  if (repo?.renamed) rename(response, request.url!, name, repo.renamed);
  else if (repo?.disabled) lack(response, 403, '', 'Access to this resource is disabled.');
  else if (repo?.gated) lack(response, 403, 'GatedRepo', `Access to model ${name} is restricted.`);
  else lack(response, repo ? 401 : 404, 'RepoNotFound', 'Repository not found');
}

function lack(response: ServerResponse, status: number, code: string, message = ''): void {
  if (code) response.setHeader('x-error-code', code);
  if (message) response.setHeader('x-error-message', message);
  response.writeHead(status, { 'content-length': '0' }).end();
}

/** Under an old name the hub points to the same path under the new one. */
function rename(response: ServerResponse, path: string, from: string, to: string): void {
  response.writeHead(307, { location: path.replace(from, to), 'content-length': '0' }).end();
}

function allFiles(repos: Record<string, HubRepo>): HubFile[] {
  return Object.values(repos).flatMap(({ commits }) =>
    Object.values(commits).flatMap((files) => Object.values(files)),
  );
}

async function listen(
  handler: (request: IncomingMessage, response: ServerResponse) => unknown,
  port: number,
): Promise<Server> {
  const server = createServer(handler);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return server;
}

function address(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function stop(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
