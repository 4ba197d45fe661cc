/** THE LOOP: one pass over the texts of a model feeds every study. */
import type { Measurement } from '../experiments/experiment.ts';
import { type Call, planCalls } from '../model/batch.ts';
import type { Encoding } from '../model/capture.ts';
import type { Text } from '../text/text.ts';
import { captureUnion } from './capture-union.ts';
import type { RunContext } from './context.ts';
import { type ModelRequest, type ModelRun, openModels } from './model-run.ts';
import { runSteps } from './run-steps.ts';
import { MEMORY, type ModelStore, type Store } from './store.ts';
import type { Found, MeasuredModel, Study } from './study.ts';

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
 * @returns what the models gave, in the order in which they ran
 * @throws InputError as the studies do, before a model runs; the reason of the context's signal
 */
export async function measure(
  studies: readonly Study[],
  request: ModelRequest,
  texts: readonly Text[],
  context: RunContext,
  store: Store = MEMORY,
): Promise<MeasuredModel[]> {
  const measured: MeasuredModel[] = [];
  for await (const run of openModels(request, texts, context))
    measured.push(await measureModel(run, studies, context, store));
  return measured;
}

async function measureModel(
  run: ModelRun,
  studies: readonly Study[],
  context: RunContext,
  store: Store,
): Promise<MeasuredModel> {
  const works = begin(run, studies);
  for (const { measurement } of works) measurement.notes?.forEach(context.talk.note);
  const calls = planCalls(run.tokenized.texts.map(({ ids }) => ids.length));
  const pass: Pass = { run, works, calls, store: await store.ofModel(run, studies), context };
  await measureTexts(pass);
  for (const work of works) await measureParts(pass, work);
  return collect(pass);
}

function begin(run: ModelRun, studies: readonly Study[]): Work[] {
  return studies
    .filter(({ isAbout }) => isAbout?.(run.facts, run.seed) ?? true)
    .map((study) => ({ study, measurement: study.begin(run.facts, run.tokenized.texts) }));
}

const unitOfCall = (call: number) => `call/${call}`;
const unitOfPart = ({ study }: Work, part: number) => `${study.name}/${part}`;

/** Runs the calls of which anything is still wanted, and keeps what the studies make of each. */
async function measureTexts(pass: Pass): Promise<void> {
  const { run, works, calls, store } = pass;
  const places = new Set(works.flatMap((work) => placesOfParts(pass, work)));
  const isKept = works.some(({ measurement }) => measurement.ofText);
  const wanted = calls.filter(([begin, end], call) => {
    const isMissing = isKept && !store.has(unitOfCall(call));
    return (
      isMissing || Array.from({ length: end - begin }, (_, i) => begin + i).some((place) => places.has(place))
    );
  });
  if (wanted.length === 0) return;
  const capture = captureUnion(works.map(({ measurement }) => measurement.capture));
  let next = 0;
  let records: unknown[][] = [];
  for await (const encoding of run.encode(capture, wanted)) {
    records.push(await measureText(pass, encoding));
    const [begin, end] = wanted[next];
    if (records.length < end - begin) continue;
    if (isKept) await store.put(unitOfCall(calls.indexOf(wanted[next])), byStudy(works, records));
    records = [];
    next++;
  }
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

function missingParts({ store }: Pass, work: Work): number[] {
  const parts = work.measurement.together?.parts ?? 0;
  return Array.from({ length: parts }, (_, part) => part).filter(
    (part) => !store.has(unitOfPart(work, part)),
  );
}

function placesOfParts(pass: Pass, work: Work): number[] {
  return missingParts(pass, work).flatMap((part) => [...work.measurement.together!.textsOf(part)]);
}

async function measureParts(pass: Pass, work: Work): Promise<void> {
  const { run, store, context } = pass;
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
      await store.put(unitOfPart(work, part), await runSteps(steps, context.signal));
      progress.update(++done);
    }
  } finally {
    progress.stop();
  }
}

/** Puts the records of a model together, whoever made them. */
async function collect({ run, works, calls, store }: Pass): Promise<MeasuredModel> {
  const found: { [study: string]: Found } = {};
  for (const { study, measurement } of works)
    found[study.name] = { records: [], parts: [], facts: measurement.facts ?? {} };
  for (const call of calls.keys()) {
    const kept = ((await store.get(unitOfCall(call))) ?? {}) as { [study: string]: unknown[] };
    for (const [name, records] of Object.entries(kept))
      for (const record of records) found[name].records.push(record);
  }
  for (const work of works) {
    const parts = work.measurement.together?.parts ?? 0;
    for (let part = 0; part < parts; part++)
      found[work.study.name].parts.push(await store.get(unitOfPart(work, part)));
  }
  const texts = run.tokenized.texts.map(({ index, context, label }) => ({ index, context, label }));
  return { model: run.facts, seed: run.seed, texts, description: await run.describe(), found };
}
