/** The merges of a tokenizer: the tokens of a word whose characters stand for bytes. */
export interface Merges {
  vocabulary: ReadonlyMap<string, number>;
  merge(word: string): string[];
}

const MOST_PAIRS = 100_000;

/**
 * The tokens of a long word, at most about `limit` of them, without merging it as a whole: time and memory grow with
 * what is read of it. With `open`, more may follow the word, and only tokens come that nothing which follows can change.
 *
 * What merges to t1 ... tk begins with what merges to t1 ... ti, for no merge ever crossed the border between; and
 * tokens are what a word merges to if each neighbouring two of them are. So every beginning of a word has one last
 * token, the one which fits after the last token of what lies before it, and those lead back to the tokens of the
 * beginning. A longer word has a border among the last beginnings, as many as the longest token has bytes: what all of
 * these lead back to is its beginning too.
 */
export class LongWords {
  private readonly merges: Merges;
  private readonly longest: number;
  private readonly lengths = new Map<string, number[]>();
  private readonly fitting = new Map<string, boolean>();

  constructor(merges: Merges) {
    this.merges = merges;
    const lengths = new Map<string, Set<number>>();
    for (const token of merges.vocabulary.keys()) {
      const last = token.at(-1) ?? '';
      lengths.set(last, (lengths.get(last) ?? new Set()).add(token.length));
    }
    for (const [last, found] of lengths) this.lengths.set(last, [...found]);
    this.longest = Math.max(...[...lengths.values()].map((found) => Math.max(...found)));
  }

  tokens(word: string, limit: number, open: boolean): string[] {
    const ends = new LastTokens(word, (before, end) => this.lastToken(word, before, end));
    // each step reads on for as long as the longest token is, and looks whether enough is certain
    for (let read = this.longest; read < word.length; read += Math.max(this.longest, read >> 1)) {
      ends.readTo(read);
      const certain = ends.common(read - this.longest, read);
      if (ends.count(certain) >= limit) return ends.tokens(certain);
    }
    ends.readTo(word.length);
    return ends.tokens(
      open ? ends.common(Math.max(-1, word.length - this.longest), word.length) : word.length,
    );
  }

  /** The length of the one token that can end there; `before(end)` gives the token that ends earlier. */
  private lastToken(word: string, before: (end: number) => string, end: number): number {
    const length = this.lengths.get(word[end - 1])?.find((length) => {
      if (length > end) return false;
      const token = word.slice(end - length, end);
      return this.merges.vocabulary.has(token) && this.fits(before(end - length), token);
    });
    if (length === undefined) throw new Error(`no token ends with ${JSON.stringify(word[end - 1])}`);
    return length;
  }

  /** Whether a token and the one after it are what they merge to together. */
  private fits(first: string, second: string): boolean {
    const pair = `${first} ${second}`;
    let fits = this.fitting.get(pair);
    if (fits === undefined) {
      const merged = this.merges.merge(first + second);
      fits = merged.at(-1) === second && merged.length === (first === '' ? 1 : 2);
      if (this.fitting.size >= MOST_PAIRS) this.fitting.clear();
      this.fitting.set(pair, fits);
    }
    return fits;
  }
}

/** For each beginning of a word, the length of its last token and how many tokens it has. */
class LastTokens {
  private readonly word: string;
  private readonly lastToken: (before: (end: number) => string, end: number) => number;
  private read = 0;
  private lengths = new Uint32Array(1024);
  private counts = new Uint32Array(1024);

  constructor(word: string, lastToken: (before: (end: number) => string, end: number) => number) {
    this.word = word;
    this.lastToken = lastToken;
  }

  readTo(end: number): void {
    this.lengths = grown(this.lengths, end + 1);
    this.counts = grown(this.counts, end + 1);
    for (let at = this.read + 1; at <= end; at++) {
      this.lengths[at] = this.lastToken((before) => this.last(before), at);
      this.counts[at] = this.counts[at - this.lengths[at]] + 1;
    }
    this.read = Math.max(this.read, end);
  }

  /** The last border that all beginnings which end in (from, to] have in common. */
  common(from: number, to: number): number {
    const open = new Set(Array.from({ length: to - from }, (_, i) => from + 1 + i));
    let at = to;
    for (; open.size > 1; at--) if (open.delete(at)) open.add(at - this.lengths[at]);
    return [...open][0];
  }

  count(end: number): number {
    return this.counts[end];
  }

  tokens(end: number): string[] {
    const tokens = new Array<string>(this.counts[end]);
    for (let at = end, i = tokens.length - 1; at > 0; at -= this.lengths[at], i--) tokens[i] = this.last(at);
    return tokens;
  }

  private last(end: number): string {
    return this.word.slice(end - this.lengths[end], end);
  }
}

function grown(array: Uint32Array<ArrayBuffer>, length: number): Uint32Array<ArrayBuffer> {
  if (array.length >= length) return array;
  const larger = new Uint32Array(Math.max(length, 2 * array.length));
  larger.set(array);
  return larger;
}
