/** Every construct by which a torch file could do harm, or say what is not so, ends in one clear line. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { InputError } from '../src/errors.ts';
import { readTorchFile } from '../src/model/torch/torch-file.ts';
import {
  call,
  dictionary,
  global,
  int,
  items,
  op,
  orderedDict,
  pickle,
  storageOf,
  tensor,
  text,
  torchParts,
  tuple,
  uint32,
} from './support/torch-writer.ts';
import { type ZipOptions, type ZipPart, zip, zip64Extra } from './support/zip-writer.ts';

const folder = mkdtempSync(join(tmpdir(), 'llmgeo-hostile-'));
const file = join(folder, 'pytorch_model.bin');
after(() => rmSync(folder, { recursive: true }));

async function refused(what: string, bytes: Uint8Array, message: RegExp): Promise<void> {
  writeFileSync(file, bytes);
  await assert.rejects(
    readTorchFile(file),
    (error: Error) => {
      assert.ok(error instanceof InputError, `${what}: ${error.stack}`);
      assert.ok(error.message.startsWith(`${file}: `), what);
      assert.doesNotMatch(error.message, /\p{Cc}|cannot be read:/u, what);
      assert.ok(error.message.length < 400, what);
      assert.match(error.message, message, what);
      return true;
    },
    what,
  );
}

const four = new Uint8Array(16);
/** A file with this pickle and a storage of four float32. */
const ofPickle = (data: Uint8Array) => zip(torchParts(data, [four]));
const ofState = (value: Uint8Array) => ofPickle(pickle(dictionary({ weight: value })));
const ofView = (view: Partial<Parameters<typeof tensor>[0]>) =>
  ofState(tensor({ shape: [4], elements: 4, ...view }));

const run = (...names: [string, string]) => ofPickle(pickle(call(global(...names), text('true'))));
const rebuild = (...args: Uint8Array[]) =>
  ofState(call(global('torch._utils', '_rebuild_tensor_v2'), ...args));
const whole = storageOf({ shape: [4] });
const shape = tuple(int(4));
const stride = tuple(int(1));
const no = op('\x89');
const persistent = (...id: Uint8Array[]) => ofPickle(pickle(tuple(...id), op('Q')));
const float = global('torch', 'FloatStorage');

const names: [string, Uint8Array, RegExp][] = [
  ['os.system', run('os', 'system'), /asks for os\.system, .*nothing of it was run/],
  ['posix.system', run('posix', 'system'), /asks for posix\.system/],
  ['eval', run('builtins', 'eval'), /asks for builtins\.eval/],
  ['getattr', run('builtins', 'getattr'), /asks for builtins\.getattr/],
  ['a name within an allowed one', run('torch._utils', '_rebuild_tensor'), /torch\._utils\._rebuild_tensor,/],
  ['a dotted name', run('collections', 'OrderedDict.__init__'), /collections\.OrderedDict\.__init__,/],
  ['a module in the name', run('torch', '_utils._rebuild_tensor_v2.x'), /asks for torch\._utils/],
  ['torch.load', run('torch', 'load'), /asks for torch\.load/],
  ['torch.storage._load_from_bytes', run('torch.storage', '_load_from_bytes'), /_load_from_bytes/],
  ['an escape of the terminal', run('os', '\x1b[2J'), /asks for os\.\\u001b\[2J,/],
  ['a name without end', ofPickle(pickle(op(`c${'a'.repeat(1000)}`))), /name that does not end/],
  ['a name at the end', ofPickle(op('\x80\x02cos')), /name that does not end/],
  [
    'a name by the stack',
    ofPickle(pickle(text('os'), text('system'), op('\x93'))),
    /opcode STACK_GLOBAL \(0x93\)/,
  ],
  ['INST', ofPickle(pickle(op('(ios\nsystem\n'))), /opcode INST \(0x69\)/],
  ['OBJ', ofPickle(pickle(op('(o'))), /opcode OBJ \(0x6f\)/],
  ['NEWOBJ', ofPickle(pickle(float, op(')\x81'))), /opcode NEWOBJ \(0x81\)/],
  ['EXT1', ofPickle(pickle(op('\x82\x01'))), /opcode EXT1 \(0x82\)/],
  ['EXT4', ofPickle(pickle(op('\x84\x01\0\0\0'))), /opcode EXT4/],
  ['PERSID', ofPickle(pickle(op('Pstorage\n'))), /opcode PERSID/],
  ['a text that Python would evaluate', ofPickle(pickle(op("S'a'\n"))), /opcode STRING/],
  ['an integer in digits', ofPickle(pickle(op(`I${'9'.repeat(9)}\n`))), /opcode INT /],
  ['a byte that is no opcode', ofPickle(pickle(op('\xff'))), /byte 0xff at 2, which is no opcode/],
];

const calls: [string, Uint8Array, RegExp][] = [
  [
    'calling a class of storages',
    ofPickle(pickle(call(float, int(4)))),
    /calls the name torch\.FloatStorage/,
  ],
  ['calling a text', ofPickle(pickle(call(text('os.system'), text('true')))), /calls a string/],
  ['calling a dictionary', ofPickle(pickle(op('}'), tuple(), op('R'))), /calls a dictionary/],
  ['arguments that are no tuple', ofPickle(pickle(float, op('}R'))), /calls the name/],
  ['a dictionary from something', run('collections', 'OrderedDict'), /makes an OrderedDict from something/],
  ['attributes of a dictionary', ofPickle(pickle(op('}}b'))), /gives attributes to what is no OrderedDict/],
  ['attributes of a tensor', ofPickle(pickle(tensor({ shape: [4] }), op('}b'))), /attributes to what is no/],
  ['attributes that are none', ofPickle(pickle(orderedDict(), op('Nb'))), /attributes to what is no/],
  [
    'a tensor of no storage',
    rebuild(text('0'), int(0), shape, stride, no, orderedDict()),
    /makes a tensor of something that is no storage/,
  ],
  ['a tensor of nothing', rebuild(), /makes a tensor of something that is no storage/],
  [
    'a tensor with too little',
    rebuild(whole, int(0), shape),
    /makes a tensor of something that is no storage/,
  ],
  [
    'a negated tensor',
    rebuild(whole, int(0), shape, stride, no, orderedDict(), op('}')),
    /conjugated, negated/,
  ],
  ['hooks', rebuild(whole, int(0), shape, stride, no, dictionary({ a: int(1) })), /tensor with hooks/],
  ['no flag', rebuild(whole, int(0), shape, stride, int(1), orderedDict()), /requires_grad that is no flag/],
  [
    'a parameter of a text',
    ofState(call(global('torch._utils', '_rebuild_parameter'), text('x'))),
    /parameter of/,
  ],
  ['another persistent id', persistent(text('module'), float, text('0'), text('cpu'), int(4)), /no storage/],
  [
    'a class that is no storage',
    persistent(text('storage'), text('x'), text('0'), text('cpu'), int(4)),
    /no storage/,
  ],
  [
    'a view in a persistent id',
    persistent(text('storage'), float, text('0'), text('cpu'), int(4), op('N')),
    /no storage/,
  ],
  [
    'a persistent id that is no tuple',
    ofPickle(pickle(text('x'), op('Q'))),
    /for a persistent id, not a tuple/,
  ],
  [
    'a storage outside',
    persistent(text('storage'), float, text('../1'), text('cpu'), int(4)),
    /storage "\.\.\/1"/,
  ],
  ['a number for a key', persistent(text('storage'), float, int(0), text('cpu'), int(4)), /storage a number/],
];

/** A pickle that nests a million tuples, and one whose values would be 2^60 if each were written out. */
const deep = Buffer.alloc(900_000, '\x85', 'latin1');
const doubled = Buffer.concat(
  Array.from({ length: 60 }, (_, i) => op(`q${String.fromCharCode(i)}h${String.fromCharCode(i)}\x86`)),
);

const shapes: [string, Uint8Array, RegExp][] = [
  ['a long text', ofPickle(pickle(uint32('X', 2 ** 32 - 1))), /asks for 4294967295 bytes where 1 are left/],
  ['a long number', ofPickle(pickle(op('\x8a\xff'))), /asks for 255 bytes where/],
  [
    'a number of 255 bytes',
    ofPickle(pickle(op('\x8a\xff'), Buffer.alloc(255, 1))),
    /a whole number of 255 bytes/,
  ],
  [
    'a number that nothing counts',
    ofPickle(pickle(op('\x8a\x08'), Buffer.alloc(8, 0x7f))),
    /which nothing can count/,
  ],
  ['LONG4', ofPickle(pickle(uint32('\x8b', 2 ** 31 - 1))), /opcode LONG4/],
  ['a text of 8 length bytes', ofPickle(pickle(op('\x8e'), Buffer.alloc(8, 255))), /opcode BINBYTES8/],
  ['a text that is no UTF-8', ofPickle(pickle(uint32('X', 1), op('\xff'))), /not valid UTF-8/],
  ['a pickle without end', ofPickle(op('\x80\x02}')), /asks for 1 bytes where 0 are left/],
  ['a pickle that ends in an opcode', ofPickle(op('\x80\x02K')), /asks for 1 bytes where 0 are left/],
  ['an empty pickle', ofPickle(op('')), /asks for 2 bytes where 0 are left/],
  [
    'bytes after the end',
    ofPickle(Buffer.concat([pickle(op('}')), op('cos\nsystem\n')])),
    /stops before its end/,
  ],
  ['values after the end', ofPickle(pickle(op('}}'))), /stops before its end/],
  ['a mark after the end', ofPickle(pickle(op('(}'))), /stops before its end/],
  ['nothing at the end', ofPickle(pickle()), /takes a value where it has none/],
  ['a value below a mark', ofPickle(pickle(op('}(s'))), /takes a value where it has none/],
  ['a mark that is none', ofPickle(pickle(op('}u'))), /goes back to a mark where it has none/],
  ['a value that nobody remembered', ofPickle(pickle(op('h\x05'))), /recalls value 5/],
  ['remembering nothing', ofPickle(pickle(op('q\x05'))), /takes a value where it has none/],
  ['protocol 0', ofPickle(op('(dp0\n.')), /data\.pkl is no pickle/],
  ['protocol 5', ofPickle(op('\x80\x05}.')), /of protocol 5, not 2/],
  ['a protocol within', ofPickle(pickle(op('\x80\x02}'))), /opcode PROTO/],
  ['a deep pickle', ofPickle(pickle(op('N'), deep)), /holds a tuple, not a dictionary/],
  ['a pickle that doubles', ofPickle(pickle(op('N'), doubled)), /holds a tuple, not a dictionary/],
  [
    'a dictionary in itself',
    ofPickle(pickle(op('}q\0('), text('a'), op('h\0u'))),
    /a dictionary under "a", not a/,
  ],
  ['too many opcodes', ofPickle(pickle(Buffer.alloc(1_000_001, 'N'))), /more than 1000000 opcodes/],
  [
    'a memo of many',
    ofPickle(pickle(op('N'), ...Array.from({ length: 9 }, (_, i) => uint32('r', 2 ** 32 - 1 - i)))),
    /holds None/,
  ],
  ['a large pickle', ofPickle(Buffer.alloc(32_000_001)), /has 32000001 bytes, more than/],
  ['a number as key', ofPickle(pickle(op('}K\x01Ns'))), /a key that is no text/],
  ['an odd item', ofPickle(pickle(op('}(Nu'))), /items to what is no dictionary/],
  ['items of a tuple', ofPickle(pickle(op(')'), text('a'), op('Ns'))), /items to what is no dictionary/],
  [
    'a name twice',
    ofPickle(pickle(op('}'), items({ a: op('N') }), items({ a: op('N') }))),
    /the name "a" twice/,
  ],
  ['no dictionary', ofPickle(pickle(tensor({ shape: [4] }))), /holds a tensor, not a dictionary/],
  ['a tensor that is none', ofState(text('x')), /holds a string under "weight", not a tensor/],
];

const views: [string, Uint8Array, RegExp][] = [
  ['a missing storage', ofView({ storage: '1' }), /"weight": its storage data\/1 is missing/],
  [
    'a storage of more numbers',
    ofView({ elements: 5 }),
    /data\/0 has 16 bytes where 5 numbers of F32 take 20/,
  ],
  ['a storage of fewer numbers', ofView({ elements: 3, shape: [3] }), /has 16 bytes where 3 numbers/],
  ['a storage of another type', ofView({ dtype: 'F64' }), /has 16 bytes where 4 numbers of F64 take 32/],
  ['a negative length', ofView({ elements: -4 }), /has -4 in the length of storage 0/],
  ['a negative size', ofView({ shape: [-4] }), /has -4 in the shape of a tensor/],
  ['a negative offset', ofView({ offset: -1 }), /has -1 in the offset of a tensor/],
  ['a negative stride', ofView({ strides: [-1] }), /has -1 in the strides of a tensor/],
  ['an offset past the end', ofView({ offset: 1 }), /\[4\] at 1 reaches past the 4 numbers/],
  ['an empty tensor past the end', ofView({ shape: [0], strides: [1], offset: 5 }), /reaches past/],
  ['a shape past the end', ofView({ shape: [5] }), /\[5\] at 0 reaches past/],
  ['strides past the end', ofView({ shape: [2], strides: [4] }), /\[2\] at 0 reaches past/],
  ['a shape of 2^62', ofView({ shape: [2 ** 31, 2 ** 31] }), /reaches past/],
  [
    'a shape of 2^1000',
    ofView({ shape: Array(20).fill(2 ** 50), strides: Array(20).fill(2 ** 50) }),
    /reaches past/,
  ],
  ['too many dimensions', ofView({ shape: Array(65).fill(1) }), /65 dimensions with 65 strides/],
  ['more strides than dimensions', ofView({ strides: [1, 1] }), /1 dimensions with 2 strides/],
];

const state = pickle(dictionary({ weight: tensor({ shape: [4] }) }));
const [data, byteorder, storage, version] = torchParts(state, [four]);
const changed = (change: Partial<ZipPart>, options?: ZipOptions) =>
  zip([data, byteorder, { ...storage, ...change }, version], options);
const added = (...parts: ZipPart[]) => zip([data, byteorder, storage, ...parts]);
const good = zip([data, byteorder, storage, version]);
const big = (...numbers: bigint[]) => ({ extra: zip64Extra(...numbers) });
const MOST = 2 ** 32 - 1;

const zips: [string, Uint8Array, RegExp][] = [
  ['a compressed entry', changed({ method: 8 }), /entry "archive\/data\/0" is compressed/],
  ['an encrypted entry', changed({ flags: 0x801 }), /stored file: 16 != 16|is encrypted/],
  ['strong encryption', changed({ flags: 0x840 }), /strong encryption is not supported/],
  ['an entry above', added({ name: 'archive/../x', data: four }), /invalid relative path: archive\/\.\.\/x/],
  ['an absolute entry', added({ name: '/etc/passwd', data: four }), /absolute path: \/etc\/passwd/],
  ['a drive', added({ name: 'C:/x', data: four }), /absolute path: C:\/x/],
  ['a backslash', added({ name: 'archive\\x', data: four }), /invalid characters in fileName/],
  ['an escape in a name', added({ name: '/\x1b[2J\n', data: four }), /absolute path: \/\?\[2J\?/],
  ['two entries of one name', added(storage), /two entries "archive\/data\/0"/],
  ['another name in the entry', changed({ localName: 'archive/data/1' }), /has another header than/],
  ['an entry on another', changed({ offset: 0 }), /has another header than the directory says/],
  [
    'a size that overlaps the next',
    changed({ size: 64 }),
    /"archive\/data\/0" and "archive\/version" overlap/,
  ],
  ['a size past the end', changed({ size: 10 ** 6 }), /file data overflows file bounds/],
  ['two sizes', changed({ unpackedSize: 17 }), /size mismatch for stored file: 16 != 17/],
  ['a place past the end', changed({ offset: 2 ** 31 }), /asks for 30 bytes at 2147483648, past the end/],
  ['a place within a storage', changed({ offset: 7 }), /invalid local file header signature/],
  [
    'zip64 sizes past the end',
    changed({ size: MOST, ...big(2n ** 40n, 2n ** 40n) }),
    /overflows file bounds/,
  ],
  ['zip64 sizes that differ', changed({ size: MOST, ...big(16n, 17n) }), /size mismatch/],
  ['zip64 sizes left out', changed({ size: MOST, ...big(16n) }), /does not include compressed size/],
  [
    'a zip64 place past the end',
    changed({ offset: MOST, ...big(2n ** 63n) }),
    /at 9223372036854776000, past/,
  ],
  ['a cut extra field', changed({ extra: Buffer.from([1, 0, 255, 0]) }), /extra field length exceeds/],
  [
    'zip64: many entries',
    changed({}, { zip64: { entries: 2n ** 60n } }),
    /1152921504606847000 entries, more than 20000/,
  ],
  ['zip64: one entry more', changed({}, { zip64: { entries: 5n } }), /invalid central directory file header/],
  ['zip64: directory past the end', changed({}, { zip64: { directory: 2n ** 64n - 1n } }), /past the end/],
  ['zip64: end past the end', changed({}, { zip64: { at: 2n ** 62n } }), /past the end/],
  ['zip64: end that is none', changed({}, { zip64: { at: 0n } }), /invalid zip64 end of central directory/],
  ['a file cut short', good.subarray(0, -1), /End of central directory record signature not found/],
  ['a file cut in half', good.subarray(0, good.length >> 1), /signature not found/],
  ['bytes after the end', Buffer.concat([good, four]), /Invalid comment length/],
  ['only a beginning', good.subarray(0, 4), /is no zip file that can be read/],
  [
    'a byte that changed in data.pkl',
    changedByte(good, good.indexOf('weight')),
    /another checksum than its own/,
  ],
  ['no data.pkl', zip([byteorder, storage]), /without data\.pkl/],
  ['no entries', zip([byteorder], { zip64: { entries: 0n } }), /without data\.pkl/],
  ['data.pkl elsewhere', zip([byteorder, { ...data, name: 'other/data.pkl' }]), /without data\.pkl/],
  ['TorchScript', added({ name: 'archive/constants.pkl', data: four }), /is a TorchScript archive/],
  ['TorchScript code', added({ name: 'archive/code/__torch__.py', data: four, method: 8 }), /TorchScript/],
  [
    'another byte order',
    zip([data, { ...byteorder, data: op('middle') }, storage]),
    /neither little nor big/,
  ],
];

function changedByte(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at] ^= 1;
  return copy;
}

test('the file that is changed here is read as it is', async () => {
  writeFileSync(file, good);
  assert.deepEqual([...(await readTorchFile(file)).keys()], ['weight']);
});

for (const [group, cases] of Object.entries({ names, calls, shapes, views, zips }))
  test(`hostile ${group}: each one line`, async () => {
    for (const [what, bytes, message] of cases) await refused(what, bytes, message);
  });

test('20,001 entries are too many to be looked at', async () => {
  const parts = Array.from({ length: 20_001 }, (_, i) => ({ name: `archive/${i}`, data: four }));
  await refused('many entries', zip(parts), /20001 entries, more than 20000/);
});
