import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { InputError } from '../src/errors.ts';
import type { Capture, Encoding } from '../src/model/capture.ts';
import { Runner } from '../src/model/runner.ts';
import { fixturesModel, golden } from './support/goldens.ts';
import { HIDDEN_TOLERANCE, parity, rowError, wholeCases } from './support/parity.ts';

const FOLDER = fixturesModel('tiny-a');

async function encodeAll(runner: Runner, texts: number[][], capture: Capture): Promise<Encoding[]> {
  const encodings: Encoding[] = [];
  for await (const encoding of runner.encode(texts, capture)) encodings.push(encoding);
  return encodings;
}

async function withRunner(work: (runner: Runner) => Promise<void>, folder = FOLDER): Promise<void> {
  const runner = await Runner.open(folder);
  try {
    await work(runner);
  } finally {
    await runner.close();
  }
}

test('padding a batch changes no real token', () =>
  withRunner(async (runner) => {
    const long = golden('tiny-a').cases.t33.ids;
    const texts = [long, long.slice(0, 30), long.slice(3), long.slice(1, 29)];
    const capture: Capture = {
      hidden: [0, 1, 2, 3, 4],
      attention: { blocks: [3], heads: 'mean', rows: 'all' },
    };
    const together = await encodeAll(runner, texts, capture);
    for (const [i, text] of texts.entries()) {
      const [alone] = await encodeAll(runner, [text], capture);
      for (const [layer, { data, dims }] of together[i].hidden) {
        const expected = Float64Array.from(alone.hidden.get(layer)!.data);
        assert.deepEqual(dims, [text.length, 64]);
        const error = rowError(data, expected, 64);
        assert.ok(error < HIDDEN_TOLERANCE, `text ${i}, layer ${layer}: ${error}`);
      }
      const [mean, meanAlone] = [together[i], alone].map(({ attention }) => attention.get(3)!.data);
      mean.forEach((weight, at) => {
        assert.ok(Math.abs(weight - meanAlone[at]) < 1e-5);
      });
    }
  }));

test('results come in order, each with what was asked and nothing else', () =>
  withRunner(async (runner) => {
    const cases = wholeCases(golden('tiny-a'));
    const encodings = await encodeAll(
      runner,
      cases.map(({ ids }) => ids),
      { hidden: [2], gram: [4] },
    );
    assert.deepEqual(
      encodings.map(({ index }) => index),
      cases.map((_, i) => i),
    );
    for (const [i, { hidden, gram, attention, tokens }] of encodings.entries()) {
      assert.equal(tokens, cases[i].ids.length);
      assert.deepEqual([...hidden.keys()], [2]);
      assert.deepEqual([...gram.keys()], [4]);
      assert.equal(attention.size, 0);
      assert.ok(parity(encodings[i], cases[i]).hidden < HIDDEN_TOLERANCE);
    }
  }));

test('the Gram matrix is H Hᵀ in float64, before and after the final LayerNorm', () =>
  withRunner(async (runner) => {
    const ids = golden('tiny-a').cases.t7.ids;
    const [{ hidden, gram }] = await encodeAll(runner, [ids], {
      hidden: [4, 'last-raw'],
      gram: [4, 'last-raw'],
    });
    for (const layer of [4, 'last-raw'] as const) {
      const H = hidden.get(layer)!.data;
      const G = gram.get(layer)!;
      for (let i = 0; i < 7; i++)
        for (let j = 0; j < 7; j++) {
          let dot = 0;
          for (let k = 0; k < 64; k++) dot += H[i * 64 + k] * H[j * 64 + k];
          assert.ok(Math.abs(G[i * 7 + j] - dot) <= 1e-12 * Math.abs(G[i * 7 + i]));
        }
    }
    assert.notDeepEqual(hidden.get(4), hidden.get('last-raw'));
  }));

test('chosen attention rows and the head mean are those of the full attention', () =>
  withRunner(async (runner) => {
    const { t7, t33 } = golden('tiny-a').cases;
    const texts = [t33.ids, t33.ids.slice(0, 29), t7.ids];
    const ask = async (heads: 'all' | 'mean', rows: 'all' | 'last' | number[]) =>
      (await encodeAll(runner, texts, { attention: { blocks: [1], heads, rows } })).map(
        (e) => e.attention.get(1)!,
      );
    const full = await ask('all', 'all');
    const last = await ask('mean', 'last');
    const two = await ask('all', [0, 5]);
    for (const [i, { length: T }] of texts.entries()) {
      assert.deepEqual(
        [full[i].dims, last[i].dims, two[i].dims],
        [
          [4, T, T],
          [1, T],
          [2, 4, T],
        ],
      );
      for (let key = 0; key < T; key++) {
        const heads = [0, 1, 2, 3].map((head) => full[i].data[(head * T + T - 1) * T + key]);
        assert.ok(Math.abs(last[i].data[key] - heads.reduce((a, b) => a + b) / 4) < 1e-6);
        for (let head = 0; head < 4; head++)
          assert.ok(
            Math.abs(two[i].data[(4 + head) * T + key] - full[i].data[(head * T + 5) * T + key]) < 1e-6,
          );
      }
    }
  }));

test('wrong ids and layers are refused by name', () =>
  withRunner(async (runner) => {
    const gram: Capture = { gram: [4] };
    const refused: [number[][], Capture, RegExp][] = [
      [[[1], [512]], gram, /text 1, position 0: token id 512 is outside the vocabulary of 512/],
      [[[-1]], gram, /token id -1/],
      [[[]], gram, /text 0 has no token/],
      [[Array(129).fill(1)], gram, /129 tokens, the model's context holds 128/],
      [[[1]], { gram: [5] }, /layer 5: the model has the layers 0 to 4/],
      [[[1, 2], [1]], { attention: { blocks: [0], heads: 'mean', rows: [1] } }, /attention row 1/],
      [[[1, 2]], { attention: { blocks: [0], heads: 'mean', rows: [-1] } }, /attention row -1/],
      [[[1]], { attention: { blocks: [4], heads: 'mean', rows: 'all' } }, /attention layer 4/],
    ];
    for (const [texts, capture, message] of refused)
      await assert.rejects(
        encodeAll(runner, texts, capture),
        (e) => e instanceof InputError && message.test(e.message),
      );
  }));

test('ids may be of any integer type', () =>
  withRunner(async (runner) => {
    const texts = [[3, 500, 7], Int32Array.of(3, 500, 7), BigInt64Array.of(3n, 500n, 7n), [3n, 500n, 7n]];
    const grams: number[][] = [];
    for await (const { gram } of runner.encode(texts, { gram: [4] })) grams.push([...gram.get(4)!]);
    for (const gram of grams) assert.deepEqual(gram, grams[0]);
    await assert.rejects(async () => {
      for await (const _ of runner.encode([BigInt64Array.of(512n)], { gram: [4] }));
    }, /token id 512 is outside the vocabulary/);
  }));

test("an aborted run ends with the signal's reason, and the runner can run again", () =>
  withRunner(async (runner) => {
    const stop = new AbortController();
    const texts = Array(200).fill(Array(100).fill(7));
    const run = async () => {
      for await (const { index } of runner.encode(texts, { gram: [4] }, { signal: stop.signal }))
        if (index === 10) stop.abort(new Error('enough'));
    };
    await assert.rejects(run(), /^Error: enough$/);
    assert.equal((await encodeAll(runner, [[1, 2, 3]], { gram: [4] })).length, 1);
  }));

test('an abort stops the run between two blocks', () =>
  withRunner(async (runner) => {
    const stop = new AbortController();
    let blocks = 0;
    const onProgress = () => {
      blocks++;
      stop.abort();
    };
    const run = async () => {
      for await (const _ of runner.encode(
        [Array(128).fill(7)],
        { gram: [4] },
        { signal: stop.signal, onProgress },
      ));
    };
    await assert.rejects(run(), { name: 'AbortError' });
    assert.ok(blocks < 4, `${blocks} of 4 blocks were reported`);
  }));

test('runs side by side on one runner do not cancel each other', () =>
  withRunner(async (runner) => {
    const stop = new AbortController();
    const texts = Array(60).fill(Array(100).fill(7));
    const first = encodeAll(runner, texts, { gram: [4] });
    const second = (async () => {
      for await (const _ of runner.encode(texts, { gram: [4] }, { signal: stop.signal })) stop.abort();
    })();
    await assert.rejects(second, { name: 'AbortError' });
    assert.equal((await first).length, 60);
  }));

test('leaving the loop early stops the progress of what ran ahead', () =>
  withRunner(async (runner) => {
    let after = 0;
    let left = false;
    const onProgress = () => {
      if (left) after++;
    };
    for await (const _ of runner.encode(Array(20).fill(Array(128).fill(7)), { gram: [4] }, { onProgress }))
      break;
    left = true;
    assert.equal((await encodeAll(runner, [[1]], { gram: [4] })).length, 1);
    assert.equal(after, 0);
  }));

test('a corpus of 200,000 texts is taken', () =>
  withRunner(async (runner) => {
    const texts = Array(200_000).fill([7]);
    for await (const { index } of runner.encode(texts, { hidden: [0] })) {
      assert.equal(index, 0);
      break;
    }
  }));

test('a closed runner refuses to run', async () => {
  const runner = await Runner.open(FOLDER);
  await runner.close();
  await assert.rejects(encodeAll(runner, [[1]], { gram: [4] }), /was closed/);
  await runner.close();
});

test('what one model leaves behind in its thread changes nothing for the next', async () => {
  const states = async (folder: string) => {
    const runner = await Runner.open(folder);
    try {
      const [{ hidden }] = await encodeAll(runner, [[1, 2, 3]], { hidden: [1] });
      return hidden.get(1);
    } finally {
      await runner.close();
    }
  };
  const first = await states(FOLDER);
  const other = await states(fixturesModel('tiny-b'));
  assert.notDeepEqual(other?.dims, first?.dims);
  await assert.rejects(Runner.open(join(FOLDER, 'missing')), /missing/);
  assert.deepEqual(await states(FOLDER), first);
  assert.deepEqual(await states(fixturesModel('tiny-b')), other);
});

test('progress runs from 0 to 1', () =>
  withRunner(async (runner) => {
    const shares: number[] = [];
    const texts = [Array(100).fill(7), Array(10).fill(3)];
    for await (const _ of runner.encode(texts, { gram: [4] }, { onProgress: (share) => shares.push(share) }));
    assert.equal(shares.length, 8);
    assert.deepEqual(
      shares,
      shares.toSorted((a, b) => a - b),
    );
    assert.ok(Math.abs(shares.at(-1)! - 1) < 1e-12);
  }));

test('only the blocks that are needed run', () =>
  withRunner(async (runner) => {
    const blocks: number[] = [];
    for await (const _ of runner.encode(
      [[1, 2]],
      { hidden: [1] },
      { onProgress: (share) => blocks.push(share) },
    ));
    assert.deepEqual(blocks, [1]);
  }));

test('a device this build lacks is refused, not replaced', async () => {
  const missing = process.platform === 'darwin' ? 'dml' : 'coreml';
  await assert.rejects(
    Runner.open(FOLDER, { device: missing }),
    /this build of ONNX Runtime has no such device/,
  );
});

test('a folder without a checkpoint is refused', async () => {
  await assert.rejects(Runner.open('/nowhere'), InputError);
});

test('what is no list of texts, or no choice of attention, is named with the way out', () =>
  withRunner(async (runner) => {
    const one = [[1, 2, 3]];
    const attention = { blocks: [0], heads: 'mean', rows: 'last' };
    const refused: [texts: unknown, capture: unknown, message: RegExp, hint: RegExp][] = [
      [[1, 2, 3], { hidden: [0] }, /^text 0 is 1, not a list/, /\[\[1, 2, 3\]\]/],
      ['hello', { hidden: [0] }, /^the texts are "hello"/, /list of texts/],
      [['hello'], { hidden: [0] }, /^text 0 is "hello"/, /list of texts/],
      [[null], { hidden: [0] }, /^text 0 is null/, /list of texts/],
      [undefined, { hidden: [0] }, /^the texts are undefined/, /list of texts/],
      [[[1, 1.5]], { hidden: [0] }, /position 1: token id 1.5 is outside/, /tokenizer/],
      [[['7']], { hidden: [0] }, /position 0: token id "7" is outside/, /tokenizer/],
      [one, { attention: { ...attention, heads: 3 } }, /^attention heads 3 is unknown/, /'mean'/],
      [one, undefined, /^what to capture is undefined/, /hidden: \[0\]/],
      [one, {}, /^nothing to capture/, /hidden: \[0\]/],
      [one, { hiden: [0] }, /^no part to capture is called "hiden"/, /hidden, gram/],
      [one, { gram: 0 }, /^gram 0 is not a list of layers/, /hidden: \[0\]/],
      [one, { attention: { ...attention, heads: [0, 1] } }, /^attention heads 0,1 is unknown/, /'all'/],
      [one, { attention: { blocks: [0] } }, /^attention heads undefined/, /'all'/],
      [one, { attention: { blocks: [0], heads: 'all' } }, /^attention rows undefined/, /'last'/],
      [one, { attention: { ...attention, blocks: 0 } }, /^attention blocks 0 are not a list/, /blocks: /],
    ];
    for (const [texts, capture, message, hint] of refused)
      await assert.rejects(
        encodeAll(runner, texts as number[][], capture as Capture),
        (e) => e instanceof InputError && message.test(e.message) && hint.test(e.hint),
        String(message),
      );
  }));

test('options that are none are refused before anything is opened', async () => {
  for (const threads of [-1, 0, 1.5, Number.NaN])
    await assert.rejects(Runner.open(FOLDER, { threads }), /^InputError: threads .* is not a whole number/);
  await assert.rejects(
    Runner.open(FOLDER, { device: 'gpu' as 'cpu' }),
    /^InputError: device "gpu" is unknown/,
  );
});

test('disposing of a runner closes it', async () => {
  const runner = await Runner.open(FOLDER);
  await runner[Symbol.asyncDispose]();
  await assert.rejects(encodeAll(runner, [[1]], { hidden: [0] }), /was closed/);
});
