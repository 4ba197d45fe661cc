import { InputError } from '../errors.ts';
import type { Env } from './settings.ts';

/** A proxy that requests go through. */
export interface HubProxy {
  /** The variable that names it, for messages: its address may hold a password. */
  variable: string;
  address: string;
  /** Hosts that are asked directly: `NO_PROXY`. */
  noProxy: string;
}

const PROTOCOLS = ['http:', 'https:', 'socks:', 'socks5:'];

/**
 * The proxy for an address: `HTTPS_PROXY` or `HTTP_PROXY` by its scheme, else `ALL_PROXY`, in small letters first, as
 * Python and curl have it. `NO_PROXY` may still make an exception.
 * @throws InputError where the variable holds no address of a proxy
 */
export function proxyFor(env: Env, url: string): HubProxy | null {
  const scheme = new URL(url).protocol.slice(0, -1);
  const variable = variableIn(env, `${scheme}_proxy`) ?? variableIn(env, 'all_proxy');
  if (variable === null) return null;
  const noProxy = variableIn(env, 'no_proxy');
  return {
    variable,
    address: readAddress(variable, env[variable]!),
    noProxy: noProxy === null ? '' : env[noProxy]!,
  };
}

/** Which of a variable's two spellings holds something; an empty one in small letters unsets the other. */
function variableIn(env: Env, name: string): string | null {
  const variable = env[name] === undefined ? name.toUpperCase() : name;
  return env[variable] ? variable : null;
}

function readAddress(variable: string, value: string): string {
  const address = value.includes('://') ? value : `http://${value}`;
  if (isProxyAddress(address)) return address;
  throw new InputError(
    `${variable} is not the address of a proxy: "${withoutCredentials(value)}"`,
    'give it as http://HOST:PORT, or unset it',
  );
}

function isProxyAddress(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname, username, password } = new URL(address);
  try {
    decodeURIComponent(username + password);
  } catch {
    return false;
  }
  return PROTOCOLS.includes(protocol) && hostname !== '';
}

/** A malformed address can hold a password all the same. */
function withoutCredentials(value: string): string {
  return value.replace(/^(.*:\/\/)?.*@/, '$1***@');
}
