import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { BIN, emptyFolder, llmgeo } from './support/cli.ts';

/** What the last of the words may become, and whether it may be a file. */
function complete(...words: string[]): { words: string[]; files: boolean } {
  const { stdout, status, stderr } = llmgeo(['complete', '--', ...words]);
  assert.equal(status, 0, stderr);
  const lines = stdout.trimEnd().split('\n');
  return { words: lines.slice(0, -1).map((line) => line.split('\t')[0]), files: lines.at(-1) === ':0' };
}

test('commands, flags, the values of flags and lists, and the names of models are completed', () => {
  const verbs = complete('');
  assert.ok(['infogain', 'doctor', 'completion'].every((verb) => verbs.words.includes(verb)));
  assert.ok(!verbs.words.includes('complete') && !verbs.files);
  assert.deepEqual(complete('models', 'p').words, ['pull', 'path']);
  assert.deepEqual(complete('infogain', '--dev').words, ['--device']);
  assert.deepEqual(complete('infogain', '--format', 'j').words, ['json', 'jsonl']);
  assert.deepEqual(complete('distance', '--metric=js,r').words, ['js,riemann']);
  assert.deepEqual(complete('models', 'pull', 'pythia-70m-d').words, [
    'pythia-70m-deduped',
    'pythia-70m-deduped-v0',
  ]);
  assert.deepEqual(complete('lasso', '-m', 'nano-').words, ['nano-xs', 'nano-s', 'nano-m', 'nano-l']);
});

test('where no word is known a file is completed', () => {
  assert.deepEqual(complete('plot', ''), { words: [], files: true });
  assert.deepEqual(complete('infogain', '--model', './'), { words: [], files: true });
});

/** Runs a shell in which `llmgeo` is the command, in a folder with one file. */
function inShell(shell: string, script: string) {
  const folder = emptyFolder();
  mkdirSync(join(folder, 'bin'));
  symlinkSync(BIN, join(folder, 'bin', 'llmgeo'));
  writeFileSync(join(folder, 'mine.jsonl'), '');
  const env = { ...process.env, HOME: folder, PATH: `${join(folder, 'bin')}:${process.env.PATH}` };
  return spawnSync(shell, ['-c', script], { encoding: 'utf8', env, cwd: folder });
}

/** Why tests of this shell are skipped here, if they are. */
function skipWithout(shell: string): string | false {
  return spawnSync(shell, ['--version']).status === 0 ? false : `no ${shell} here`;
}

test('bash completes, twice sourced, and runs nothing of what is typed', {
  skip: skipWithout('bash'),
}, () => {
  const { stdout, stderr } = inShell(
    'bash',
    `llmgeo completion bash > c; source c; source c
     COMP_WORDS=(llmgeo infogain --device = we); COMP_CWORD=4; __llmgeo_complete; echo "\${COMPREPLY[@]}"
     COMP_WORDS=(llmgeo lasso '"Is $(touch run) it' --conv); COMP_CWORD=3; __llmgeo_complete; echo "\${COMPREPLY[@]}"
     ls; complete -p llmgeo`,
  );
  assert.equal(stderr, '');
  assert.equal(
    stdout,
    'webgpu\n--convention\nbin\nc\nmine.jsonl\ncomplete -o default -F __llmgeo_complete llmgeo\n',
  );
});

test('zsh takes its script', { skip: skipWithout('zsh') }, () => {
  const { stdout, stderr } = inShell(
    'zsh',
    'autoload -Uz compinit; compinit -u; source <(llmgeo completion zsh); echo $_comps[llmgeo]',
  );
  assert.deepEqual([stdout, stderr], ['_llmgeo\n', '']);
});

test('fish completes', { skip: skipWithout('fish') }, () => {
  const { stdout, stderr } = inShell(
    'fish',
    `llmgeo completion fish | source
     complete --do-complete 'llmgeo infogain --device we'; complete --do-complete 'llmgeo plot m'`,
  );
  assert.deepEqual([stdout, stderr], ['webgpu\nmine.jsonl\n', '']);
});
