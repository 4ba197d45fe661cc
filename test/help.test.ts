import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Command } from 'commander';
import { EXAMPLES } from '../src/commands/examples.ts';
import { commandPath } from '../src/commands/help.ts';
import { buildProgram } from '../src/commands/program.ts';

const program = await buildProgram(() => true, '1.2.3');
const commands = program.commands.flatMap((command) => [command, ...command.commands]);
const visible = [program, ...commands.filter((command) => command.name() !== 'complete')];

/** The help of a command as a terminal of this width would show it. */
function helpAt(command: Command, columns: number): string {
  return command.configureOutput({ getOutHelpWidth: () => columns }).helpInformation();
}

for (const columns of [80, 60, 40])
  test(`no line of any help is longer than ${columns} columns, and no word is broken`, () => {
    for (const command of visible) {
      const help = helpAt(command, columns);
      for (const line of help.split('\n'))
        assert.ok(line.length <= columns, `${commandPath(command)}: ${line}`);
      for (const option of command.options)
        assert.ok(help.includes(option.flags), `${option.flags} at ${columns}`);
    }
  });

test('every help begins with an example, and its flags are those of the command', () => {
  for (const command of visible)
    assert.match(helpAt(command, 80), /^Examples:\n {2}\S/, commandPath(command));
  for (const [line] of Object.values(EXAMPLES).flat()) {
    const words = /llmgeo [^)|]*/.exec(line)![0].split(' ');
    const called = commands.findLast((command) => line.includes(commandPath(command)))!;
    for (const word of words.filter((word) => word.startsWith('-')))
      assert.ok(
        called.options.some(({ short, long }) => word === short || word === long),
        `${word} of ${line}`,
      );
  }
});

test('a long example folds as a shell reads it', () => {
  const reproduce = commands.find((command) => command.name() === 'reproduce')!;
  assert.match(
    helpAt(reproduce, 60),
    / {2}llmgeo reproduce -o report \\\n {4}-m pythia-14m,pythia-31m,pythia-70m\n/,
  );
});

test('the flags stand in groups, in one order, and the own flags of an experiment are its experiment', () => {
  const lasso = helpAt(commands.find((command) => command.name() === 'lasso')!, 80);
  assert.deepEqual(lasso.match(/^\w+:$/gm), [
    ...['Examples:', 'Arguments:', 'Texts:', 'Models:', 'Experiment:', 'Output:', 'Other:'],
  ]);
  assert.match(lasso.split('Experiment:')[1].split('Output:')[0], /--target[\s\S]*--path/);
});

test('every word that a flag takes is named in its help', () => {
  for (const command of commands)
    for (const { description, argChoices, long } of command.options)
      for (const word of argChoices ?? []) assert.ok(description.includes(word), `${long}: ${word}`);
});

test('the short flags mean the same everywhere', () => {
  const known: Record<string, string> = {
    '-m': '--model',
    '-n': '--limit',
    '-q': '--quiet',
    '-v': '--verbose',
    '-f': '--format',
    '-o': '--output',
  };
  const found = commands.flatMap(({ options }) => options).filter(({ short }) => short);
  for (const { short, long } of found) assert.equal(long, known[short!]);
  assert.equal(new Set(found.map(({ short }) => short)).size, Object.keys(known).length);
});
