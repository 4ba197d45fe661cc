/** Something that must be let go of. */
interface Closable {
  close(): Promise<void>;
}

/**
 * Yields what a generator opens, one after the other, while the next is being opened already; each is closed when the
 * next is asked for.
 * @param show called with each before it is yielded, when it is no longer in the background
 * @param abandon called where nobody wants the next any more, so that it need not be waited for
 */
export async function* oneAhead<T extends Closable>(
  opened: AsyncGenerator<T>,
  show: (item: T) => void,
  abandon: () => void,
): AsyncGenerator<T> {
  let next = opened.next();
  try {
    for (;;) {
      const { done, value } = await next;
      if (done) return;
      next = opened.next();
      next.catch(() => {}); // awaited in its turn
      try {
        show(value);
        yield value;
      } finally {
        await value.close();
      }
    }
  } finally {
    abandon();
    const last = await next.catch(() => undefined);
    if (last && !last.done) await last.value.close();
  }
}
