import { SAVE_WEIGHTS, TorchFault } from './fault.ts';
import { Machine } from './machine.ts';
import { OPCODES } from './opcodes.ts';
import type { Value } from './values.ts';

const PROTO = 0x80;
const STOP = 0x2e;
/** What torch.save writes, whatever Python could. */
const PROTOCOL = 2;

/** About 30 stand for a tensor, and no model has 10,000: so a hostile file can neither take long nor fill the memory. */
const MOST_OPCODES = 1_000_000;

/** Opcodes that a pickle can have and a state dict never has, by Python's names of them. */
const REFUSED = new Map(
  // biome-ignore format: a table
  Object.entries({
    '0': 'POP', '1': 'POP_MARK', '2': 'DUP', F: 'FLOAT', I: 'INT', L: 'LONG', P: 'PERSID', S: 'STRING',
    T: 'BINSTRING', U: 'SHORT_BINSTRING', V: 'UNICODE', a: 'APPEND', d: 'DICT', e: 'APPENDS', g: 'GET', i: 'INST',
    l: 'LIST', o: 'OBJ', p: 'PUT', G: 'BINFLOAT', ']': 'EMPTY_LIST', B: 'BINBYTES', C: 'SHORT_BINBYTES',
    '\x80': 'PROTO', '\x81': 'NEWOBJ', '\x82': 'EXT1', '\x83': 'EXT2', '\x84': 'EXT4', '\x8b': 'LONG4',
    '\x8c': 'SHORT_BINUNICODE', '\x8d': 'BINUNICODE8', '\x8e': 'BINBYTES8', '\x8f': 'EMPTY_SET', '\x90': 'ADDITEMS',
    '\x91': 'FROZENSET', '\x92': 'NEWOBJ_EX', '\x93': 'STACK_GLOBAL', '\x94': 'MEMOIZE', '\x95': 'FRAME',
    '\x96': 'BYTEARRAY8', '\x97': 'NEXT_BUFFER', '\x98': 'READONLY_BUFFER',
  }),
);

/**
 * What a pickle says, without doing any of it: the opcodes are a fixed few, and so are the names in them.
 * @throws TorchFault naming the opcode or the name that is none of these, or what does not fit together
 */
export function parsePickle(bytes: Buffer): Value {
  const machine = new Machine(bytes);
  const [proto, version] = machine.take(2);
  if (proto !== PROTO) throw new TorchFault('its data.pkl is no pickle');
  if (version !== PROTOCOL)
    throw new TorchFault(
      `its pickle is of protocol ${version}, not ${PROTOCOL}`,
      `save it again with torch.save's own pickle_protocol`,
    );
  for (let i = 0; i < MOST_OPCODES; i++) {
    const opcode = machine.take(1)[0];
    if (opcode === STOP) return machine.result();
    const run = OPCODES.get(opcode);
    if (run === undefined) throw unknown(opcode, machine.taken - 1);
    run(machine);
  }
  throw new TorchFault(`its pickle has more than ${MOST_OPCODES} opcodes`, SAVE_WEIGHTS);
}

function unknown(opcode: number, at: number): TorchFault {
  const hex = `0x${opcode.toString(16).padStart(2, '0')}`;
  const name = REFUSED.get(String.fromCharCode(opcode));
  if (name === undefined)
    return new TorchFault(`its pickle has the byte ${hex} at ${at}, which is no opcode`);
  return new TorchFault(
    `its pickle has the opcode ${name} (${hex}) at ${at}, which weights in plain tensors do not need`,
    SAVE_WEIGHTS,
  );
}
