/** What every command shows on a terminal, from results that the commands themselves have saved. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { Command } from 'commander';
import stringWidth from 'string-width';
import { EXPERIMENTS } from '../src/experiments/index.ts';
import { readResult } from '../src/io/read-result.ts';
import { setQuiet } from '../src/io/talk.ts';
import { toTable } from '../src/report/formats/table.ts';
import type { Result } from '../src/report/result.ts';
import { type Page, pageOf } from '../src/report/terminal/page.ts';
import { emptyFolder } from './support/cli.ts';

/** The words of a command line after its name, split at spaces. */
const COMMANDS: Record<string, string> = {
  'infogain by token': 'infogain',
  'infogain as printed, all layers': 'infogain --model nano-xs --layer all --as-printed',
  'infogain by length': 'infogain --model nano-xs,nano-s 日本語ですね🙂 a.b.c',
  'entropy of one text': 'entropy --model nano-xs text',
  'entropy of many': 'entropy --model nano-xs --limit 30 --max-tokens 20',
  'entropy of models': 'entropy --model nano-xs,nano-s,nano-m --limit 3 --max-tokens 20 --control',
  'entropy of revisions': 'entropy --model nano-s --revision step0,step64,main --limit 2 --max-tokens 20',
  'entropy published': 'entropy --published',
  lasso: 'lasso',
  'lasso of all tokens': 'lasso --model nano-xs,nano-s --target all',
  'lasso of ids': 'lasso --model nano-xs --ids 12,7,9',
  'lasso path': 'lasso --path --max-tokens 12 --target last',
  'lasso of one long word': `lasso --model nano-xs ${'='.repeat(300)}`,
  embed: 'embed --model nano-xs',
  'embed of layers': 'embed --model nano-xs --layer 0,2 --vector mean,country --limit 5',
  distance: 'distance --model nano-xs',
  'distance of metrics': 'distance --model nano-xs --metric js,riemann,frobenius --limit 5',
  'distance matrix': 'distance --model nano-xs --limit 12 --matrix',
  theory: 'theory --model nano-xs',
  'models ls': 'models ls',
  'models verify': 'models verify nano-xs nano-s',
};

const results: Record<string, Result> = {};

before(async () => {
  setQuiet(true);
  process.env.HF_HOME = emptyFolder();
  for (const [name, line] of Object.entries(COMMANDS)) {
    const [verb, ...args] = line.split(' ');
    const file = join(emptyFolder(), 'result.json');
    const command = new Command(verb);
    const { define } = await import(new URL(`../src/commands/${verb}.js`, import.meta.url).href);
    define(command);
    await command.parseAsync([...args, '-o', file, '--quiet'], { from: 'user' });
    results[name] = await readResult(file);
  }
});

/** What a command that is an experiment says of its result. */
const answerOf = (name: string) =>
  EXPERIMENTS.find((experiment) => experiment.name === COMMANDS[name].split(' ')[0])?.answer;
const shownAt = (name: string, page: Page) =>
  [...toTable(results[name], { page, answer: answerOf(name) })].join('');

const screen = (columns: number) => ({ isTTY: true, columns, hasColors: () => true });
const onScreen = (name: string, columns: number, all = false) =>
  shownAt(name, pageOf(screen(columns), {}, all));
const lines = (name: string, columns: number, all = false) =>
  stripVTControlCharacters(onScreen(name, columns, all))
    .trimEnd()
    .split('\n');

test('no line of any command is wider than the terminal', () => {
  for (const name of Object.keys(COMMANDS))
    for (const columns of [20, 40, 60, 80, 200])
      for (const line of lines(name, columns))
        assert.ok(stringWidth(line) <= columns, `${name} at ${columns}: ${line}`);
});

test('no line ends in spaces, and none but a blank one between is empty', () => {
  for (const name of Object.keys(COMMANDS))
    for (const columns of [40, 80]) {
      assert.doesNotMatch(lines(name, columns).join('\n'), /[^\S\n]$|\n\n\n/m, name);
    }
});

test('a terminal has colours, a file and a pipe none, and the words are the same', () => {
  for (const name of Object.keys(COMMANDS)) {
    const plain = shownAt(name, pageOf(null, {}));
    assert.equal(plain, stripVTControlCharacters(plain), name);
    const screenful = onScreen(name, 80, true);
    assert.notEqual(screenful, stripVTControlCharacters(screenful), name);
  }
});

test('twenty rows at most, the answer before them', () => {
  const shown = lines('distance', 80);
  const answer = shown.findIndex((line) => /^context +0\.\d+ .* ≤ 1e-4/.test(line));
  const rows = shown.findIndex((line) => /^a +b +/.test(line));
  assert.ok(answer > 0 && answer < rows, shown.join('\n'));
  assert.equal(shown[rows + 21], '... 970 more: -o FILE or --all');
  assert.equal(lines('distance', 80, true).filter((line) => /more/.test(line)).length, 0);
  const theory = lines('theory', 80);
  assert.ok(
    theory.findIndex((line) => line.startsWith('holds: ')) <
      theory.findIndex((line) => /^theorem /.test(line)),
  );
});

test('lasso writes the sentence out, with its picks marked, beside the picks of the paper', () => {
  const shown = lines('lasso', 80).join('\n');
  const words = shown.replaceAll(/\n +/g, ' ');
  assert.match(words, /^\[China\] at 32 Is London the capital of .* the capital .*\[China\]\? No/m);
  assert.match(
    words,
    /the paper \(Pythia-1\.4B\): Lasso Russia France Beijing of capital, attention Is of capital/,
  );
  assert.match(words, /the paper \(Pythia-1\.4B\): Lasso \? \?, attention Is \. \? \. \. of \?/);
  assert.match(words, /the paper \(Pythia-1\.4B\): Lasso Yes Yes, attention Is \. \?/);
  const { targets } = results.lasso.summary as { targets: { target: string; lasso_picks: string[] }[] };
  for (const { lasso_picks } of targets)
    assert.ok(words.includes(`Lasso ${lasso_picks.length}: ${lasso_picks[0]} (`));
  assert.doesNotMatch(lines('lasso of one long word', 80).join('\n'), /the paper/);
});

test('every pick of the rows is marked in its sentence, and no other token', () => {
  const rows = results.lasso.rows.filter(({ target_position }) => target_position === 34);
  const written = lines('lasso', 200).find((line) => line.trimEnd().endsWith('[No]'))!;
  const marks = rows
    .filter((row) => row.lasso_pick === true || row.attention_pick === true)
    .map((row) => {
      const word = String(row.token).trim();
      const inner = row.attention_pick ? `_${word}_` : word;
      return row.lasso_pick ? `{${inner}}` : inner;
    });
  assert.ok(marks.length > 3);
  assert.deepEqual(written.match(/\{_?[^{}]+?_?\}|_[^_]+_/g), marks);
  assert.equal(written.replaceAll(/[{}_[\]]/g, '').trim(), rows.map(({ token }) => token).join(''));
});

test('ids stand apart from each other in the sentence that they make', () => {
  const written = lines('lasso of ids', 80).find((line) => line.endsWith('[9]'))!;
  assert.deepEqual(
    written
      .replaceAll(/[{}_[\]]/g, '')
      .trim()
      .split(' '),
    ['12', '7', '9'],
  );
});

test('a path says which token is picked first', () => {
  const { rows } = results['lasso path'];
  const first = rows.find((row) => row.lasso_pick === true)!;
  const shown = lines('lasso path', 80);
  const at = shown.indexOf('[the] at 11');
  assert.ok(
    shown[at + 1].trim().startsWith(`${String(first.token).trim()} (${first.position}), `),
    shown[at + 1],
  );
});

test('entropy of several models is one table, the slope above it', () => {
  const shown = lines('entropy of models', 80);
  const law = shown.findIndex((line) => /^weights .*slope/.test(line));
  const means = shown.indexOf('means');
  assert.ok(law > 0 && law < means, shown.join('\n'));
  const table = shown.slice(means).filter((line) => /^nano-(xs|s|m) /.test(line));
  assert.ok(table.length >= 6);
});

test('a single text is said once', () => {
  const text = lines('entropy of one text', 80).join('\n');
  assert.equal(text.match(/effective_rank/g)?.length, 1);
  assert.match(text, /eq1/);
});

test('each token has its gain as a bar, the longest for the largest', () => {
  const shown = lines('infogain by token', 80);
  const bars = shown
    .filter((line) => /^ *\d+ .*[█▏▎▍▌▋▊▉]/.test(line))
    .map((line) => line.match(/[█▏▎▍▌▋▊▉]+/)![0]);
  assert.equal(bars.length, 20);
  const gains = results['infogain by token'].rows.slice(0, 20).map(({ gain }) => Number(gain));
  const shortest = gains.indexOf(Math.min(...gains));
  assert.ok(bars.every((bar, i) => i === shortest || bar.length >= bars[shortest].length));
  assert.equal(bars[0].replaceAll('█', ''), '');
});

test('where nothing can be separated, the reason is said in place of dashes', () => {
  const shown = lines('distance matrix', 80);
  assert.ok(shown.includes('separation by context: one context only'));
  assert.ok(shown.includes('separation by label: no two texts share a label'));
});

test('models ls says what a download would take, in words', () => {
  const shown = lines('models ls', 80).find((line) => line.startsWith('pythia-12b'))!;
  assert.match(shown, /11\.8B .* 23\.8 GB/);
});
