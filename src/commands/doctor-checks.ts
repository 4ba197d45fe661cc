import { constants } from 'node:fs';
import { access, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { exists } from '../hub/cache.ts';
import { openHub } from '../hub/context.ts';
import { gigabytes } from '../hub/disk.ts';
import { fetchFacts } from '../hub/metadata.ts';
import { CONFIG } from '../hub/model-files.ts';
import { embeddedFolder, readRegistry } from '../hub/registry.ts';
import { DEVICES, type Device } from '../model/device.ts';
import { Runner } from '../model/runner.ts';
import { ortVersion } from '../package.ts';
import { loadTokenizer } from '../text/tokenizer.ts';
import { interruption } from './interruption.ts';

/** One thing that llmgeo uses. */
export interface Check {
  name: string;
  /** Whether llmgeo is of no use without it. */
  needed: boolean;
  /** What was found. Throws where it does not work, `Skipped` where it was not tried. */
  run(): Promise<string>;
}

/** A check that was not to be made. */
export class Skipped extends Error {}

const SENTENCE = 'The king is in the palace. Paris?';
/** Of the tokenizer of the embedded models, as the tokenizers library encodes the sentence. */
const SENTENCE_IDS = [649, 401, 265, 330, 259, 918, 14, 752, 31];
/** Milliseconds that the hub is given to answer. */
const PATIENCE = 5000;
/** Bytes that a small Pythia takes. */
const LEAST_ROOM = 1e9;

/** Every check, in the order of the list. */
export function checks(offline: boolean): Check[] {
  const needed = (name: string, run: Check['run']): Check => ({ name, needed: true, run });
  const useful = (name: string, run: Check['run']): Check => ({ name, needed: false, run });
  return [
    needed('Node', async () => process.version),
    needed('ONNX Runtime', async () => `${ortVersion()} for ${process.platform} ${process.arch}`),
    ...DEVICES.map((device) =>
      (device === 'cpu' ? needed : useful)(`device ${device}`, () => onDevice(device)),
    ),
    needed('tokenizer', tokenizer),
    useful('cache folder', cacheFolder),
    useful('free disk', freeDisk),
    useful('network', () => network(offline)),
    useful('letters in PNG and PDF', fonts),
  ];
}

/** Runs the smallest embedded model there, the way every command does. */
async function onDevice(device: Device): Promise<string> {
  const runner = await Runner.open(smallestModel(), { device });
  try {
    const { blocks } = runner.shape;
    for await (const _ of runner.encode([SENTENCE_IDS], { gram: [blocks], hidden: [blocks] }));
    return device === 'cpu' ? `runs, with ${runner.threads} threads` : 'runs';
  } finally {
    await runner.close();
  }
}

async function tokenizer(): Promise<string> {
  const { encode } = await loadTokenizer(smallestModel());
  const ids = encode(SENTENCE);
  if (ids.join() !== SENTENCE_IDS.join()) throw new Error(`"${SENTENCE}" became ${ids}, not ${SENTENCE_IDS}`);
  return 'encodes as it should';
}

function smallestModel(): string {
  return embeddedFolder(readRegistry().embedded.models[0].revisions[0]);
}

async function cacheFolder(): Promise<string> {
  const { cache } = openHub();
  const place = await existing(cache);
  await access(`${place}/.`, constants.W_OK); // a folder, and no file
  return place === cache ? cache : `${cache}, to be made`;
}

async function freeDisk(): Promise<string> {
  const { bavail, bsize } = await statfs(await existing(openHub().cache));
  const free = bavail * bsize;
  if (free < LEAST_ROOM) throw new Error(`${gigabytes(free)} where downloads go: too little for most models`);
  return `${gigabytes(free)} where downloads go`;
}

/** The path itself, or the nearest folder above it that is there. */
async function existing(path: string): Promise<string> {
  return (await exists(path)) || dirname(path) === path ? path : existing(dirname(path));
}

async function network(offline: boolean): Promise<string> {
  const hub = openHub({ offline, signal: interruption.signal });
  if (hub.offline) throw new Skipped('offline, as asked');
  const { organisation, sizes } = readRegistry().pythia;
  const repo = { type: 'model', id: `${organisation}/${sizes[0].name}` } as const;
  await fetchFacts({ ...hub, timeoutMs: Math.min(hub.timeoutMs, PATIENCE) }, repo, 'main', CONFIG, 0);
  return `${new URL(hub.endpoint).host} answers`;
}

async function fonts(): Promise<string> {
  const { checkLetters } = await import('../io/canvas.ts');
  checkLetters();
  return 'DejaVu Sans, which comes with llmgeo';
}
