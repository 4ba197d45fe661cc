import { type OutputFolder, openFolder } from '../io/folder.ts';
import { writeStdout } from '../io/stdout.ts';
import { note } from '../io/talk.ts';
import { toolName } from '../package.ts';
import { type Finding, findings } from '../paper/claims/found.ts';
import type { Reproduction } from '../paper/reproduce.ts';
import { machine, writeReproduction } from '../paper/write.ts';
import { formatResult } from '../report/formats/format.ts';
import { findingLines } from '../report/terminal/findings.ts';
import { pageOf } from '../report/terminal/page.ts';

/** Where `reproduce` writes its report, unless told otherwise. */
export const DEFAULT_FOLDER = 'llmgeo-report';

/** Checks that a report can be written to a folder, before anything runs. */
export function openReport(folder: string): Promise<OutputFolder> {
  return openFolder(folder, '-o', { command: 'reproduce', marker: 'run.json' });
}

/** Fills the folder of a report, and prints the claims at a glance. */
export async function writeReport(
  folder: OutputFolder,
  reproduction: Reproduction,
  started: Date,
): Promise<void> {
  await folder.fill(async () => {
    await writeReproduction(folder, reproduction, {
      tool: toolName(),
      arguments: process.argv.slice(2),
      started: started.toISOString(),
      seconds: (Date.now() - started.getTime()) / 1000,
      folder: folder.folder,
      ...machine(),
    });
  });
  await writeStdout(glance(findings(reproduction.claims)));
  note(`the report is ${folder.path('report.html')}`);
}

/** The 13 claims at a glance: to read on a terminal, csv in a pipe. */
function glance(found: readonly Finding[]): Iterable<string> {
  if (process.stdout.isTTY) return findingLines(found, pageOf(process.stdout, process.env).width);
  const columns = ['number', 'title', 'kind', 'verdict', 'found'];
  const rows = found.map((finding) => ({ ...finding }));
  return formatResult({ meta: {}, columns, rows, summary: {} }, 'csv');
}
