import { TorchFault } from './fault.ts';
import { allowedGlobal, called, storage } from './globals.ts';
import type { Machine } from './machine.ts';
import { Dictionary } from './values.ts';

/** Whole numbers of more bytes than this are none that a file could have. */
const LONGEST_INTEGER = 8;

/** All opcodes that torch.save writes for a state dict, but PROTO and STOP, by their bytes. */
export const OPCODES = new Map<number, (machine: Machine) => void>([
  [code('('), (machine) => machine.mark()],
  [code(')'), (machine) => machine.push([])],
  [code('t'), (machine) => machine.push(machine.popToMark())],
  [0x85, (machine) => machine.push(machine.popMany(1))],
  [0x86, (machine) => machine.push(machine.popMany(2))],
  [0x87, (machine) => machine.push(machine.popMany(3))],
  [code('}'), (machine) => machine.push(new Dictionary(false))],
  [code('s'), (machine) => machine.setItems(machine.popMany(2))],
  [code('u'), (machine) => machine.setItems(machine.popToMark())],
  [code('N'), (machine) => machine.push(null)],
  [0x88, (machine) => machine.push(true)],
  [0x89, (machine) => machine.push(false)],
  [code('K'), (machine) => machine.push(machine.take(1).readUInt8())],
  [code('M'), (machine) => machine.push(machine.take(2).readUInt16LE())],
  [code('J'), (machine) => machine.push(machine.take(4).readInt32LE())],
  [0x8a, (machine) => machine.push(long(machine.take(machine.take(1).readUInt8())))],
  [code('X'), (machine) => machine.push(text(machine.take(machine.take(4).readUInt32LE())))],
  [code('q'), (machine) => machine.remember(machine.take(1).readUInt8())],
  [code('r'), (machine) => machine.remember(machine.take(4).readUInt32LE())],
  [code('h'), (machine) => machine.recall(machine.take(1).readUInt8())],
  [code('j'), (machine) => machine.recall(machine.take(4).readUInt32LE())],
  [code('c'), (machine) => machine.push(allowedGlobal(machine.line(), machine.line()))],
  [code('Q'), (machine) => machine.push(storage(machine.pop()))],
  [code('R'), reduce],
  [code('b'), build],
]);

function code(character: string): number {
  return character.charCodeAt(0);
}

function reduce(machine: Machine): void {
  const args = machine.pop();
  machine.push(called(machine.pop(), args));
}

/** The attributes of a state dict (`_metadata`: versions of its modules) say nothing of its tensors. */
function build(machine: Machine): void {
  const attributes = machine.pop();
  const value = machine.pop();
  if (!(value instanceof Dictionary && value.ordered && attributes instanceof Dictionary))
    throw new TorchFault('its pickle gives attributes to what is no OrderedDict');
  machine.push(value);
}

/** A whole number in two's complement, little-endian. */
function long(bytes: Buffer): number {
  if (bytes.length > LONGEST_INTEGER)
    throw new TorchFault(`its pickle has a whole number of ${bytes.length} bytes`);
  const value = bytes.length === 0 ? 0 : Number(BigInt.asIntN(8 * bytes.length, unsigned(bytes)));
  if (!Number.isSafeInteger(value))
    throw new TorchFault(`its pickle has the number ${value}, which nothing can count`);
  return value;
}

function unsigned(bytes: Buffer): bigint {
  return BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`);
}

function text(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new TorchFault('its pickle has a text that is not valid UTF-8');
  }
}
