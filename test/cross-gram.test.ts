import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Encoding, Tensor } from '../src/model/capture.ts';
import { Runner } from '../src/model/runner.ts';
import { fixturesModel, golden } from './support/goldens.ts';
import { random } from './support/random.ts';

async function withRunner(work: (runner: Runner) => Promise<void>): Promise<void> {
  const runner = await Runner.open(fixturesModel('tiny-a'));
  try {
    await work(runner);
  } finally {
    await runner.close();
  }
}

function randomStates(rows: number, width: number, seed: number): Tensor {
  const next = random(seed);
  return { dims: [rows, width], data: Float32Array.from({ length: rows * width }, () => next() - 0.4) };
}

/** Compares with a plain float64 product, relative to the lengths of the rows. */
function assertProduct(found: Float64Array, a: Tensor, b: Tensor, what = ''): void {
  const [[m, d], [n]] = [a.dims, b.dims];
  assert.equal(found.length, m * n);
  const squared = ({ data }: Tensor, row: number) =>
    data.subarray(row * d, (row + 1) * d).reduce((sum, x) => sum + x * x, 0);
  for (let i = 0; i < m; i++)
    for (let j = 0; j < n; j++) {
      let dot = 0;
      for (let k = 0; k < d; k++) dot += a.data[i * d + k] * b.data[j * d + k];
      const scale = Math.sqrt(squared(a, i) * squared(b, j));
      assert.ok(Math.abs(found[i * n + j] - dot) <= 1e-12 * scale, `${what} ${i}, ${j}: ${found[i * n + j]}`);
    }
}

test('products of all rows of one set with all of another, in float64', () =>
  withRunner(async (runner) => {
    for (const [m, n, d] of [
      [1, 1, 1],
      [3, 5, 7],
      [40, 1, 64],
      [130, 70, 96],
    ]) {
      const [a, b] = [randomStates(m, d, m), randomStates(n, d, n + 100)];
      assertProduct(await runner.crossGram(a, b), a, b, `(${m}, ${d}) x (${n}, ${d})`);
    }
  }));

test('sums are float64: in float32 the large products would swallow the small one', () =>
  withRunner(async (runner) => {
    const a = { dims: [1, 3], data: Float32Array.of(2 ** 20, 1, -(2 ** 20)) };
    const b = { dims: [1, 3], data: Float32Array.of(2 ** 20, 2 ** -10, 2 ** 20) };
    assert.deepEqual(await runner.crossGram(a, b), Float64Array.of(2 ** -10));
  }));

test('of one text with itself it is the Gram matrix of the run, and the sets stay usable', () =>
  withRunner(async (runner) => {
    const ids = golden('tiny-a').cases.t33.ids;
    for await (const { hidden, gram } of runner.encode([ids], { hidden: [4], gram: [4] })) {
      const states = hidden.get(4)!;
      const found = await runner.crossGram(states, states);
      const G = gram.get(4)!;
      for (let i = 0; i < 33; i++)
        for (let j = 0; j < 33; j++)
          assert.ok(
            Math.abs(found[i * 33 + j] - G[i * 33 + j]) <= 1e-12 * Math.sqrt(G[i * 34] * G[j * 34]),
            `${i}, ${j}`,
          );
      assert.equal(states.data.length, 33 * 64);
    }
  }));

test('between two texts it is their block of the joint Gram matrix', () =>
  withRunner(async (runner) => {
    const { t7, t33 } = golden('tiny-a').cases;
    const encodings: Encoding[] = [];
    for await (const encoding of runner.encode([t7.ids, t33.ids], { hidden: [4] })) encodings.push(encoding);
    const [a, b] = encodings.map(({ hidden }) => hidden.get(4)!);
    const [ab, ba] = [await runner.crossGram(a, b), await runner.crossGram(b, a)];
    assertProduct(ab, a, b);
    for (let i = 0; i < 7; i++)
      for (let j = 0; j < 33; j++)
        assert.ok(Math.abs(ab[i * 33 + j] - ba[j * 7 + i]) <= 1e-12 * Math.abs(ab[i * 33 + j]) + 1e-12);
  }));

test('asked for while texts run, each answer belongs to its question', () =>
  withRunner(async (runner) => {
    const texts = Array.from({ length: 40 }, (_, i) => Array(100).fill(i));
    const questions = [5, 6, 7].map((rows) => [randomStates(rows, 64, rows), randomStates(9, 64, 1)]);
    const alone = await runner.crossGram(questions[0][0], questions[0][1]);
    const answers: Promise<Float64Array>[] = [];
    let seen = 0;
    for await (const { index, tokens, gram } of runner.encode(texts, { gram: [0, 4] })) {
      assert.equal(index, seen++);
      assert.equal(tokens, 100);
      assert.equal(gram.get(4)!.length, 100 * 100);
      if (index === 0 || index === 20) for (const [a, b] of questions) answers.push(runner.crossGram(a, b));
      if (index === 30) assert.deepEqual(await runner.crossGram(questions[0][0], questions[0][1]), alone);
    }
    assert.equal(seen, 40);
    for (const [i, answer] of (await Promise.all(answers)).entries())
      assertProduct(answer, questions[i % 3][0], questions[i % 3][1], `answer ${i}`);
  }));

test('sets of different width are an error, and the runner goes on', () =>
  withRunner(async (runner) => {
    await assert.rejects(runner.crossGram(randomStates(2, 64, 1), randomStates(2, 32, 2)), Error);
    const a = randomStates(2, 64, 1);
    assertProduct(await runner.crossGram(a, a), a, a);
  }));

test('a closed runner multiplies no more', async () => {
  const runner = await Runner.open(fixturesModel('tiny-a'));
  const a = randomStates(2, 64, 1);
  await runner.close();
  await assert.rejects(runner.crossGram(a, a), /was closed/);
});
