import type { Command, Help, Option } from 'commander';
import { packageVersion } from '../package.ts';
import { EXAMPLES } from './examples.ts';
import { commandPath, GROUPS } from './help.ts';
import { buildProgram } from './program.ts';

const EXIT_CODES: Item[] = [
  ['0', 'done'],
  ['1', 'the work failed'],
  ['2', 'the command line or the input is wrong: never try again'],
  ['75', 'trying again may help (network, rate limit, disk, memory)'],
  ['130', 'interrupted (SIGINT)'],
  ['143', 'ended (SIGTERM)'],
];

const ENVIRONMENT: Item[] = [
  ['HF_HOME, HF_HUB_CACHE', 'where downloads are kept, shared with huggingface_hub of Python'],
  ['HF_TOKEN', 'access to models that ask for it'],
  ['HF_ENDPOINT', 'address of the hub'],
  ['HF_HUB_OFFLINE', 'as --offline'],
  ['HF_HUB_DOWNLOAD_TIMEOUT', 'seconds without a byte that count as a cut'],
];

type Item = [term: string, description: string];

/** The man page in roff, from the same declarations as the help; flags that several commands have stand once. */
export async function manPage(): Promise<string> {
  const program = await buildProgram(() => true, packageVersion());
  const help = program.createHelp();
  const visible = help.visibleCommands(program).filter((verb) => verb.name() !== 'help');
  const commands = visible.flatMap((command) => [command, ...command.commands]);
  const shared = sharedFlags(commands);
  return [
    `.TH LLMGEO 1 "" "llmgeo ${packageVersion()}" "User Commands"`,
    '.nh', // no hyphens that nobody wrote, and no gaps
    '.ad l',
    ...section('NAME', [`llmgeo \\- ${roff('the geometry of what Pythia language models encode')}`]),
    ...section('SYNOPSIS', ['\\fBllmgeo\\fR \\fIcommand\\fR [\\fIflags\\fR] [\\fItexts\\fR...]']),
    ...section('EXAMPLES', examples(program)),
    ...section(
      'COMMANDS',
      commands.flatMap((command) => described(command, shared, help)),
    ),
    ...section('SHARED FLAGS', flagLines([...shared.values()], help)),
    ...section('EXIT STATUS', items(EXIT_CODES)),
    ...section('ENVIRONMENT', items(ENVIRONMENT)),
    ...section('SEE ALSO', [roff('arXiv 2402.03471, the paper whose experiments these are')]),
    '',
  ].join('\n');
}

/** The flags that more than one command declares in the same words, by what they say. */
function sharedFlags(commands: Command[]): Map<string, Option> {
  const all = commands.flatMap(({ options }) => options);
  return new Map(
    all
      .filter((option) => all.filter((other) => said(other) === said(option)).length > 1)
      .map((option) => [said(option), option]),
  );
}

function said({ flags, description }: Option): string {
  return `${flags} ${description}`;
}

function described(command: Command, shared: Map<string, Option>, help: Help): string[] {
  const own = command.options.filter((option) => !shared.has(said(option)));
  const commons = command.options.filter((option) => shared.has(said(option)));
  const short = commons.map((option) => option.long).join(', ');
  return [
    `.SS "${roff(`${commandPath(command)} ${command.usage()}`)}"`,
    roff(command.description()),
    ...items(help.visibleArguments(command).map((argument) => [argument.name(), argument.description])),
    ...flagLines(own, help),
    ...(short ? ['.PP', `Shared flags: ${roff(short)}.`] : []),
    ...examples(command),
  ];
}

function examples(command: Command): string[] {
  return (EXAMPLES[commandPath(command)] ?? []).flatMap(([line, gives]) => [
    '.PP',
    roff(`${gives[0].toUpperCase()}${gives.slice(1)}:`),
    '.PP',
    '.RS 4',
    '.EX',
    roff(line),
    '.EE',
    '.RE',
  ]);
}

function flagLines(options: Option[], help: Help): string[] {
  const headings = [...Object.values<string>(GROUPS), undefined];
  const ordered = headings.flatMap((group) => options.filter((option) => option.helpGroupHeading === group));
  return items(ordered.map((option) => [option.flags, help.optionDescription(option)]));
}

function items(list: Item[]): string[] {
  return list.flatMap(([term, description]) => ['.TP', `\\fB${roff(term)}\\fR`, roff(description)]);
}

function section(heading: string, lines: string[]): string[] {
  return [`.SH ${heading}`, ...lines];
}

/** Text as roff reads it: a backslash, a hyphen that can be copied, and no line that looks like a request. */
function roff(text: string): string {
  return text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll('"', '\\(dq')
    .replace(/^(?=[.'])/, '\\&');
}
