import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Ending } from './proxy-server.ts';

/** A mirror that sends every request on to another address, as those of the hub do for what they lack. */
export interface Mirror {
  url: string;
  /** The Authorization header of each request. */
  tokens: (string | undefined)[];
}

/** Starts a mirror that ends with `t`. */
export async function startMirror(t: Ending, hub: string): Promise<Mirror> {
  const tokens: (string | undefined)[] = [];
  const server = createServer(({ url, headers }, response) => {
    tokens.push(headers.authorization);
    response.writeHead(308, { location: `${hub}${url}`, 'content-length': '0' }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, tokens };
}
