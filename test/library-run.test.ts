import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { formatResult } from '../src/formats.ts';
import {
  distance,
  draw,
  embed,
  entropy,
  InputError,
  infogain,
  lasso,
  readResult,
  run,
  theory,
} from '../src/index.ts';
import { emptyFolder, llmgeo } from './support/cli.ts';

const TEXTS = ['The king is in the palace.', 'The queen is in the garden.'];
const models = 'nano-xs';
const json = (result: Parameters<typeof formatResult>[0]) => [...formatResult(result, 'json')].join('');

test('a run gives what the command of the same name gives, to the last digit', async () => {
  const options = { metric: ['js', 'riemann'] } as const;
  const result = await run(distance, { models: ['nano-xs', 'nano-s'], texts: TEXTS, options, control: true });
  const flags = ['--metric', 'js,riemann', '--control', '--json', '-q'];
  const { stdout } = llmgeo(['distance', ...TEXTS, '-m', 'nano-xs,nano-s', ...flags]);
  assert.equal(json(result), stdout);
});

test('without texts and models it runs what its command runs', async () => {
  const { meta, rows } = await run(lasso);
  const [{ model }] = meta.models as { model: string }[];
  assert.deepEqual(
    [model, (meta.input as { source: string }).source],
    ['nano-l', "the paper's London sentence"],
  );
  assert.ok(rows.length > 50);
});

test('every experiment runs on texts of a program, and is drawn', async () => {
  const texts = TEXTS.flatMap((text, i) =>
    ['Yes', 'No', 'Why'].map((label) => ({ text: `${label}. ${text}`, context: `${i}`, label })),
  );
  const subject = { models, texts, revisions: 'main', threads: 1 };
  const results = [
    await run(entropy, subject),
    await run(infogain, { ...subject, options: { by: 'length' } }),
    await run(lasso, { ...subject, options: { targets: ['last'] } }),
    await run(embed, subject),
    await run(distance, subject),
    await run(theory, subject),
  ];
  for (const result of results) {
    assert.ok(result.rows.length > 0);
    assert.equal((result.meta.input as { texts: number }).texts, texts.length);
    assert.match(await draw(result, { width: 600 }), /^<svg [^>]*width="600"/);
  }
});

test('ids stand for texts, layers are numbers or words, seeds of untrained models a list', async () => {
  const ids = [5, 6, 7, 8];
  const subject = { models, texts: [{ ids: BigInt64Array.from(ids, BigInt) }], layer: [0, 2], maxTokens: 3 };
  const { rows, meta } = await run(entropy, { ...subject, control: [3, 4] });
  assert.deepEqual(
    rows.map(({ weights, layer, tokens }) => [weights, layer, tokens]),
    ['trained', 'untrained', 'untrained'].flatMap((weights) => [0, 2].map((layer) => [weights, layer, 3])),
  );
  assert.deepEqual(
    (meta.models as { weights_seed: number }[]).map(({ weights_seed }) => weights_seed),
    [null, 3, 4],
  );
  assert.equal((meta.input as { source: string }).source, 'ids');
});

test('who talks is told of notes, warnings and progress, and nobody else is', async () => {
  const said: string[] = [];
  const bar = { update: () => said.push('update'), stop: () => said.push('stop') };
  const talk = {
    note: (message: string) => said.push(message),
    progress: () => {
      said.push('progress');
      return bar;
    },
  };
  await run(entropy, { models, texts: [TEXTS[0], ''], maxTokens: 3, talk });
  for (const what of [
    'progress',
    'update',
    'stop',
    'nano-xs: left out 1 empty text',
    'nano-xs: cut 1 text at 3 tokens',
  ])
    assert.ok(said.includes(what), what);
});

test('a signal stops a run with its reason', async () => {
  const reason = new Error('enough');
  const stop = new AbortController();
  const progress = () => ({ update: () => stop.abort(reason), stop() {} });
  await assert.rejects(run(entropy, { models, signal: stop.signal, talk: { progress } }), reason);
});

test('what cannot be run is refused in words', async () => {
  for (const texts of [[], 'one', [3], [null], [{ label: 'x' }], {}])
    await assert.rejects(
      run(entropy, { models, texts: texts as string[] }),
      InputError,
      JSON.stringify(texts),
    );
  await assert.rejects(run(entropy, { models: 'nano-xxs', offline: true }), InputError);
  await assert.rejects(run(entropy, { models, texts: TEXTS, layer: 99 }), InputError);
  await assert.rejects(run(entropy, { models, texts: TEXTS, options: { eps: Number.NaN } }), InputError);
  for (const maxTokens of [0, -1, 1.5, Number.NaN])
    await assert.rejects(run(entropy, { models, texts: TEXTS, maxTokens }), InputError, `${maxTokens}`);
  const misspelt = { epsilon: 0.1 } as { eps?: number };
  await assert.rejects(run(entropy, { models, texts: TEXTS, options: misspelt }), /no option epsilon/);
  await assert.rejects(run(lasso, { models, texts: TEXTS }), /has no token "China"/);
  await assert.rejects(draw({ meta: {}, columns: ['a'], rows: [{ a: 1 }], summary: {} }), InputError);
});

test('a saved result is read and drawn as it was', async () => {
  const result = await run(infogain, { models, texts: [TEXTS[0]] });
  const file = join(emptyFolder(), 'result.json');
  writeFileSync(file, json(result));
  const read = await readResult(file);
  assert.deepEqual(read, JSON.parse(JSON.stringify(result)));
  assert.equal(await draw(read), await draw(result));
});
