import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir, hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { define } from '../src/commands/reproduce.ts';
import { figureOf } from '../src/experiments/figures.ts';
import { readResult } from '../src/io/read-result.ts';
import { reproduce } from '../src/paper/reproduce.ts';
import { toSvg } from '../src/report/plot/vega.ts';
import { axeFindings, looksOf, noBrowser } from './support/chromium.ts';
import { emptyFolder, startLlmgeo } from './support/cli.ts';
import { meanOf } from './support/corpus-runs.ts';
import { csvRecords } from './support/csv-records.ts';
import { runHere } from './support/run-here.ts';
import { SILENT_RUN } from './support/silent-run.ts';

const FIGURES = ['fig1', 'fig1-measured', 'fig3', 'fig4', 'fig5', 'fig6', 'lasso', 'theory'];
const FILES = [
  'claims.csv',
  'report.html',
  'run.json',
  ...FIGURES.flatMap((name) => ['csv', 'json', 'svg'].map((extension) => `${name}.${extension}`)),
].sort();
const CLAIM_COLUMNS =
  'model,revision,layer,number,claim,kind,quantity,setting,value,low,high,threshold,verdict,p,r2,null_slope,predicted,skills,' +
  'control_mean,control_sd,control_low,control_high,control_seeds,control_passes,models,data';
const VERDICT = /^(holds|fails|by construction|also untrained|undecided|needs three sizes|depends on .+)$/;
const HELDOUT = fileURLToPath(new URL('../../models/heldout.jsonl', import.meta.url));

const parent = emptyFolder();
/** Two sizes on six documents; and, where an earlier run was, an untrained checkpoint on texts of which one is empty and one a token. */
const [two, one] = ['two', 'one'].map((name) => join(parent, name));
const mixed = join(parent, 'mixed.jsonl');
const MIXED = ['The king went home to his people and wept for a long time.', 'A', '', 'Once upon a time.'];
const ONE = ['--model', 'nano-s', '--revision', 'step0', '--file', mixed, '--quiet'];
const TWO = ['--model', 'nano-s,nano-xs', '--limit', '6', '--quiet', '--offline'];
const SEEDS = ['--control-seeds', '2'];
/** What commands alone print. */
const alone: Record<string, string> = {};

async function run(args: string[]): Promise<string> {
  const child = startLlmgeo(args);
  const [out, err]: string[][] = [[], []];
  child.stdout.setEncoding('utf8').on('data', (piece) => out.push(piece));
  child.stderr.setEncoding('utf8').on('data', (piece) => err.push(piece));
  const [code] = await once(child, 'close');
  assert.equal(code, 0, `${args.join(' ')}: ${err.join('')}`);
  assert.equal(err.join(''), '', args.join(' '));
  return out.join('');
}

async function runAlone(name: string, args: string[]): Promise<void> {
  const { status, stdout, stderr } = await runHere(args);
  assert.deepEqual([status, stderr], [0, ''], args.join(' '));
  alone[name] = stdout;
}

before(async () => {
  writeFileSync(mixed, MIXED.map((text) => `${JSON.stringify({ text })}\n`).join(''));
  const lasso = [
    'lasso',
    '--file',
    HELDOUT,
    ...TWO,
    '--max-tokens',
    '64',
    '--target',
    'last',
    '--format',
    'json',
  ];
  await Promise.all([
    (async () => {
      alone.glance = await run(['reproduce', ...TWO, ...SEEDS, '--max-tokens', '80', '-o', two]);
      await runAlone('alpha', lasso);
      await runAlone('lambda', [...lasso, '--convention', 'paper', '--strength', '0.4096']);
      await runAlone('fig5', ['distance', '--model', 'nano-s', '--revision', 'step0', '--quiet']);
    })(),
    (async () => {
      mkdirSync(one);
      writeFileSync(join(one, 'run.json'), '{"command": "reproduce", "files": {"old.csv": {}}}');
      writeFileSync(join(one, 'old.csv'), 'of an earlier run');
      writeFileSync(join(one, 'notes.txt'), 'not of llmgeo');
      await run(['reproduce', ...ONE, '-o', one]);
      await runAlone('fig3', ['infogain', '--by', 'length', '--control', ...ONE, '--max-tokens', '200']);
      await runAlone('fig1-measured', ['entropy', '--control', ...ONE, '--max-tokens', '200']);
      await runAlone('fig4', [
        'embed',
        ...ONE.filter((flag) => flag !== '--file' && flag !== mixed),
        '--vector',
        'mean,last,country',
      ]);
    })(),
  ]);
});

function text(folder: string, name: string): string {
  return readFileSync(join(folder, name), 'utf8');
}

function json(folder: string, name: string) {
  return JSON.parse(text(folder, `${name}.json`));
}

function claims(folder: string, number?: number): Record<string, string>[] {
  const [columns, ...rows] = csvRecords(text(folder, 'claims.csv'));
  const all = rows.map((row) => Object.fromEntries(columns.map((column, i) => [column, row[i]])));
  return all.filter((claim) => number === undefined || claim.number === String(number));
}

test('a folder of figures, claims, report and run.json, and nothing else', () => {
  assert.deepEqual(readdirSync(two).sort(), FILES);
});

test('where an earlier run was, its files are gone and those of others left', () => {
  assert.deepEqual(readdirSync(one).sort(), [...FILES, 'notes.txt'].sort());
  assert.equal(text(one, 'notes.txt'), 'not of llmgeo');
});

test('run.json names the machine, the time it took, and every file with its hash', () => {
  const { command, tool, host, seconds, started, folder, node, processors, ...rest } = JSON.parse(
    text(two, 'run.json'),
  );
  assert.equal(command, 'reproduce');
  assert.match(tool, /^llmgeo \d/);
  assert.equal(host, hostname());
  assert.ok(seconds > 0 && seconds < 600);
  assert.ok(Math.abs(Date.parse(started) - Date.now()) < 600_000);
  assert.deepEqual([folder, node], [two, process.version]);
  assert.ok(processors > 0);
  assert.deepEqual(rest.arguments, ['reproduce', ...TWO, ...SEEDS, '--max-tokens', '80', '-o', two]);
  assert.deepEqual(
    Object.keys(rest.files).sort(),
    FILES.filter((name) => name !== 'run.json'),
  );
  for (const [name, { bytes, sha256 }] of Object.entries<{ bytes: number; sha256: string }>(rest.files)) {
    const content = readFileSync(join(two, name));
    assert.equal(content.length, bytes);
    assert.equal(createHash('sha256').update(content).digest('hex'), sha256);
  }
});

test('no file but run.json knows a path, the host or the day', () => {
  const secrets = [
    parent,
    mixed,
    tmpdir(),
    homedir(),
    HELDOUT,
    process.cwd(),
    new Date().toISOString().slice(0, 10),
  ];
  if (hostname().length > 5) secrets.push(hostname()); // a shorter one may be a word
  for (const folder of [two, one])
    for (const name of FILES) {
      if (name === 'run.json') continue;
      const content = text(folder, name);
      for (const secret of secrets)
        if (secret.length > 1) assert.ok(!content.includes(secret), `${name} has ${secret}`);
    }
});

test('claims.csv: its columns, all 13 claims in order, known verdicts, numbers where there are numbers', () => {
  for (const folder of [two, one]) {
    assert.equal(text(folder, 'claims.csv').split('\n')[0], CLAIM_COLUMNS);
    const rows = claims(folder);
    const numbers = rows.map(({ number }) => Number(number));
    assert.deepEqual(
      [...new Set(numbers)],
      Array.from({ length: 13 }, (_, i) => i + 1),
    );
    assert.deepEqual(
      numbers,
      [...numbers].sort((a, b) => a - b),
    );
    for (const row of rows) {
      const { number, claim, kind, quantity, threshold, verdict, models, data } = row;
      assert.match(verdict, VERDICT);
      assert.match(kind, /^(claim|theorem|correction)$/);
      assert.ok(claim.startsWith(`${number} `) && quantity && threshold && models && data);
      assert.doesNotMatch(quantity + row.setting, /p =|R²|M =|off by/);
      for (const column of NUMBERS)
        assert.ok(row[column] === '' || Number.isFinite(Number(row[column])), column);
      const [low, value, high] = [row.low, row.value, row.high].map(Number);
      if (row.low !== '') assert.ok(low <= value && value <= high, quantity);
    }
  }
});

const NUMBERS = CLAIM_COLUMNS.split(',').filter((column) =>
  /^(value|low|high|p|r2|null_slope|predicted|skills|control_.*)$/.test(column),
);

test('the 13 claims with what they came to stand on stdout', () => {
  const [columns, ...rows] = csvRecords(alone.glance);
  assert.deepEqual(columns, ['number', 'title', 'kind', 'verdict', 'found']);
  assert.deepEqual(
    rows.map(([number]) => Number(number)),
    Array.from({ length: 13 }, (_, i) => i + 1),
  );
  for (const [number, title, kind, verdict, found] of rows) {
    const of = claims(two, Number(number));
    assert.ok(of.every((row) => row.claim === `${number} ${title}` && row.kind === kind));
    assert.ok(of.every((row) => verdict.includes(row.verdict)));
    assert.match(found, /^[A-Zf].*\.$/);
    assert.doesNotMatch(found, /undefined|null|NaN|Infinity/);
  }
});

test('an untrained model holds nowhere where an untrained model could', () => {
  const turned = claims(one).filter(({ control_seeds: seeds }) => seeds !== '');
  assert.ok(turned.length >= 13);
  for (const { number, quantity, setting, verdict, control_seeds: seeds } of turned) {
    assert.notEqual(verdict, 'holds', `${number} ${quantity} ${setting}`);
    assert.equal(seeds, '8', 'a small model has eight untrained ones beside it');
  }
  assert.deepEqual(
    new Set(claims(one).flatMap(({ number, revision }) => (number === '13' ? [] : [revision]))),
    new Set(['step0']),
  );
});

test('the control of a claim is the mean, spread and prediction interval of its seeds', () => {
  const [row] = claims(two, 9);
  const [mean, sd, low, high] = ['mean', 'sd', 'low', 'high'].map((name) => Number(row[`control_${name}`]));
  assert.equal(row.control_seeds, '2');
  const reach = 12.706204736174694 * sd * Math.sqrt(1.5);
  assert.ok(Math.abs(high - mean - reach) < 1e-12 && Math.abs(mean - low - reach) < 1e-12);
  assert.ok(sd > 0);
});

test('claims of two small models, smallest first', () => {
  const verdicts = (number: number) => claims(two, number).map(({ verdict }) => verdict);
  assert.deepEqual(verdicts(1), ['needs three sizes']);
  assert.deepEqual(verdicts(2), ['by construction', 'by construction']);
  assert.deepEqual(new Set([...verdicts(3), ...verdicts(5)]), new Set(['needs three sizes']));
  assert.deepEqual(new Set(verdicts(7)), new Set(['depends on the one vector']));
  assert.deepEqual(new Set([...verdicts(11), ...verdicts(12)]), new Set(['holds']));
  assert.deepEqual(
    [11, 12, 13, 8].map((number) => claims(two, number)[0].kind),
    ['theorem', 'correction', 'correction', 'claim'],
  );
  const [order] = claims(two, 3);
  assert.deepEqual([order.model, order.models], ['', 'nano-xs, nano-s']);
  assert.match(order.data, /^the 64 held-out documents \(6 texts, 80 tokens at most, sha256 [0-9a-f]{12}\)$/);
  assert.deepEqual(
    claims(two, 9).map(({ model, layer }) => [model, layer]),
    [
      ['nano-xs', '2'],
      ['nano-s', '4'],
    ],
  );
  for (const row of [3, 4, 5, 6, 7, 8, 9, 10].flatMap((number) => claims(two, number)))
    assert.notEqual(row.control_mean, '');
});

test('one model: no order to test, and one short text does not spoil the others', () => {
  for (const number of [1, 3, 5])
    for (const { verdict, value } of claims(one, number))
      assert.deepEqual([verdict, value], ['needs three sizes', '']);
  const [falls] = claims(one, 4);
  assert.match(falls.setting, /T <= \d+ \(2 of 3 texts\)/);
  assert.match(falls.data, /\(4 texts, 200 tokens at most, sha256 [0-9a-f]{12}\)$/);
});

test('claim 3 is the difference between the curves of fig3', () => {
  const { rows } = json(two, 'fig3');
  const at = (model: string, length: number, weights = 'trained') =>
    rows.find(
      (row: Record<string, unknown>) =>
        row.model === model && row.length === length && row.weights === weights,
    ).information_gain_per_dim_mean;
  const [narrow, , long] = claims(two, 3);
  assert.equal(narrow.setting, 'T = 16, per dimension, nano-s - nano-xs');
  assert.ok(Math.abs(Number(narrow.value) - (at('nano-s', 16) - at('nano-xs', 16))) < 1e-12);
  assert.match(long.setting, /^T = 80, per dimension/);
  assert.ok(Math.abs(Number(long.value) - (at('nano-s', 80) - at('nano-xs', 80))) < 1e-12);
  const drawn = at('nano-s', 16, 'untrained') - at('nano-xs', 16, 'untrained');
  // the mean and the standard deviation of two seeds give both back
  const half = Number(narrow.control_sd) / Math.SQRT2;
  assert.ok(Math.abs(Math.abs(drawn - Number(narrow.control_mean)) - half) < 1e-12);
});

test('claim 6 is what lasso alone finds for the last of the first 64 tokens, at both penalties', () => {
  for (const [at, name] of ['alpha', 'lambda'].entries()) {
    const targets: Record<string, unknown[] & number>[] = JSON.parse(alone[name]).summary.targets;
    for (const [size, model] of ['nano-xs', 'nano-s'].entries()) {
      const found = targets.filter((target) => (target.model as unknown) === model);
      assert.equal(found.length, 6);
      const [differ, sparser] = [claims(two, 6)[2 * size + at], claims(two, 6)[4 + 2 * size + at]];
      assert.deepEqual([differ.model, sparser.model], [model, model]);
      const jaccard = meanOf(found.map((target) => target.jaccard));
      assert.ok(Math.abs(Number(differ.value) - jaccard) < 1e-12);
      const more = found.map((target) => target.attention_picks.length - target.lasso_picks.length);
      assert.ok(Math.abs(Number(sparser.value) - meanOf(more)) < 1e-12);
    }
  }
});

test('claims 7 to 10 are the silhouettes of figures 4 to 6, with their intervals', () => {
  const silhouettes = json(two, 'fig4').summary.embeddings;
  const of = (vector: string, space: string, model = 'nano-xs') =>
    silhouettes.find((found: Record<string, unknown>) => found.vector === vector && found.model === model)
      .separation[space].context;
  const [last, country] = claims(two, 7);
  for (const [row, vector] of [
    [last, 'last'],
    [country, 'country'],
  ] as const) {
    const difference = of('mean', 'vectors').silhouette - of(vector, 'vectors').silhouette;
    assert.ok(Math.abs(Number(row.value) - difference) < 1e-12);
  }
  const plane = of('mean', 'pca');
  const [pca] = claims(two, 8);
  assert.deepEqual([pca.value, pca.low, pca.high].map(Number), [plane.silhouette, plane.low, plane.high]);
  const distances = [...json(two, 'fig5').summary.distances, ...json(two, 'fig6').summary.distances];
  const rows = [...claims(two, 9), ...claims(two, 10)].filter((row) => row.model === 'nano-s');
  const found = distances
    .filter(({ model }) => model === 'nano-s')
    .map(({ separation }) => separation.context);
  assert.deepEqual(
    rows.map(({ value, low, high, p }) => [value, low, high, p].map(Number)),
    found.map(({ silhouette, low, high, p_value }) => [silhouette, low, high, p_value]),
  );
});

test('claim 13 has the exponents of theory', () => {
  const [{ in_n, in_flops }] = json(two, 'theory').summary.exponents;
  assert.deepEqual(
    claims(two, 13)
      .slice(0, 4)
      .map(({ value }) => Number(value)),
    [in_n.unbounded, in_flops.unbounded, in_n.finite, in_flops.finite],
  );
});

test('fig3, fig1-measured, fig4 and fig5 are, byte for byte, what the commands alone print', () => {
  for (const name of ['fig3', 'fig1-measured', 'fig4', 'fig5'])
    assert.ok(text(one, `${name}.csv`) === alone[name], name);
});

test('csv and json of a figure hold the same rows; meta names the models that are in them', async () => {
  for (const name of FIGURES) {
    const { meta, rows, summary } = json(two, name);
    const csv = await readResult(join(two, `${name}.csv`));
    assert.deepEqual(csv.columns, Object.keys(rows[0]));
    assert.deepEqual(csv.rows, rows, name);
    assert.ok(Object.keys(summary).length > 0);
    const models = meta.models.map(
      ({ model, weights_seed }: Record<string, unknown>) => `${model} ${weights_seed}`,
    );
    const trained = ['nano-s null', 'nano-xs null'];
    const both = ['nano-s null', 'nano-s 0', 'nano-xs null', 'nano-xs 0'];
    assert.deepEqual(models, name === 'fig1' ? [] : /^fig(1-measured|3)$/.test(name) ? both : trained, name);
  }
  assert.deepEqual(
    json(two, 'fig4').meta.models.map(({ texts }: { texts: number }) => texts),
    [45, 45],
  );
});

test('each figure is redrawn from its json; the figure of Lasso shows the largest model', async () => {
  for (const name of FIGURES) {
    const result = await readResult(join(two, `${name}.json`));
    const rows = name === 'lasso' ? result.rows.filter(({ model }) => model === 'nano-s') : result.rows;
    assert.ok((await toSvg(figureOf({ ...result, rows }, name))) === text(two, `${name}.svg`), name);
  }
});

test('beyond half the width of the narrowest model fig3 says that sizes are not compared, where texts are so long', () => {
  assert.equal(json(two, 'fig3').meta.options.compared_length, 16);
  assert.match(text(two, 'fig3.svg'), /compared up to here/);
  assert.match(text(two, 'report.html'), /Sizes are compared within T &lt;= 16, half the width/);
});

test('the report names every claim, figure and file, and needs nothing else', () => {
  const html = text(two, 'report.html');
  const plain = html.replace(/<[^>]+>/g, ' ').replaceAll('&#39;', "'");
  for (const { claim } of claims(two)) {
    const words = claim.replace(/^\d+ ./, '');
    assert.ok(plain.includes(words), claim);
  }
  for (const figure of [
    'Figure 1',
    'Figure 1 measured',
    'Figure 3',
    'Figure 4',
    'Figure 5',
    'Figure 6',
    'Lasso',
    'Theory',
  ])
    assert.ok(plain.includes(figure), figure);
  for (const name of FILES)
    if (/^(fig|lasso|theory)/.test(name)) assert.ok(html.includes(`href="${name}"`), name);
  assert.equal(html.match(/<svg/g)!.length >= FIGURES.length, true);
  assert.doesNotMatch(html, /<script|<iframe|<object|@import|\ssrc="(?!data:)/);
  const elsewhere = [...html.matchAll(/(?:href|url)[=(]["']?([^"')>]+)/g)].map(([, target]) => target);
  for (const target of elsewhere)
    assert.ok(/^(#|data:|https:\/\/arxiv\.org\/abs\/)/.test(target) || existsSync(join(two, target)), target);
});

test('the report is one file under 3 MB that fits every window, drawings whole and their letters not too small', {
  skip: noBrowser,
}, async () => {
  const html = text(two, 'report.html');
  assert.ok(html.length < 3e6, `${html.length} bytes`);
  const looks = await looksOf(html, [360, 768, 1280, 2200]);
  assert.deepEqual(
    looks.map(({ width }) => width),
    [360, 768, 1280, 2200],
  );
  for (const { width, scrollWidth, drawings } of looks) {
    assert.ok(scrollWidth <= width, `${scrollWidth} pixels in a window of ${width}`);
    const shownOnce = new Set(drawings.map(({ figure }) => figure));
    assert.equal(shownOnce.size, FIGURES.length, `each figure is shown at ${width}`);
    assert.ok(width > 640 || drawings.length === FIGURES.length, 'on a phone in one layout alone');
    for (const { natural, shown, inside } of drawings) {
      assert.ok(inside, `a drawing hangs out of its frame at ${width}`);
      assert.ok(shown >= 0.9 * natural, `a drawing of ${natural} is shown on ${shown} pixels at ${width}`);
    }
  }
});

test('axe-core finds nothing in the report, by day and by night', { skip: noBrowser }, async () => {
  for (const scheme of ['light', 'dark'] as const)
    assert.deepEqual(await axeFindings(text(two, 'report.html'), scheme), [], scheme);
});

async function refused(args: string[], message: RegExp, hint: RegExp): Promise<void> {
  const { status, stdout, stderr } = await runHere(['reproduce', '--model', 'nano-xs', '--quiet', ...args]);
  assert.equal(status, 2, stderr);
  assert.equal(stdout, '');
  const [first, second, ...rest] = stderr.trimEnd().split('\n');
  assert.match(first, message);
  assert.match(second, hint);
  assert.deepEqual(rest, []);
}

test('a folder that is not its own and a missing parent are refused before any work', async () => {
  const foreign = emptyFolder();
  writeFileSync(join(foreign, 'thesis.txt'), 'mine');
  await refused(['-o', foreign], /files that are not of llmgeo reproduce \(thesis\.txt\)/, /empty folder/);
  assert.deepEqual(readdirSync(foreign), ['thesis.txt']);
  await refused(['-o', join(foreign, 'missing', 'report')], /missing does not exist/, /mkdir -p/);
  assert.deepEqual(readdirSync(foreign), ['thesis.txt']);
});

test('untrained models always run: --control says nothing, and one of them would not do', () => {
  const parse = (...args: string[]) => {
    const command = new Command().exitOverride().configureOutput({ writeErr: () => {} });
    define(command);
    command.parse(args, { from: 'user' });
  };
  assert.throws(() => parse('--control'), { code: 'commander.unknownOption' });
  assert.throws(
    () => parse('--control-seeds', '1'),
    /--control-seeds "1" is not a whole number from 2 to 1000/,
  );
});

test('several layers or revisions are refused, and nothing is written', async () => {
  const folder = join(emptyFolder(), 'report');
  await refused(['--layer', '0,last', '-o', folder], /--layer 0,last names several layers/, /one layer/);
  await refused(
    ['--revision', 'main,step64', '-o', folder],
    /main,step64 names several revisions/,
    /one revision/,
  );
  assert.ok(!existsSync(folder));
  const request = {
    models: ['nano-xs'],
    revisions: [],
    controlSeeds: [0],
    offline: true,
  };
  for (const layer of ['all', '0-1', '1,2'])
    await assert.rejects(
      reproduce(
        { ...request, layer, device: 'auto' },
        { texts: [{ index: 0, text: 'A' }], meta: {} },
        0,
        SILENT_RUN,
      ),
      /names several layers/,
    );
});
