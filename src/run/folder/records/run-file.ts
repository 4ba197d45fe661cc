import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '../../../errors.ts';
import type { Json } from '../../../report/result.ts';

/** What a run is: all that decides its numbers, so that two runs of equal descriptions may share their records. */
export type Description = Readonly<Record<string, Json>>;

/** The file that makes a folder a run's. */
export const RUN_FILE = 'run.json';

const FORMAT = 1;

/** What `run.json` says. */
export interface Run {
  description: Description;
  /** What whoever began the run wrote down beside it; may differ from process to process. */
  notes: Description;
  /** sha256 of the description, whatever the order of its keys. */
  identity: string;
}

/**
 * A run as its file will give it back: numbers as JSON has them.
 * @throws Error where the description has one of the file's own keys
 */
export function runOf(description: Description, notes: Description): Run {
  for (const key of ['llmgeo_run', 'notes', 'sha256'])
    if (Object.hasOwn(description, key)) throw new Error(`a run cannot be described by "${key}"`);
  const plain = JSON.parse(JSON.stringify({ description, notes }));
  return { ...plain, identity: sha256(plain.description) };
}

/** The text of `run.json`: format, description, notes, and a hash by which a damaged file is noticed. */
export function runText({ description, notes }: Run): string {
  const content = { llmgeo_run: FORMAT, ...description, notes };
  return `${JSON.stringify({ ...content, sha256: sha256(content) }, null, 2)}\n`;
}

/**
 * Reads the `run.json` of a folder; undefined where it has none.
 * @throws InputError where the file is damaged, or of a format that this version does not know
 */
export async function readRun(folder: string): Promise<Run | undefined> {
  const path = join(folder, RUN_FILE);
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new InputError(`cannot read ${path}: ${error.message}`, 'name another folder', error);
  });
  return text === undefined ? undefined : parseRun(text, path);
}

function parseRun(text: string, path: string): Run {
  const content = parseObject(text, path);
  const format = content.llmgeo_run;
  if (typeof format === 'number' && format !== FORMAT)
    throw new InputError(
      `${path} is of format ${format}, which this llmgeo does not know`,
      'use the version of llmgeo that began the run, or another folder',
    );
  const { sha256: hash, ...rest } = content;
  if (hash !== sha256(rest)) throw damaged(path, 'its content does not fit its hash');
  const { llmgeo_run: _, notes, ...description } = rest;
  return { description, notes: notes as Description, identity: sha256(description) };
}

function parseObject(text: string, path: string): Record<string, Json> {
  try {
    const content = JSON.parse(text);
    if (typeof content === 'object' && content !== null) return content;
  } catch (error) {
    throw damaged(path, 'it is not JSON', error);
  }
  throw damaged(path, 'it holds no object');
}

function damaged(path: string, reason: string, cause?: unknown): InputError {
  return new InputError(
    `${path} is damaged: ${reason}`,
    'put back a copy of it as it was, or begin the run anew in another folder',
    cause,
  );
}

function sha256(value: Json): string {
  return createHash('sha256').update(canonical(value)).digest('hex');
}

/** JSON with the keys of every object in order. */
function canonical(value: Json): string {
  return JSON.stringify(value, (_, inner) => {
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
