import assert from 'node:assert/strict';
import { test } from 'node:test';
import { embedFigure } from '../src/experiments/embed/figure.ts';
import { type ScatterPoint, scatterPanel } from '../src/report/plot/scatter-panel.ts';
import { figure } from '../src/report/plot/theme.ts';
import { toSvg } from '../src/report/plot/vega.ts';
import type { Cell, Result } from '../src/report/result.ts';
import { placedWords } from './support/svg-words.ts';

function points(count: number, groups: (string | null)[]): ScatterPoint[] {
  return Array.from({ length: count }, (_, i) => ({
    x: i,
    y: (i * 7) % 10,
    group: groups[i % groups.length],
    label: `label${i}`,
  }));
}

function draw(points: ScatterPoint[]): Promise<string> {
  return toSvg(
    figure({
      title: 'Title',
      subtitle: [],
      panels: [scatterPanel({ title: 'Panel', x: 'across', y: 'up', points })],
    }),
  );
}

test('groups differ by colour and by shape, and stand in a legend', async () => {
  const svg = await draw(points(9, ['king', 'queen', null]));
  for (const text of ['Panel', 'across', 'up', 'king', 'queen', 'no context', 'label0'])
    assert.ok(svg.includes(`>${text}<`), text);
  const marks = [...svg.matchAll(/<path transform="[^"]*" d="([^"]+)" fill="([^"]+)"[^>]*opacity="0.85"/g)];
  assert.equal(marks.length, 9);
  assert.equal(new Set(marks.map(([, d]) => d)).size, 3);
  assert.equal(new Set(marks.map(([, , fill]) => fill)).size, 3);
});

test('the second line of a title stands below the first', async () => {
  const panel = scatterPanel({ title: 'Panel', subtitle: 'second', x: '', y: '', points: points(3, [null]) });
  const words = placedWords(await toSvg(figure({ title: 'Title', subtitle: [], panels: [panel] })));
  const [first, second] = ['Panel', 'second'].map((word) => words.find(({ text }) => text === word)!);
  assert.equal(first.x, second.x);
  assert.ok(second.y - first.y >= 11, `${first.y}, ${second.y}`);
});

test('one group has no legend, many points no labels', async () => {
  const svg = await draw(points(61, [null]));
  assert.ok(!svg.includes('no context<'));
  assert.ok(!svg.includes('label0<'));
});

test('a unit is as long on either axis', () => {
  const flat = points(10, [null]).map((point) => ({ ...point, y: point.y / 3 }));
  const spec = scatterPanel({ title: '', x: '', y: '', points: flat });
  const drawn = spec.draw({ width: 300, figure: 300 });
  const { x, y } = (drawn as unknown as { encoding: Record<string, { scale: { domain: [number, number] } }> })
    .encoding;
  const length = ([low, high]: [number, number]) => high - low;
  assert.ok(Math.abs(length(x.scale.domain) - length(y.scale.domain)) < 1e-12);
  assert.ok(x.scale.domain[0] < 0 && x.scale.domain[1] > 9);
});

test('one point, coinciding points and none are drawn', async () => {
  const same = { x: 3, y: 3, group: null, label: 'same' };
  for (const set of [[same], [same, same], []]) assert.match(await draw(set), /^<svg/);
});

/** Rows of `embed`, four texts a run. */
function result(runs: Record<string, Cell>[], umap: boolean): Result {
  const rows = runs.flatMap((run) =>
    [0, 1, 2, 3].map((text) => ({
      model: 'nano-xs',
      revision: 'main',
      layer: 2,
      text,
      ...run,
      pca_1: text,
      pca_2: text ** 2,
      umap_1: umap ? text : null,
      umap_2: umap ? -text : null,
    })),
  );
  return { meta: {}, columns: [], rows, summary: {} };
}

async function titles(of: Result): Promise<string[]> {
  const svg = await toSvg(embedFigure(of));
  return [...svg.matchAll(/>(\([a-z]\) [^<]+)</g)].map(([, title]) => title);
}

test('Figure 4: one vector before the means, and the PCA of the means alone', async () => {
  assert.deepEqual(await titles(result([{ vector: 'mean' }, { vector: 'last' }], true)), [
    '(a) UMAP of one vector, the last token',
    '(b) UMAP of mean vectors',
    '(c) PCA of mean vectors',
  ]);
});

test('one kind has both views; without a UMAP there is the PCA of each', async () => {
  assert.deepEqual(await titles(result([{ vector: 'country' }], true)), [
    '(a) UMAP of one vector, the country',
    '(b) PCA of one vector, the country',
  ]);
  assert.equal((await titles(result([{ vector: 'mean' }, { vector: 'last' }], false))).length, 2);
});

test('several models have a row of panels each, named', async () => {
  const runs = ['nano-xs', 'nano-s'].map((model) => ({ model, vector: 'mean' }));
  const svg = await toSvg(embedFigure(result(runs, true)));
  assert.equal(svg.match(/>nano-s</g)?.length, 2);
  assert.equal((await titles(result(runs, true))).length, 4);
});

test('the subtitle says the options of a UMAP where there is one, and the neighbours that the texts leave', () => {
  const subtitle = (umap: boolean) => {
    const meta = { options: { neighbors: 15, min_dist: 0.1, seed: 0 } };
    return embedFigure({ ...result([{ vector: 'mean' }], umap), meta }).title;
  };
  assert.match(JSON.stringify(subtitle(true)), /4 texts · 3 neighbours · min_dist 0.1 · seed 0"/);
  assert.match(JSON.stringify(subtitle(false)), /4 texts"/);
});

test('three thousand points are drawn smaller and paler than thirty', () => {
  const styleOf = (count: number) => {
    const panel = scatterPanel({ title: '', x: '', y: '', points: points(count, [null]) });
    const { layer } = panel.draw({ width: 300, figure: 300 }) as unknown as {
      layer: { mark: { size: number; opacity: number } }[];
    };
    return layer[0].mark;
  };
  const [few, many] = [styleOf(30), styleOf(3000)];
  assert.deepEqual([few.size, few.opacity], [50, 0.85]);
  assert.ok(many.size < few.size / 4 && many.size >= 6, `${many.size}`);
  assert.ok(many.opacity < 0.6, `${many.opacity}`);
});
