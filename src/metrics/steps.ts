/**
 * A long computation that stops now and then, so that whoever runs it can let other things happen in between. What
 * it returns does not depend on the stops.
 */
export type Steps<T> = Generator<undefined, T>;

/** Runs to the end without a pause. */
export function complete<T>(steps: Steps<T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}
