import { createHash } from 'node:crypto';
import type { Measurement } from '../experiments/experiment.ts';
import { type Call, planCalls } from '../model/batch.ts';
import type { RunContext } from './context.ts';
import { type Head, unitOfCall, unitOfPart } from './head.ts';
import type { ModelRun } from './model-run.ts';
import type { RunProgress } from './run-progress.ts';
import type { Deciding, ModelStore, Store } from './store.ts';
import type { Study } from './study.ts';

/** A study that has begun on a model. */
interface Begun {
  study: Study;
  measurement: Measurement<unknown, unknown>;
}

/** A study at work on a model. */
export interface Work extends Begun {
  /** Its parts that this process is to do. */
  parts: number[];
}

/** One model with all that is about it. */
export interface Pass {
  run: ModelRun;
  works: Work[];
  /** The calls of the model, planned once from all of its texts: what is in a call decides its last digits. */
  calls: Call[];
  store: ModelStore;
  /** What tables need of the model beside its records; asked for once, since it hashes the weights. */
  head: () => Promise<Head>;
  context: RunContext;
  progress: RunProgress;
}

/** What a pass is about, before anything is known of what is kept of it. */
type Subject = Pick<Pass, 'run' | 'calls'> & { works: Begun[] };

/** Begins the studies on a model, and opens what is kept of it. */
export async function beginPass(
  run: ModelRun,
  studies: readonly Study[],
  context: RunContext,
  store: Store,
  progress: RunProgress,
): Promise<Pass> {
  const begun = begin(run, studies);
  for (const { measurement } of begun) measurement.notes?.forEach(context.talk.note);
  const calls = planCalls(run.tokenized.texts.map(({ ids }) => ids.length));
  const subject = { run, works: begun, calls };
  let found: Promise<Head> | undefined;
  const head = () => {
    found ??= headOf(subject);
    return found;
  };
  const kept = await store.ofModel(head, () => deciding(subject));
  const works = begun.map((work) => ({ ...work, parts: missingParts(kept, work) }));
  return { run, works, calls, store: kept, head, context, progress };
}

/** All that decides the numbers of a pass; what the texts are called is in them, since tables say it. */
async function deciding({ run, works }: Subject): Promise<Deciding> {
  const texts = createHash('sha256');
  for (const { index, ids, context, label } of run.tokenized.texts)
    texts.update(JSON.stringify([index, ids, context ?? null, label ?? null]));
  return {
    studies: works.map(({ study: { name, described } }) => [name, described]),
    model: await run.deciding(),
    texts: texts.digest('hex'),
  };
}

async function headOf({ run, works, calls }: Subject): Promise<Head> {
  return {
    place: run.place,
    model: run.facts,
    seed: run.seed,
    texts: run.tokenized.texts.map(({ index, context, label }) => ({ index, context, label })),
    description: await run.describe(),
    calls: calls.map(([begin, end]) => end - begin),
    studies: works.map(({ study: { name }, measurement }) => ({
      name,
      isOfTexts: measurement.ofText !== undefined,
      parts: measurement.together?.parts ?? 0,
      facts: measurement.facts ?? {},
    })),
  };
}

function begin(run: ModelRun, studies: readonly Study[]): Begun[] {
  return studies
    .filter(({ isAbout }) => isAbout?.(run.facts, run.seed) ?? true)
    .map((study) => ({ study, measurement: study.begin(run.facts, run.tokenized.texts) }));
}

/** Of each call, whether this process is to do it. */
export function missingCalls({ run, works, calls, store }: Pass): boolean[] {
  if (!works.some(({ measurement }) => measurement.ofText)) return calls.map(() => false);
  const share = store.share(calls.map((call) => tokensOf(run, call)));
  return calls.map((_, call) => share[call] && !store.has(unitOfCall(call)));
}

/** How many tokens a call has, without padding. */
export function tokensOf({ tokenized: { texts } }: ModelRun, call: Call): number {
  return placesOf(call).reduce((sum, place) => sum + texts[place].ids.length, 0);
}

/** The texts of a call, by their places in the list of the model. */
export function placesOf([begin, end]: Call): number[] {
  return Array.from({ length: end - begin }, (_, i) => begin + i);
}

function missingParts(store: ModelStore, { study, measurement }: Begun): number[] {
  const parts = measurement.together?.parts ?? 0;
  const share = store.share(Array<number>(parts).fill(1));
  return share.flatMap((isOwn, part) => (isOwn && !store.has(unitOfPart(study.name, part)) ? [part] : []));
}

/** The texts that the parts still to be done must have seen. */
export function placesOfParts({ parts, measurement }: Work): number[] {
  return parts.flatMap((part) => [...measurement.together!.textsOf(part)]);
}
