/** THE LOOP: one pass over the texts of a model feeds every study. */
import { createHash } from 'node:crypto';
import { LlmgeoError } from '../errors.ts';
import type { Measurement } from '../experiments/experiment.ts';
import { type Call, planCalls } from '../model/batch.ts';
import type { Encoding } from '../model/capture.ts';
import type { Text } from '../text/text.ts';
import { captureUnion } from './capture-union.ts';
import type { RunContext } from './context.ts';
import { collect, type Head, MissingUnit, unitOfCall, unitOfPart } from './head.ts';
import type { ModelRequest, ModelRun } from './model-run.ts';
import { openModels } from './open-models.ts';
import { runSteps } from './run-steps.ts';
import { type Deciding, MEMORY, type ModelStore, type Store } from './store.ts';
import type { MeasuredModel, Study } from './study.ts';

/** A study at work on a model. */
interface Work {
  study: Study;
  measurement: Measurement<unknown, unknown>;
}

/** One model with all that is about it. */
interface Pass {
  run: ModelRun;
  works: Work[];
  /** The calls of the model, planned once from all of its texts: what is in a call decides its last digits. */
  calls: Call[];
  store: ModelStore;
  context: RunContext;
}

/**
 * Runs every model once over the texts and hands each text to every study.
 * @returns what the models gave, in the order in which they ran; null where this process does but a share of the run
 * @throws InputError as the studies do, before a model runs; the reason of the context's signal
 */
export async function measure(
  studies: readonly Study[],
  request: ModelRequest,
  texts: readonly Text[],
  context: RunContext,
  store: Store = MEMORY,
): Promise<MeasuredModel[] | null> {
  const measured: MeasuredModel[] = [];
  for await (const run of openModels(request, texts, context, (place) => store.wants(place))) {
    const pass = await beginPass(run, studies, context, store);
    await guarded(context, async () => {
      await measureTexts(pass);
      for (const work of pass.works) await measureParts(pass, work);
    });
    if (store.isWhole) measured.push(await collectOf(pass));
  }
  return store.isWhole ? measured : null;
}

/** @throws LlmgeoError where a record is no longer what it was when this process met it */
async function collectOf(pass: Pass): Promise<MeasuredModel> {
  try {
    return await collect(await headOf(pass), pass.store);
  } catch (error) {
    if (!(error instanceof MissingUnit)) throw error;
    throw new LlmgeoError(
      `a record of ${pass.run.label} was damaged during the run: ${error.message}`,
      'give the same command again: it is computed again',
      75,
      error,
    );
  }
}

async function guarded({ guard }: RunContext, work: () => Promise<void>): Promise<void> {
  await (guard ? guard.during(work) : work());
}

async function beginPass(
  run: ModelRun,
  studies: readonly Study[],
  context: RunContext,
  store: Store,
): Promise<Pass> {
  const works = begin(run, studies);
  for (const { measurement } of works) measurement.notes?.forEach(context.talk.note);
  const calls = planCalls(run.tokenized.texts.map(({ ids }) => ids.length));
  const pass = { run, works, calls, context };
  const kept = await store.ofModel(
    () => headOf(pass),
    () => deciding(pass),
  );
  return { ...pass, store: kept };
}

/** All that decides the numbers of a pass; what the texts are called is in them, since tables say it. */
async function deciding({ run, works }: Omit<Pass, 'store'>): Promise<Deciding> {
  const texts = createHash('sha256');
  for (const { index, ids, context, label } of run.tokenized.texts)
    texts.update(JSON.stringify([index, ids, context ?? null, label ?? null]));
  return {
    studies: works.map(({ study: { name, described } }) => [name, described]),
    model: await run.deciding(),
    texts: texts.digest('hex'),
  };
}

async function headOf({ run, works, calls }: Omit<Pass, 'store'>): Promise<Head> {
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

function begin(run: ModelRun, studies: readonly Study[]): Work[] {
  return studies
    .filter(({ isAbout }) => isAbout?.(run.facts, run.seed) ?? true)
    .map((study) => ({ study, measurement: study.begin(run.facts, run.tokenized.texts) }));
}

/** Runs the calls of which anything is still wanted, and keeps what the studies make of each. */
async function measureTexts(pass: Pass): Promise<void> {
  const { run, works, calls } = pass;
  const missing = missingCalls(pass);
  const places = new Set(works.flatMap((work) => placesOfParts(pass, work)));
  const wanted = calls.filter((call, i) => missing[i] || placesOf(call).some((place) => places.has(place)));
  if (wanted.length === 0) return;
  const capture = captureUnion(works.map(({ measurement }) => measurement.capture));
  let next = 0;
  let records: unknown[][] = [];
  for await (const encoding of run.encode(capture, wanted)) {
    records.push(await measureText(pass, encoding));
    const [begin, end] = wanted[next];
    if (records.length < end - begin) continue;
    const call = calls.indexOf(wanted[next]);
    if (missing[call]) await keep(pass, unitOfCall(call), byStudy(works, records));
    records = [];
    next++;
  }
}

/** Keeps a record; asked to part, the process does so with nothing lost. */
async function keep({ store, context }: Pass, unit: string, record: unknown): Promise<void> {
  await store.put(unit, record);
  context.guard?.unitDone();
}

/** Of each call, whether this process is to do it. */
function missingCalls({ run, works, calls, store }: Pass): boolean[] {
  if (!works.some(({ measurement }) => measurement.ofText)) return calls.map(() => false);
  const { texts } = run.tokenized;
  const share = store.share(
    calls.map((call) => placesOf(call).reduce((sum, place) => sum + texts[place].ids.length, 0)),
  );
  return calls.map((_, call) => share[call] && !store.has(unitOfCall(call)));
}

function placesOf([begin, end]: Call): number[] {
  return Array.from({ length: end - begin }, (_, i) => begin + i);
}

/** The record of each study, in their order; null of one that keeps none. */
async function measureText({ run, works, context }: Pass, encoding: Encoding): Promise<unknown[]> {
  const text = run.tokenized.texts[encoding.index];
  const records: unknown[] = [];
  for (const { measurement } of works) {
    measurement.together?.see(encoding.index, encoding);
    const steps = measurement.ofText?.(text, encoding);
    records.push(steps ? await runSteps(steps, context.signal) : null);
  }
  return records;
}

function byStudy(works: readonly Work[], records: readonly unknown[][]): { [study: string]: unknown[] } {
  const kept = works.flatMap(({ study, measurement }, i) => {
    return measurement.ofText ? [[study.name, records.map((ofText) => ofText[i])] as const] : [];
  });
  return Object.fromEntries(kept);
}

/** The parts of a study that this process is to do. */
function missingParts({ store }: Pass, { study, measurement }: Work): number[] {
  const parts = measurement.together?.parts ?? 0;
  const share = store.share(Array<number>(parts).fill(1));
  return share.flatMap((isOwn, part) => (isOwn && !store.has(unitOfPart(study.name, part)) ? [part] : []));
}

function placesOfParts(pass: Pass, work: Work): number[] {
  return missingParts(pass, work).flatMap((part) => [...work.measurement.together!.textsOf(part)]);
}

async function measureParts(pass: Pass, work: Work): Promise<void> {
  const { run, context } = pass;
  const missing = missingParts(pass, work);
  if (missing.length === 0) return;
  const progress = context.talk.progress({
    label: `${run.label} ${work.study.name}`,
    total: missing.length,
    unit: 'parts',
  });
  let done = 0;
  try {
    for await (const { part, steps } of work.measurement.together!.measure(missing, run.atHand)) {
      await keep(pass, unitOfPart(work.study.name, part), await runSteps(steps, context.signal));
      progress.update(++done);
    }
  } finally {
    progress.stop();
  }
}
