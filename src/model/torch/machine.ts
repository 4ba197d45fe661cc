import { quote, TorchFault } from './fault.ts';
import { Dictionary, type Value } from './values.ts';

/** Names of Python, longer than any that is allowed. */
const LONGEST_LINE = 200;

/** What a pickle works with: its bytes, a stack with marks, and a memo. */
export class Machine {
  private readonly bytes: Buffer;
  private position = 0;
  private readonly stack: Value[] = [];
  private readonly marks: number[] = [];
  private readonly memo = new Map<number, Value>();

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  /** How many bytes are taken. */
  get taken(): number {
    return this.position;
  }

  take(length: number): Buffer {
    if (length > this.bytes.length - this.position)
      throw new TorchFault(
        `its pickle asks for ${length} bytes where ${this.bytes.length - this.position} are left`,
      );
    this.position += length;
    return this.bytes.subarray(this.position - length, this.position);
  }

  /** Up to the end of a line, which is taken too. */
  line(): string {
    const end = this.bytes.indexOf(0x0a, this.position);
    const length = (end < 0 ? this.bytes.length : end) - this.position;
    if (end < 0 || length > LONGEST_LINE)
      throw new TorchFault(`its pickle has a name that does not end within ${LONGEST_LINE} bytes`);
    const line = this.take(length).toString('latin1');
    this.position++;
    return line;
  }

  push(value: Value): void {
    this.stack.push(value);
  }

  pop(): Value {
    if (this.stack.length <= (this.marks.at(-1) ?? 0))
      throw new TorchFault('its pickle takes a value where it has none');
    return this.stack.pop()!;
  }

  /** The last `count` values, in the order they were pushed. */
  popMany(count: number): Value[] {
    return Array.from({ length: count }, () => this.pop()).reverse();
  }

  mark(): void {
    this.marks.push(this.stack.length);
  }

  /** The values pushed since the last mark, which goes too. */
  popToMark(): Value[] {
    const mark = this.marks.pop();
    if (mark === undefined) throw new TorchFault('its pickle goes back to a mark where it has none');
    return this.stack.splice(mark);
  }

  remember(index: number): void {
    const value = this.pop();
    this.push(value);
    this.memo.set(index, value);
  }

  recall(index: number): void {
    const value = this.memo.get(index);
    if (value === undefined)
      throw new TorchFault(`its pickle recalls value ${index}, which it never remembered`);
    this.push(value);
  }

  /** Adds keys and values in turn to the dictionary on the stack. */
  setItems(items: Value[]): void {
    const into = this.pop();
    if (!(into instanceof Dictionary) || items.length % 2 !== 0)
      throw new TorchFault('its pickle adds items to what is no dictionary');
    for (let i = 0; i < items.length; i += 2) {
      const key = items[i];
      if (typeof key !== 'string')
        throw new TorchFault('its pickle has a dictionary with a key that is no text');
      if (into.items.has(key)) throw new TorchFault(`its pickle holds the name ${quote(key)} twice`);
      into.items.set(key, items[i + 1]);
    }
    this.push(into);
  }

  /** The one value that is left, after the last byte. */
  result(): Value {
    const value = this.pop();
    const left = this.bytes.length - this.position;
    if (this.stack.length + this.marks.length > 0 || left > 0)
      throw new TorchFault(
        `its pickle stops before its end (${left} bytes and ${this.stack.length} values are left)`,
      );
    return value;
  }
}
