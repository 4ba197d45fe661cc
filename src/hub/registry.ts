import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The shape of a model, as far as a list shows it. */
export interface Shape {
  name: string;
  layers: number;
  hidden: number;
  heads: number;
  vocab: number;
  nonEmbeddingParameters: number;
  /** With embed_in and embed_out. */
  parameters: number;
}

/** One state of an embedded model's training. */
export interface EmbeddedRevision {
  name: string;
  /** Below `models/`. */
  folder: string;
  /** Of model.safetensors. */
  sha256: string;
}

export interface EmbeddedModel extends Shape {
  revisions: EmbeddedRevision[];
}

/** A suffix that makes another run of the same shape, for sizes `from` to `to`; with `numbers`, a number follows. */
export interface Variant {
  suffix: string;
  numbers?: [first: number, last: number];
  from: string;
  to: string;
}

/** Training steps whose branch does not hold what it says: those up to `upTo` (-1: none) and those in `steps`. */
export interface BadRevisions {
  model: string;
  upTo: number;
  steps: number[];
  issue: string;
  reason: string;
}

export interface Registry {
  embedded: { default: string; models: EmbeddedModel[] };
  pythia: {
    organisation: string;
    /** From the smallest up. */
    sizes: Shape[];
    variants: Variant[];
    revisions: string;
    knownBadRevisions: BadRevisions[];
  };
}

const FOLDER = new URL('../../../models/', import.meta.url);
let registry: Registry | undefined;

/** The models that llmgeo knows by name: `models/registry.json`. */
export function readRegistry(): Registry {
  registry ??= JSON.parse(readFileSync(new URL('registry.json', FOLDER), 'utf8')) as Registry;
  return registry;
}

/** The name of the embedded model that serves where none is named. */
export function defaultModel(): string {
  return readRegistry().embedded.default;
}

/** The folder of an embedded model's revision. */
export function embeddedFolder(revision: EmbeddedRevision): string {
  return fileURLToPath(new URL(revision.folder, FOLDER));
}

/** A warning where a branch of the official Pythia is known not to hold the weights it is named for, else null. */
export function knownBadRevision(repoId: string, revision: string): string | null {
  const { organisation, knownBadRevisions } = readRegistry().pythia;
  const step = /^step(\d+)$/.exec(revision)?.[1];
  const bad = knownBadRevisions.find(
    ({ model, upTo, steps }) =>
      repoId === `${organisation}/${model}` &&
      step !== undefined &&
      (Number(step) <= upTo || steps.includes(Number(step))),
  );
  return bad
    ? `${bad.model} ${revision} is known to be wrong on the hub: ${bad.reason} (${bad.issue})`
    : null;
}

/** The short names of Pythia: every size and every run of it. */
export function pythiaNames(): string[] {
  const { sizes, variants } = readRegistry().pythia;
  const names = sizes.map(({ name }) => name);
  return names.flatMap((name, place) => [
    name,
    ...variants
      .filter(({ from, to }) => names.indexOf(from) <= place && place <= names.indexOf(to))
      .flatMap(({ suffix, numbers }) => (numbers ? numbered(suffix, numbers) : [suffix]))
      .map((suffix) => name + suffix),
  ]);
}

function numbered(suffix: string, [first, last]: [number, number]): string[] {
  return Array.from({ length: last - first + 1 }, (_, i) => `${suffix}${first + i}`);
}
