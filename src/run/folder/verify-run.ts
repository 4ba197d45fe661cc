import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { CONFIG } from '../../hub/model-files.ts';
import { defaultModel } from '../../hub/registry.ts';
import { resolveModel } from '../../hub/resolve.ts';
import { openCheckpoint } from '../../model/checkpoint.ts';
import type { Json, Row } from '../../report/result.ts';
import { sha256OfFile } from '../../sha256.ts';
import { loadTokenizer } from '../../text/tokenizer.ts';
import { weightsHash } from '../file-hash.ts';
import type { RunReader } from './read-run.ts';
import type { RunNotes } from './run-description.ts';
import type { KeptHead } from './run-store.ts';

/** What was checked: a record, or a file of which the run speaks. */
export type Verified = Row & {
  what: string;
  name: string;
  verdict: 'ok' | 'damaged' | 'replaced' | 'changed' | 'not here';
};

/** Reads every record and checks it against its hash. */
export async function verifyRecords(reader: RunReader, signal: AbortSignal): Promise<Verified[]> {
  let whole = 0;
  for (const key of reader.keys) {
    signal.throwIfAborted();
    if ((await reader.get(key)) !== undefined) whole++;
  }
  const damaged = reader.faults.map((fault): Verified => {
    const { file, line, reason, key } = fault;
    return {
      what: 'record',
      name: `${file}, line ${line}`,
      verdict: reader.isReplaced(fault) ? 'replaced' : 'damaged',
      detail: key ? `${reason} (${key})` : reason,
    };
  });
  return [{ what: 'records', name: `${whole} whole`, verdict: 'ok', detail: null }, ...damaged];
}

/** Holds what the run says of its models and texts against the files on this machine. */
export async function verifyFiles(
  reader: RunReader,
  passes: readonly string[],
  signal: AbortSignal,
): Promise<Verified[]> {
  const verified: Verified[] = [];
  const seen = new Set<string>();
  for (const pass of passes)
    for (const { model, variant, kept } of await reader.models(pass)) {
      if (kept === undefined || kept.head.seed !== null) continue;
      const name = reader.notes.models[model] ?? defaultModel();
      const revision = reader.description.revisions[variant];
      const key = JSON.stringify([name, revision ?? null]);
      if (seen.has(key)) continue;
      seen.add(key);
      verified.push(
        ...(await verifyModel(name, revision === undefined ? undefined : String(revision), kept, signal)),
      );
    }
  return [...verified, ...(await verifyTexts(reader.notes, signal))];
}

async function verifyModel(
  name: string,
  revision: string | undefined,
  { head: { description }, deciding }: KeptHead,
  signal: AbortSignal,
): Promise<Verified[]> {
  const label = revision === undefined ? name : `${name} ${revision}`;
  try {
    const { folder } = await resolveModel(name, revision, { offline: true, signal });
    const said = description.weights_sha256 as { [file: string]: string };
    const verified: Verified[] = [];
    for (const file of (await openCheckpoint(folder)).files) {
      const hash = await weightsHash(file, signal);
      verified.push(compared('weights', `${label}: ${basename(file)}`, said[basename(file)] ?? null, hash));
    }
    const { config } = deciding.model as { config: string };
    verified.push(compared('config', label, config, await sha256OfFile(join(folder, CONFIG), signal)));
    if (description.tokenizer_sha256 !== null) {
      const { hash } = await loadTokenizer(folder);
      verified.push(compared('tokenizer', label, description.tokenizer_sha256, hash));
    }
    return verified;
  } catch (error) {
    signal.throwIfAborted();
    return [{ what: 'model', name: label, verdict: 'not here', detail: (error as Error).message }];
  }
}

/** Files of texts, where they still lie where they lay. */
async function verifyTexts({ input, files }: RunNotes, signal: AbortSignal): Promise<Verified[]> {
  const hashes = [input.file_sha256 ?? []].flat();
  if (hashes.length !== files.length) return []; // texts of a data set, or not of files
  const verified: Verified[] = [];
  for (const [i, path] of files.entries()) {
    if (typeof hashes[i] !== 'string') continue; // stdin
    const isHere = await stat(path).then(
      (found) => found.isFile(),
      () => false,
    );
    if (isHere) verified.push(compared('texts', path, hashes[i], await sha256OfFile(path, signal)));
    else verified.push({ what: 'texts', name: path, verdict: 'not here', detail: null });
  }
  return verified;
}

function compared(what: string, name: string, said: Json, found: string): Verified {
  if (said === found) return { what, name, verdict: 'ok', detail: null };
  return { what, name, verdict: 'changed', detail: `sha256 was ${said ?? 'not known'} and is ${found}` };
}
