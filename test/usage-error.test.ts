import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildProgram } from '../src/commands/program.ts';
import { InputError } from '../src/errors.ts';

/** What the program says of a wrong command line, before anything runs. */
async function refusal(line: string, ...more: string[]): Promise<string> {
  const program = await buildProgram(() => true, '1.2.3');
  try {
    await program.parseAsync([...line.split(' '), ...more], { from: 'user' });
  } catch (error) {
    assert.ok(error instanceof InputError, String(error));
    return `${error.message}\n${error.hint}`;
  }
  return assert.fail(`${line} was accepted`);
}

const CASES: [line: string, says: RegExp][] = [
  ['infogian', /^unknown command 'infogian'\ndid you mean infogain\? see 'llmgeo --help'$/],
  ['help infogian', /^unknown command 'infogian'\ndid you mean infogain\?/],
  ['models list', /^unknown command 'list'\ndid you mean ls\? see 'llmgeo models --help'$/],
  ['models pul', /did you mean pull\?/],
  ['lasso --fromat csv', /^unknown option '--fromat'\ndid you mean --format\? see 'llmgeo lasso --help'$/],
  ['models pull --revison x y', /did you mean --revision\? see 'llmgeo models pull --help'$/],
  ['lasso -z', /^unknown option '-z'\nsee 'llmgeo lasso --help'$/],
  ['--model nano-s infogain', /^unknown option '--model'\nflags come after their command/],
  [
    'infogain --format jsn',
    /^--format "jsn" is unknown\ndid you mean json\? use one of table, csv, json, jsonl$/,
  ],
  ['distance --metric rieman', /did you mean riemann\?/],
  ['distance --metric js,log-det', /did you mean logdet\?/],
  ['infogain --device cdua', /did you mean cuda\?/],
  ['infogain --device gpu', /did you mean webgpu\?/],
  ['infogain --device tpux9', /is unknown\nuse one of auto/],
  ['embed --vector cuntry', /did you mean country\?/],
  ['infogain --by tokens', /did you mean token\?/],
  ['extract --attention last_row', /did you mean last-row\?/],
  ['completion bsh', /^shell "bsh" is unknown\ndid you mean bash\? use one of bash, zsh, fish, powershell$/],
  ['plot', /^missing required argument 'file'\nsee 'llmgeo plot --help'$/],
  ['infogain -n', /^option '-n, --limit <n>' argument missing/],
  ['infogain --json -f csv', /'--json' cannot be used with option '-f, --format <format>'/],
  ['infogain -f csv --json', /'--json' cannot be used with option '-f, --format <format>'/],
];

test('a name that is empty, as of a variable that was never set, is refused by its flag', async () => {
  assert.equal(
    await refusal('infogain --model', ''),
    '--model "" has an empty name in it\ngive a name, or leave the flag out',
  );
  assert.match(
    await refusal('infogain --revision step0,,step64'),
    /^--revision "step0,,step64" .*\nseparate /,
  );
  assert.match(await refusal('plot', ''), /^"": does not exist\n/);
});

test('a wrong command line says what was meant, and where the help of that command is', async () => {
  for (const [line, says] of CASES) assert.match(await refusal(line), says, line);
});

test('a text that was taken for a flag is told where it goes', async () => {
  assert.equal(
    await refusal('lasso', '-5 degrees'),
    `unknown option '-5 degrees'\na text that begins with - goes after --: -- "-5 degrees"`,
  );
});

test('--json is --format json', async () => {
  const program = await buildProgram((verb) => verb === 'infogain', '1.2.3');
  const infogain = program.commands.find((command) => command.name() === 'infogain')!;
  let format: unknown;
  infogain.action((_, flags) => {
    format = flags.format;
  });
  await program.parseAsync(['infogain', '--json', '-qv', '-n', '3', '-m', 'nano-s'], { from: 'user' });
  assert.equal(format, 'json');
  assert.deepEqual(infogain.opts().model, ['nano-s']);
  assert.equal(infogain.opts().limit, 3);
  assert.ok(infogain.opts().quiet && infogain.opts().verbose);
});
