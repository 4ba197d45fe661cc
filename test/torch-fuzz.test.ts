/** Mutated torch files: each is read right, or ends in one clear line. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { InputError } from '../src/errors.ts';
import { DTYPE_BYTES, type TensorTable } from '../src/model/stored-tensor.ts';
import { readTorchFile } from '../src/model/torch/torch-file.ts';
import { seededRandom } from '../src/random.ts';
import { MUTATED, Mutator } from './support/torch-mutations.ts';

/** So many files are mutated; every night 20,000. */
const MUTATIONS = Number(process.env.MUTATIONS ?? 300);
/** Makes the same files again. */
const SEED = Number(process.env.MUTATION_SEED ?? Date.now() % 2 ** 31);
/** No file may take longer. */
const SECONDS = 5;

const folder = mkdtempSync(join(tmpdir(), 'llmgeo-fuzz-'));
const file = join(folder, 'pytorch_model.bin');
after(() => rmSync(folder, { recursive: true }));

const read = (bytes: Uint8Array) => {
  writeFileSync(file, bytes);
  return readTorchFile(file);
};

/** The table, or null where the file was refused in one line. */
async function readOrRefused(bytes: Uint8Array): Promise<TensorTable | null> {
  try {
    return await read(bytes);
  } catch (error) {
    assert.ok(error instanceof InputError, (error as Error).stack);
    assert.ok(error.message.startsWith(`${file}: `) && error.message.length < 500, error.message);
    // "cannot be read" is what an error that nobody foresaw would say
    assert.doesNotMatch(error.message, /\p{Cc}|cannot be read:/u);
    return null;
  }
}

function checkWithin(table: TensorTable, size: number): void {
  for (const { begin, end, shape, dtype, unreadable } of table.values()) {
    assert.ok(begin >= 0 && begin <= end && end <= size);
    const bytes = shape.reduce((product, length) => product * length, DTYPE_BYTES.get(dtype)!);
    if (unreadable === undefined) assert.equal(end - begin, bytes);
  }
}

/** All but the places, which bytes that were put in or taken out move. */
const facts = (table: TensorTable) =>
  Array.from(table.values(), ({ begin, end, ...rest }) => ({ ...rest, bytes: end - begin }));

test(`${MUTATIONS} mutated files: each is read right or refused in one line`, async (t) => {
  const originals: TensorTable[] = [];
  for (const bytes of MUTATED) originals.push(await read(bytes));
  const mutator = new Mutator(seededRandom(SEED));
  let wereRead = 0;
  for (let i = 0; i < MUTATIONS; i++) {
    const { original, bytes, otherPickle } = mutator.next();
    try {
      const started = performance.now();
      const table = await readOrRefused(bytes);
      assert.ok(performance.now() - started < SECONDS * 1000, 'takes too long');
      if (table === null) continue;
      wereRead++;
      checkWithin(table, bytes.length);
      if (!otherPickle) assert.deepEqual(facts(table), facts(originals[original]));
    } catch (error) {
      throw new Error(`mutation ${i} (MUTATION_SEED=${SEED}): ${(error as Error).message}`, { cause: error });
    }
  }
  t.diagnostic(`${wereRead} of ${MUTATIONS} were read`);
});
