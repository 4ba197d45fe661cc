// What every script here shares: its head comment is its --help, and what is wrong is said without a stack.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

function quit(code, message) {
  process.stderr.write(`${message}\n`);
  process.exit(code);
}

// what the user can mend (a checkpoint, a path) needs no stack
process.on('uncaughtException', (error) => {
  const known = error.hint !== undefined || error.syscall !== undefined;
  quit(1, known ? [error.message, error.hint].filter(Boolean).join('\n  ') : error.stack);
});

/** The comment at the head of a script. */
function usageOf(url) {
  const lines = readFileSync(fileURLToPath(url), 'utf8').split('\n');
  const end = lines.findIndex((line) => !line.startsWith('//'));
  return lines
    .slice(0, end)
    .map((line) => line.replace(/^\/\/ ?/, ''))
    .join('\n');
}

/**
 * The flags and places of the script at `url`, by parseArgs of node:util. A flag whose default is a number takes whole
 * numbers alone. `--help` prints the script's head; exit 2 where the command line is wrong, as `refuse` ends it too.
 */
export function readArguments(url, options, places = []) {
  const refuse = (message) => quit(2, `${message}\n\n${usageOf(url)}`);
  let parsed;
  try {
    const help = { type: 'boolean', short: 'h' };
    parsed = parseArgs({ allowPositionals: true, options: { ...options, help } });
  } catch (error) {
    refuse(error.message);
  }
  const { values, positionals } = parsed;
  if (values.help) {
    console.log(usageOf(url));
    process.exit(0);
  }
  if (positionals.length < places.length) refuse(`${places[positionals.length]} is missing`);
  if (positionals.length > places.length) refuse(`"${positionals[places.length]}" is one argument too many`);
  for (const [name, { default: usual }] of Object.entries(options))
    if (/^\d+$/.test(usual) && !/^[1-9]\d*$/.test(values[name]))
      refuse(`--${name} "${values[name]}" is not a whole number from 1 up`);
  return { values, positionals, refuse };
}

/** A module of the built llmgeo, by its path below src/. */
export async function built(path) {
  const url = new URL(`../dist/src/${path}`, import.meta.url);
  if (!existsSync(url)) quit(1, 'llmgeo is not built: run npm run build first');
  return import(url);
}

const FIND =
  'import importlib.util, sys; print(*[p for p in sys.argv[1:] if not importlib.util.find_spec(p)])';

/** Ends the script where that Python or one of its packages is missing, before anything slow begins. */
export function needPython(python, packages) {
  const { error, status, stdout, stderr } = spawnSync(python, ['-c', FIND, ...packages], {
    encoding: 'utf8',
  });
  if (error) quit(1, `--python ${python} cannot be started: ${error.message}`);
  if (status !== 0) quit(1, `--python ${python} is no Python that works: ${stderr.trim()}`);
  const missing = stdout.trim();
  if (missing) quit(1, `--python ${python} lacks ${missing}: install them there, or name another Python`);
}

/** The stdout of a program; ends the script with what the program said where it fails. */
export function outputOf(command, args, options = {}) {
  const found = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 28, ...options });
  if (found.status !== 0)
    quit(1, `${command} ${args[0]} failed: ${found.error?.message ?? found.stderr.trim()}`);
  return found.stdout;
}
