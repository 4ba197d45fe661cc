import assert from 'node:assert/strict';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { InputError } from '../src/errors.ts';
import { openCheckpoint, requireTensor } from '../src/model/checkpoint.ts';
import { fixturesModel } from './support/goldens.ts';

const INDEX = 'model.safetensors.index.json';
const SHARDS = ['model-00001-of-00002.safetensors', 'model-00002-of-00002.safetensors'];

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'llmgeo-checkpoint-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const copy = (name: Parameters<typeof fixturesModel>[0]) =>
  cpSync(fixturesModel(name), folder, { recursive: true });
const write = (name: string, content: string | Uint8Array) => writeFileSync(join(folder, name), content);

async function rejectsWith(message: RegExp, hint = /./): Promise<void> {
  await assert.rejects(openCheckpoint(folder), (error: Error) => {
    assert.ok(error instanceof InputError, error.stack);
    assert.match(error.message, message);
    assert.match(error.hint, hint);
    return true;
  });
}

test('one file, two shards and odd offsets open', async () => {
  const a = await openCheckpoint(fixturesModel('tiny-a'));
  assert.equal(a.config.hidden_size, 64);
  assert.deepEqual(
    a.files.map((file) => basename(file)),
    ['model.safetensors'],
  );
  assert.equal(requireTensor(a, 'gpt_neox.embed_in.weight', [512, 64]).dtype, 'F16');
  assert.equal(a.tensors.get('gpt_neox.layers.0.attention.bias')?.dtype, 'U8');

  const b = await openCheckpoint(fixturesModel('tiny-b'));
  assert.deepEqual(
    b.files.map((file) => basename(file)),
    SHARDS,
  );
  assert.equal(b.tensors.size, 40);
  assert.equal(basename(requireTensor(b, 'gpt_neox.embed_in.weight', [331, 80]).file), SHARDS[0]);
  assert.equal(basename(requireTensor(b, 'embed_out.weight', [331, 80]).file), SHARDS[1]);

  const c = await openCheckpoint(fixturesModel('tiny-c'));
  const qkv = requireTensor(c, 'gpt_neox.layers.0.attention.query_key_value.weight', [216, 72], ['BF16']);
  assert.equal((qkv.begin - 8 - 3163) % 2, 1);
  assert.deepEqual(c.tensors.get('gpt_neox.layers.0.attention.masked_bias')?.shape, []);
});

test('links are followed, as the hub cache holds them', async () => {
  for (const file of ['config.json', 'model.safetensors'])
    symlinkSync(join(fixturesModel('tiny-c'), file), join(folder, file));
  assert.equal((await openCheckpoint(folder)).tensors.size, 30);
});

test('a tensor that is missing or does not fit is named with what was expected and found', async () => {
  const c = await openCheckpoint(fixturesModel('tiny-c'));
  const fails = (name: string, shape: number[], dtypes?: string[]) => {
    try {
      requireTensor(c, name, shape, dtypes);
    } catch (error) {
      assert.ok(error instanceof InputError);
      return `${error.message} | ${error.hint}`;
    }
    throw new Error(`${name} was accepted`);
  };
  assert.match(
    fails('embed_in.weight', [97, 72]),
    /embed_in.weight is missing; expected F16 or BF16 or F32 or F64 \[97, 72\].*gpt_neox.embed_in.weight/,
  );
  assert.match(fails('wpe', [1]), /wpe is missing.*no tensor there has a similar name/);
  assert.match(
    fails('embed_out.weight', [72, 97]),
    /embed_out.weight is BF16 \[97, 72\]; expected .* \[72, 97\]/,
  );
  assert.match(fails('embed_out.weight', [97, 72, 1]), /\[97, 72\]; expected/);
  assert.match(fails('embed_out.weight', [97, 72], ['F16']), /is BF16 \[97, 72\]; expected F16 \[97, 72\]/);
});

test('a folder that is missing, a file, empty or without weights', async () => {
  await assert.rejects(openCheckpoint(join(folder, 'absent')), /InputError: .*absent: does not exist/);
  await rejectsWith(/holds no config.json/);
  write('config.json', '{}');
  await assert.rejects(openCheckpoint(join(folder, 'config.json')), /is not a folder/);
  await rejectsWith(/holds no weights, none of model\.safetensors, .*, pytorch_model\.bin\.index\.json$/);
  write('pytorch_model-00001-of-00002.bin', '');
  await rejectsWith(/holds pytorch_model-00001-of-00002\.bin, but no index/, /\.index\.json/);
});

test('JSON that is broken or no object', async () => {
  copy('tiny-c');
  write('config.json', '{"hidden_size": ');
  await rejectsWith(/config.json: cannot be read as JSON/);
  write('config.json', '[1]');
  await rejectsWith(/config.json: is not a JSON object/);
  copy('tiny-b');
  unlinkSync(join(folder, 'model.safetensors'));
  for (const index of ['', 'null', '{"weight_map": ']) {
    write(INDEX, index);
    await rejectsWith(/model.safetensors.index.json: (cannot be read as JSON|is not a JSON object)/);
  }
});

test('a truncated weight file, single or shard', async () => {
  for (const name of ['tiny-c', 'tiny-b'] as const) {
    copy(name);
    const file = name === 'tiny-c' ? 'model.safetensors' : SHARDS[1];
    write(file, readFileSync(join(folder, file)).subarray(0, -1));
    await rejectsWith(new RegExp(`${file}: is cut short`));
    rmSync(join(folder, file));
  }
});

test('an index that lies', async () => {
  copy('tiny-b');
  const weightMap = JSON.parse(readFileSync(join(folder, INDEX), 'utf8')).weight_map;
  const index = (map: unknown) => write(INDEX, JSON.stringify({ weight_map: map }));

  for (const map of [undefined, [], {}, 'x']) {
    index(map);
    await rejectsWith(/weight_map is missing, empty or not an object/);
  }
  for (const name of [
    '../x.safetensors',
    'a/b.safetensors',
    'a\\b.safetensors',
    '..',
    '',
    'x.bin',
    3,
    null,
  ]) {
    index({ ...weightMap, extra: name });
    await rejectsWith(/places tensor extra in .*, not in a safetensors file of the folder/);
  }
  index({ ...weightMap, extra: 'model-00003-of-00003.safetensors' });
  await rejectsWith(/the shard model-00003-of-00003.safetensors is missing/);
});

test('a missing shard', async () => {
  copy('tiny-b');
  renameSync(join(folder, SHARDS[1]), join(folder, 'elsewhere'));
  await rejectsWith(/the shard model-00002-of-00002.safetensors is missing/);
});

test('an adapter names the model that it belongs to, even beside whole weights', async () => {
  copy('tiny-c');
  write('adapter_config.json', '{"base_model_name_or_path": "EleutherAI/pythia-70m"}');
  await rejectsWith(/holds an adapter .* of the model "EleutherAI\/pythia-70m"$/, /merge_and_unload/);
});

test('a file that may not be read is another fault than one that is no JSON', async () => {
  copy('tiny-c');
  rmSync(join(folder, 'config.json'));
  mkdirSync(join(folder, 'config.json'));
  await rejectsWith(/config.json: cannot be read: EISDIR/, /permissions/);
});
