import { readdir, readFile, stat } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';

/** Who a folder belongs to. */
export interface FolderOwner {
  /** The command that fills it, as its marker and messages name it: `extract`. */
  command: string;
  /** The JSON file that is written last, names the command and lists the files: `manifest.json`. */
  marker: string;
}

/** What stands in a folder while it is being filled, and remains where the run was stopped. */
export const UNFINISHED = 'unfinished.txt';

/** The first line of `unfinished.txt`; the files that were begun follow, one a line. */
export function unfinishedLine({ command }: FolderOwner): string {
  return `llmgeo ${command} has not finished here. Files it wrote, each whole or not there:`;
}

/** What a folder holds, as far as it matters to who wants to write there. */
export interface FolderContents {
  /** Files of an earlier run of the same command, finished or not. */
  earlier: string[];
  /** Which llmgeo finished an earlier result there, and when. */
  finished?: { tool: string; date: Date };
  /** Where neither marker nor `unfinished.txt` is of this command: all names; hidden ones do not count. */
  foreign: string[];
}

/** Looks at a folder that exists: what an earlier run of the same command left there, or who else's it is. */
export async function readContents(folder: string, owner: FolderOwner): Promise<FolderContents> {
  const finished = await finishedResult(join(folder, owner.marker), owner);
  const unfinished = await unfinishedFiles(join(folder, UNFINISHED), owner);
  if (finished || unfinished)
    return {
      earlier: [...new Set([...(finished?.files ?? []), ...(unfinished ?? [])])],
      finished,
      foreign: [],
    };
  const names = await readdir(folder);
  return { earlier: [], foreign: names.filter((name) => !name.startsWith('.')).sort() };
}

async function finishedResult(marker: string, { command }: FolderOwner) {
  try {
    const { mtime: date } = await stat(marker);
    const content = JSON.parse(await readFile(marker, 'utf8')) as {
      command?: unknown;
      files: object;
      tool?: unknown;
    };
    const isOwn = content.command === command && !Array.isArray(content.files);
    if (!isOwn) return undefined;
    return { files: Object.keys(content.files).filter(staysInside), tool: String(content.tool), date };
  } catch {
    return undefined; // missing, or not what this command writes: then the folder is somebody else's
  }
}

async function unfinishedFiles(journal: string, owner: FolderOwner): Promise<string[] | undefined> {
  const [first, ...files] = (await readFile(journal, 'utf8').catch(() => '')).split('\n');
  return first === unfinishedLine(owner) ? files.filter(staysInside) : undefined;
}

/** These names are removed later: one that leads out of the folder was not written by llmgeo. */
function staysInside(name: string): boolean {
  return name !== '' && !isAbsolute(name) && !name.split(/[/\\]/).includes('..');
}
