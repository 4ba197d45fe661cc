/** Every command that README and docs/ show is run, with nano-xs in the place of each Pythia on an imitated hub. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { BIN, emptyFolder } from './support/cli.ts';
import { commitOf, type HubRepo } from './support/hub-content.ts';
import { hhRlhfRepo } from './support/hub-datasets.ts';
import { type HubServer, startHubServer } from './support/hub-server.ts';
import { embeddedModel } from './support/oracles.ts';
import { runHere } from './support/run-here.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PAGES = [
  'README.md',
  'models/README.md',
  ...readdirSync(join(ROOT, 'docs')).map((name) => `docs/${name}`),
];
/** What would be many seconds of work is run on little, by its own flags; of several models of reproduce the first, of skills a few. */
const LITTLE: Record<string, string[]> = {
  reproduce: ['--limit', '3', '--control-seeds', '2', '--max-tokens', '60'],
  entropy: ['--limit', '3', '--max-tokens', '60'],
  infogain: ['--limit', '3', '--max-tokens', '60'],
};

/**
 * Lines of shell blocks and indented lines in which llmgeo is called, each once, without their comments. The others are
 * left out: `npm` changes the machine, `bench/` and the training of the models take minutes and other programs.
 */
function commandsIn(page: string): string[] {
  const text = readFileSync(join(ROOT, page), 'utf8');
  const blocks = Array.from(text.matchAll(/^```sh\n(.*?)^```/gms), ([, block]) => block.split('\n')).flat();
  const indented = Array.from(text.matchAll(/^ {4}(.*\bllmgeo .*)$/gm), ([, line]) => line);
  return [...blocks, ...indented]
    .map((line) => line.replace(/\s+#.*$/, '').trim())
    .filter((line) => /(^|[ (])llmgeo /.test(line));
}

/** The words of a plain command; null where a shell has more to do than to split them. */
function wordsOf(line: string): string[] | null {
  if (/[|<>$;&]|^(?!llmgeo )/.test(line)) return null;
  return Array.from(line.matchAll(/"([^"]*)"|(\S+)/g), ([, quoted, plain]) => quoted ?? plain).slice(1);
}

function onLittle([command, ...flags]: string[]): string[] {
  const less = flags.includes('--published') ? [] : (LITTLE[command] ?? []);
  const added = less.filter((word, i) => !flags.includes(word.startsWith('--') ? word : less[i - 1]));
  const words = flags.map((word) => {
    if (command === 'theory') return word.replace(/^10{7}$/, '100000');
    return command === 'reproduce' ? word.replace(/^(pythia-[^,]*),.*/, '$1') : word;
  });
  return [command, ...words, ...added];
}

const commands = [...new Set(PAGES.flatMap(commandsIn))];
const folder = emptyFolder();
let server: HubServer;
let env: NodeJS.ProcessEnv;

function pythia(): HubRepo {
  const names = ['config.json', 'model.safetensors', 'tokenizer.json', 'tokenizer_config.json'];
  const files = Object.fromEntries(
    names.map((name) => {
      const content = readFileSync(join(embeddedModel('nano-xs'), name));
      return [name, { content, lfs: name === 'model.safetensors' }];
    }),
  );
  const revisions = ['main', 'step1000', 'step143000'];
  const refs = Object.fromEntries(revisions.map((name, i) => [name, commitOf(String(i + 1))]));
  return { refs, commits: Object.fromEntries(Object.values(refs).map((commit) => [commit, files])) };
}

before(async () => {
  const rows = Array.from({ length: 4 }, (_, i) => `{"chosen": "The king is in the palace number ${i}."}\n`);
  const dataset = hhRlhfRepo(() => ({ content: gzipSync(rows.join('')), lfs: true }));
  const names = [...new Set(commands.join('\n').match(/pythia-[\w.]+?(?=[\s,]|$)/gm))];
  const shells = ['70m', '160m', '410m', '1.4b'].map((size) => `pythia-${size}`);
  const models = [...new Set([...names, ...shells])].map((name) => [`EleutherAI/${name}`, pythia()]);
  server = await startHubServer({ ...Object.fromEntries(models), 'datasets/Anthropic/hh-rlhf': dataset });
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  writeFileSync(join(bin, 'llmgeo'), `#!/bin/sh\nexec "${process.execPath}" "${BIN}" "$@"\n`);
  chmodSync(join(bin, 'llmgeo'), 0o755);
  symlinkSync(join(ROOT, 'models'), join(folder, 'models'));
  cpSync(embeddedModel('nano-xs'), join(folder, 'my-checkpoint'), { recursive: true });
  const prompts = ['king', 'queen', 'prince'].flatMap((who) =>
    ['palace', 'garden'].map((place) => ({
      text: `The ${who} is in the ${place}.`,
      context: who,
      label: place,
    })),
  );
  writeFileSync(join(folder, 'prompts.jsonl'), prompts.map((row) => `${JSON.stringify(row)}\n`).join(''));
  writeFileSync(join(folder, 'essays.txt'), 'first The king is in the palace.\nsecond The queen is not.\n');
  env = { HF_HOME: emptyFolder(), HF_ENDPOINT: server.url, HF_HUB_OFFLINE: '' };
  process.chdir(folder);
});

after(() => server.close());

test('every command of README and docs/ runs', { timeout: 300_000 }, async (t) => {
  assert.ok(commands.length > 20, `only ${commands.length} commands were found`);
  for (const line of commands) {
    const words = wordsOf(line);
    if (words === null) continue;
    await t.test(line, async () => {
      const { status, stderr } = await runHere(onLittle(words), env);
      assert.equal(status, 0, stderr);
    });
  }
  // after the plain ones, whose files they may read; the hub answers from this process, which must not wait
  for (const line of commands.filter((command) => wordsOf(command) === null))
    await t.test(line, async () => {
      const shell = spawn('bash', ['-euo', 'pipefail', '-c', line], {
        env: { ...process.env, ...env, PATH: `${join(folder, 'bin')}${delimiter}${process.env.PATH}` },
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      const [stderr, [status]] = await Promise.all([text(shell.stderr), once(shell, 'close')]);
      assert.equal(status, 0, stderr);
    });
});
