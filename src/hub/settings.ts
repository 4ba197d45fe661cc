import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { InputError } from '../errors.ts';

const DEFAULT_ENDPOINT = 'https://huggingface.co';
const DEFAULT_TIMEOUT_SECONDS = 10;
/**
 * The hub's own hosts, as Python's huggingface_hub has them: to these the token goes, wherever a mirror has sent us
 * from. Not their subdomains, some of which are stores of blobs.
 */
const HUB_ORIGINS = [DEFAULT_ENDPOINT, 'https://hf.co', 'https://hub-ci.huggingface.co'];

/** Variables of the environment, as `process.env` holds them. */
export type Env = Readonly<Record<string, string | undefined>>;

/** An access token of the hub. */
export interface Token {
  value: string;
  /** Where it was found, for messages: a variable or a file. */
  source: string;
}

/** Where checkpoints come from and where they are kept, as the environment says. */
export interface HubSettings {
  /** Address of the hub, without a slash at its end. */
  endpoint: string;
  /** Folder that holds `models--Org--Name/`. */
  cache: string;
  token: Token | null;
  offline: boolean;
  /** Milliseconds without a byte that count as a cut. */
  timeoutMs: number;
  /** False where `HF_HUB_DISABLE_SYMLINKS` asks for plain files in the snapshots. */
  symlinks: boolean;
}

/**
 * Reads the environment variables of Python's huggingface_hub with their meaning there (its `constants.py` and
 * `utils/_auth.py`), so that both programs share one cache, one token and one idea of being offline.
 * @throws InputError where `HF_ENDPOINT` is no web address or `HF_HUB_DOWNLOAD_TIMEOUT` no number
 */
export function readSettings(env: Env): HubSettings {
  const home = expandPath(env.HF_HOME ?? join(env.XDG_CACHE_HOME ?? '~/.cache', 'huggingface'), env);
  const cache = env.HF_HUB_CACHE ?? env.HUGGINGFACE_HUB_CACHE ?? join(home, 'hub');
  return {
    endpoint: readEndpoint(env.HF_ENDPOINT),
    cache: expandPath(cache, env),
    token: readToken(home, env),
    offline: isTrue(env.HF_HUB_OFFLINE || env.TRANSFORMERS_OFFLINE),
    timeoutMs: readTimeout(env.HF_HUB_DOWNLOAD_TIMEOUT) * 1000,
    symlinks: !isTrue(env.HF_HUB_DISABLE_SYMLINKS),
  };
}

/** Expands a leading `~`, then `$NAME` and `${NAME}`; a name that is not set stays as it is. */
export function expandPath(path: string, env: Env): string {
  const home = env.HOME ?? env.USERPROFILE ?? homedir();
  const expanded = path.replace(/^~(?=$|[/\\])/, () => home);
  return expanded.replace(/\$(?:(\w+)|\{([^}]*)\})/g, (all, bare, braced) => env[bare ?? braced] ?? all);
}

/** True where both addresses have the same scheme, host and port. */
export function sameOrigin(a: string, b: string): boolean {
  return new URL(a).origin === new URL(b).origin;
}

/** True where an address is that of the hub, at `endpoint` or at its own hosts: there, and nowhere else, may the token go. */
export function isHub(endpoint: string, url: string): boolean {
  return sameOrigin(endpoint, url) || HUB_ORIGINS.includes(new URL(url).origin);
}

/**
 * True where a redirect stays on the hub: the same origin, or a mirror that hands over to the hub's own hosts.
 * Any other address is a store of blobs, and the facts about the file stand in the redirect itself.
 */
export function staysOnHub(from: string, to: string): boolean {
  return isHub(from, to);
}

function isTrue(value: string | undefined): boolean {
  return ['1', 'ON', 'YES', 'TRUE'].includes(value?.toUpperCase() ?? '');
}

function readEndpoint(value: string | undefined): string {
  const endpoint = (value || DEFAULT_ENDPOINT).replace(/\/+$/, '');
  if (/^https?:\/\//.test(endpoint) && URL.canParse(endpoint)) return endpoint;
  throw new InputError(
    `HF_ENDPOINT is not a web address: "${endpoint}"`,
    'give it with http:// or https://, or unset it',
  );
}

function readTimeout(value: string | undefined): number {
  const seconds = Number(value || DEFAULT_TIMEOUT_SECONDS);
  if (seconds >= 0) return seconds || DEFAULT_TIMEOUT_SECONDS;
  throw new InputError(
    `HF_HUB_DOWNLOAD_TIMEOUT is not a number of seconds: "${value}"`,
    'give seconds, such as 30, or unset it',
  );
}

function readToken(home: string, env: Env): Token | null {
  if (isTrue(env.HF_HUB_DISABLE_IMPLICIT_TOKEN)) return null;
  const variable = env.HF_TOKEN ? 'HF_TOKEN' : 'HUGGING_FACE_HUB_TOKEN';
  const named = cleanToken(env[variable] ?? '');
  if (named) return { value: named, source: variable };
  const file = expandPath(env.HF_TOKEN_PATH ?? join(home, 'token'), env);
  try {
    const value = cleanToken(readFileSync(file, 'utf8'));
    return value ? { value, source: `the file ${file}` } : null;
  } catch {
    return null;
  }
}

function cleanToken(text: string): string {
  return text.replace(/[\r\n]/g, '').trim();
}
