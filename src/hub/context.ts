import { type Env, type HubSettings, readSettings } from './settings.ts';

/** How far the download of one file has come; in bytes. `total` grows with `received` where the server does not say. */
export interface DownloadProgress {
  file: string;
  received: number;
  total: number;
}

/** How much of a wait that the hub asked for is over; in seconds. */
export interface HubWait {
  waited: number;
  total: number;
}

/** What a caller of the hub may set. */
export interface HubOptions {
  /** Use the cache alone, as `HF_HUB_OFFLINE=1` does. */
  offline?: boolean;
  /** Aborts the download; what has arrived is kept and continued next time. */
  signal?: AbortSignal;
  onProgress?: (progress: DownloadProgress) => void;
  /** Called each second while the hub wants no requests. */
  onWait?: (wait: HubWait) => void;
  /**
   * One line that the user should see, such as a retry or a checkpoint known to be wrong. By default
   * `process.emitWarning`, which writes to stderr: a hub that is down is waited for 8 s, and not in silence.
   */
  onWarning?: (message: string) => void;
  /** The environment to read settings from; `process.env` by default. */
  env?: Env;
}

/** Settings and callbacks of one use of the hub. */
export interface Hub extends HubSettings {
  signal: AbortSignal | undefined;
  onProgress: (progress: DownloadProgress) => void;
  onWait: (wait: HubWait) => void;
  onWarning: (message: string) => void;
  env: Env;
}

/** @throws InputError where an environment variable cannot be understood */
export function openHub(options: HubOptions = {}): Hub {
  const env = options.env ?? process.env;
  const settings = readSettings(env);
  return {
    ...settings,
    offline: settings.offline || options.offline === true,
    signal: options.signal,
    onProgress: options.onProgress ?? (() => {}),
    onWait: options.onWait ?? (() => {}),
    onWarning: options.onWarning ?? ((message) => process.emitWarning(message, 'LlmgeoWarning')),
    env,
  };
}
