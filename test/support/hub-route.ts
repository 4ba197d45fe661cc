/** What a request to the imitated hub is about. */
export interface Route {
  verb: 'cache' | 'revision' | 'tree' | 'resolve';
  kind: 'models' | 'datasets';
  name: string;
  revision: string;
  path: string;
}

const ROUTES = [
  /^\/api\/resolve-(?<verb>cache)\/(?<kind>models|datasets)\/(?<name>[^/]+\/[^/]+)\/(?<revision>[^/]+)\/(?<path>.+)$/,
  /^\/api\/(?<kind>models|datasets)\/(?<name>[^/]+\/[^/]+)\/(?<verb>revision|tree)\/(?<revision>[^/]+)$/,
  /^\/(?:(?<kind>datasets)\/)?(?<name>[^/]+\/[^/]+)\/(?<verb>resolve)\/(?<revision>[^/]+)\/(?<path>.+)$/,
];

/** Reads a path of the hub; one that fits no route names no repository. */
export function readRoute(address: string): Route {
  const { pathname } = new URL(address, 'http://localhost');
  const found = ROUTES.map((route) => route.exec(pathname)?.groups).find((groups) => groups !== undefined);
  const { verb = 'resolve', kind = 'models', name = '', revision = 'main', path = '' } = found ?? {};
  return {
    verb: verb as Route['verb'],
    kind: kind as Route['kind'],
    name,
    revision: decodeURIComponent(revision),
    path: decodeURIComponent(path),
  };
}
