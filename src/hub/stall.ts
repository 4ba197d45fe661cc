/** Aborts a request that brings nothing for a while. */
export interface StallTimer {
  signal: AbortSignal;
  /** Starts the time anew: something has arrived, or is waited for again. */
  reset(): void;
  /** Stops the time while nothing is waited for (a slow disk is not a stall). */
  pause(): void;
  /** Ends the watch; call it on every way out. */
  stop(): void;
}

/** Starts a watch of `ms` milliseconds. Its signal also aborts, with the same reason, when `outer` does. */
export function startStallTimer(ms: number, outer: AbortSignal | undefined): StallTimer {
  const controller = new AbortController();
  const stalled = () => controller.abort(new Error(`no byte for ${ms / 1000} s`));
  const passOn = () => controller.abort(outer?.reason);
  let timer = setTimeout(stalled, ms);
  if (outer?.aborted) passOn();
  outer?.addEventListener('abort', passOn);
  return {
    signal: controller.signal,
    reset() {
      clearTimeout(timer);
      timer = setTimeout(stalled, ms);
    },
    pause() {
      clearTimeout(timer);
    },
    stop() {
      clearTimeout(timer);
      outer?.removeEventListener('abort', passOn);
    },
  };
}
