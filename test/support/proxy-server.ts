import { createServer } from 'node:http';
import { type AddressInfo, connect, type Server, type Socket } from 'node:net';
import type { TestContext } from 'node:test';
import { createServer as createTlsServer } from 'node:tls';
import type { Certificate } from './certificate.ts';

/** What a server ends with: a test, or what does as one. */
export type Ending = Pick<TestContext, 'after'>;

/** A proxy that opens tunnels, as those of companies and clusters do. */
export interface ProxyServer {
  /** `http://127.0.0.1:PORT` */
  url: string;
  /** `host:port` of every tunnel asked for. */
  tunnels: string[];
  /** The Proxy-Authorization header of each. */
  logins: (string | undefined)[];
}

/**
 * Starts a proxy that ends with `t`.
 * @param routes where the tunnels to a `host:port` really lead, as ports of this machine; any other leads where it says
 * @param login the Proxy-Authorization without which it answers 407
 */
export async function startProxy(
  t: Ending,
  routes: Record<string, number> = {},
  login?: string,
): Promise<ProxyServer> {
  const [tunnels, logins]: [string[], (string | undefined)[]] = [[], []];
  const server = createServer((_, response) => response.writeHead(501).end());
  server.on('connect', ({ url = '', headers }, socket: Socket) => {
    tunnels.push(url);
    logins.push(headers['proxy-authorization']);
    if (login !== undefined && headers['proxy-authorization'] !== login)
      return void socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
    const [host, port] = url.split(':');
    join(socket, routes[url] === undefined ? connect(Number(port), host) : connect(routes[url], '127.0.0.1'));
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
  });
  return { url: `http://127.0.0.1:${await listen(t, server)}`, tunnels, logins };
}

/** Puts TLS in front of a server of this machine; gives the port. */
export function startTls(t: Ending, certificate: Certificate, url: string): Promise<number> {
  const { port } = new URL(url);
  return listen(
    t,
    createTlsServer(certificate, (socket) => join(socket, connect(Number(port), '127.0.0.1'))),
  );
}

function join(a: Socket, b: Socket): void {
  for (const [from, to] of [
    [a, b],
    [b, a],
  ]) {
    from.pipe(to);
    from.on('error', () => to.destroy());
    from.on('close', () => to.destroy());
  }
}

async function listen(t: Ending, server: Server): Promise<number> {
  const open = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    open.add(socket.on('close', () => open.delete(socket)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    for (const socket of open) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}
