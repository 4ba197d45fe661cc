import { InputError } from '../errors.ts';
import { peek } from './bytes.ts';
import { decoded, type Line } from './lines.ts';

const BYTE_ORDER_MARK = Buffer.from('\uFEFF');
const SPACES = Buffer.from(' \t\r\n');
const [OPEN, CLOSE, OPEN_OBJECT, CLOSE_OBJECT] = Buffer.from('[]{}');
const [COMMA, QUOTE, BACKSLASH] = Buffer.from(',"\\');

/**
 * Whether a text begins a JSON list: with `[` and, where it is not known to be JSON, a string or an object after it.
 * @returns that, and the whole of the text
 */
export async function beginsList(
  text: AsyncIterable<Buffer>,
  isJson: boolean,
): Promise<{ isList: boolean; bytes: AsyncIterable<Buffer> }> {
  const { beginning, all } = await peek(text, (some) => {
    const [first, second] = visible(some);
    return first !== undefined && (first !== OPEN || second !== undefined);
  });
  const [first, second] = visible(beginning);
  return { isList: first === OPEN && (isJson || second === QUOTE || second === OPEN_OBJECT), bytes: all };
}

/** The bytes that are no space, nor the mark of a text's beginning. */
function visible(bytes: Buffer): Uint8Array {
  const begin = bytes.indexOf(BYTE_ORDER_MARK) === 0 ? BYTE_ORDER_MARK.length : 0;
  return bytes.subarray(begin).filter((byte) => !SPACES.includes(byte));
}

/**
 * The JSON of the items of a list, read as they are asked for: no more than one of them is held. They count from 1.
 * @param name what errors call the place that the bytes come from
 * @throws InputError as the bytes do, where an item is not UTF-8, the list does not end, or something follows it
 */
export async function* listItems(bytes: AsyncIterable<Buffer>, name: string): AsyncGenerator<Line> {
  const items = new Items(name);
  for await (const chunk of bytes) yield* items.in(chunk);
  items.end();
}

/** Cuts a list at the commas, and the last bracket, that lie in no item. */
class Items {
  private readonly name: string;
  private readonly nesting = new Nesting();
  private isOver = false;
  private pieces: Buffer[] = [];
  private number = 0;

  constructor(name: string) {
    this.name = name;
  }

  *in(chunk: Buffer): Generator<Line> {
    let start = 0;
    for (let i = 0; i < chunk.length; i++) {
      const { isInside, isInItem } = this.nesting;
      this.nesting.pass(chunk[i]);
      if (!isInside) {
        this.checkOutside(chunk[i]);
        start = i + 1;
      } else if (!isInItem && (chunk[i] === COMMA || !this.nesting.isInside)) {
        this.isOver = !this.nesting.isInside;
        yield* this.item(chunk.subarray(start, i));
        start = i + 1;
      }
    }
    this.pieces.push(chunk.subarray(start));
  }

  end(): void {
    if (!this.isOver) throw this.broken('the list does not end');
  }

  private *item(end: Buffer): Generator<Line> {
    const bytes = Buffer.concat([...this.pieces, end]);
    this.pieces = [];
    const number = this.number + 1;
    const content = decoded(bytes, `${this.name}, item ${number}`).trim();
    if (content === '' && this.isOver && this.number === 0) return; // of []
    this.number = number;
    yield { number, content };
  }

  private checkOutside(byte: number): void {
    if (this.isOver && !SPACES.includes(byte)) throw this.broken('something follows the list');
  }

  private broken(what: string): InputError {
    return new InputError(
      `${this.name}: ${what}, after ${this.number} whole items`,
      'give one JSON list, or one JSON object a line in a .jsonl file',
    );
  }
}

/** How deep in lists and objects a byte of JSON lies. */
class Nesting {
  private depth = 0;
  private inString = false;
  private isEscaped = false;

  /** Whether the outermost list has begun and not ended. */
  get isInside(): boolean {
    return this.depth > 0;
  }

  get isInItem(): boolean {
    return this.depth > 1 || this.inString;
  }

  pass(byte: number): void {
    if (this.inString) this.passString(byte);
    else if (byte === QUOTE) this.inString = true;
    else if (byte === OPEN || byte === OPEN_OBJECT) this.depth++;
    else if (byte === CLOSE || byte === CLOSE_OBJECT) this.depth--;
  }

  private passString(byte: number): void {
    if (this.isEscaped) this.isEscaped = false;
    else if (byte === BACKSLASH) this.isEscaped = true;
    else if (byte === QUOTE) this.inString = false;
  }
}
