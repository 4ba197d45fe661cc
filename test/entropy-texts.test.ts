import assert from 'node:assert/strict';
import { test } from 'node:test';
import { entropyFigure } from '../src/experiments/entropy/figure.ts';
import { toSvg } from '../src/report/plot/vega.ts';
import type { Row } from '../src/report/result.ts';

function rowsOf(model: string, weights: string): Row[] {
  const entropy = { entropy_normalized: 0.5, entropy_ceiling: 1, effective_rank: 20 };
  return [10, 20].map((tokens, text) => ({
    model,
    revision: 'main',
    weights,
    layer: 2,
    text,
    tokens,
    ...entropy,
  }));
}

/** Colour and outline of each kind of point. */
async function marksOf(rows: Row[]): Promise<Set<string>> {
  const svg = await toSvg(entropyFigure({ meta: {}, columns: [], rows, summary: {} }));
  const points = svg.matchAll(/<path transform="[^"]*" d="([^"]+)" fill="(#\w+)"[^>]*opacity="0.85"/g);
  return new Set([...points].map(([, outline, colour]) => `${colour} ${outline}`));
}

test('a trained and an untrained model share a colour and differ in the shape of their points', async () => {
  const marks = await marksOf(
    ['a', 'b'].flatMap((model) => [rowsOf(model, 'trained'), rowsOf(model, 'untrained')].flat()),
  );
  assert.equal(marks.size, 4);
  assert.equal(new Set([...marks].map((mark) => mark.split(' ')[0])).size, 2);
});

test('one length: its ceiling is drawn from side to side; nothing defined: the panel says so', async () => {
  const [row] = rowsOf('a', 'trained');
  const rows = [{ ...row, effective_rank: null }];
  const svg = await toSvg(entropyFigure({ meta: {}, columns: [], rows, summary: {} }));
  assert.match(svg, /<line [^>]*x2="(-?)386"[^>]*stroke-dasharray="3,3"/);
  assert.equal(svg.match(/>undefined: the states do</g)?.length, 1);
  const both = await toSvg(
    entropyFigure({ meta: {}, columns: [], rows: rowsOf('a', 'trained'), summary: {} }),
  );
  assert.doesNotMatch(both, /undefined: /);
  assert.match(both, /<path [^>]*d="M[^"]+L[^"]+"[^>]*stroke-dasharray="3,3"/);
});

test('models without variants have one shape, and a colour each', async () => {
  const marks = await marksOf(['a', 'b', 'c'].flatMap((model) => rowsOf(model, 'trained')));
  assert.equal(marks.size, 3);
  assert.equal(new Set([...marks].map((mark) => mark.slice(mark.indexOf(' ')))).size, 1);
});
