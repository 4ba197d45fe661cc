/** THE LOOP: one pass over the texts of a model feeds every study. */
import { LlmgeoError } from '../errors.ts';
import type { Measurement } from '../experiments/experiment.ts';
import type { Encoding } from '../model/capture.ts';
import type { Text } from '../text/text.ts';
import type { TokenizedText } from '../text/tokenized-text.ts';
import { captureUnion } from './capture-union.ts';
import type { RunContext } from './context.ts';
import { collect, MissingUnit, unitOfCall, unitOfPart } from './head.ts';
import type { ModelRequest } from './model-run.ts';
import { openModels } from './open-models.ts';
import { beginPass, missingCalls, type Pass, placesOf, placesOfParts, tokensOf, type Work } from './pass.ts';
import { RunProgress } from './run-progress.ts';
import { runSteps } from './run-steps.ts';
import { MEMORY, type Store } from './store.ts';
import type { MeasuredModel, Study } from './study.ts';

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
  const progress = new RunProgress(context.talk, Math.max(1, new Set(request.models).size), store.bytes);
  try {
    for await (const run of openModels(request, texts, context, (place) => store.wants(place))) {
      const pass = await beginPass(run, studies, context, store, progress);
      await guarded(context, async () => {
        await measureTexts(pass);
        for (const work of pass.works) await measureParts(pass, work);
      });
      if (store.isWhole) measured.push(await collectOf(pass));
    }
  } finally {
    progress.stop();
  }
  return store.isWhole ? measured : null;
}

/** @throws LlmgeoError where a record is no longer what it was when this process met it */
async function collectOf(pass: Pass): Promise<MeasuredModel> {
  try {
    return await collect(await pass.head(), pass.store);
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

/** Runs the calls of which anything is still wanted, and keeps what the studies make of each. */
async function measureTexts(pass: Pass): Promise<void> {
  const { run, works, calls, progress } = pass;
  const missing = missingCalls(pass);
  const places = new Set(works.flatMap(placesOfParts));
  const isWanted = (call: number) =>
    missing[call] || placesOf(calls[call]).some((place) => places.has(place));
  const wanted = [...calls.keys()].filter(isWanted);
  if (wanted.length === 0) return;
  const tokens = wanted.reduce((sum, call) => sum + tokensOf(run, calls[call]), 0);
  progress.begin(run, { tokens, units: missing.filter((is) => is).length });
  const capture = captureUnion(works.map(({ measurement }) => measurement.capture));
  let next = 0;
  let records: unknown[][] = [];
  const onTokens = (done: number) => progress.tokens(done);
  const encodings = run.encode(
    capture,
    wanted.map((call) => calls[call]),
    onTokens,
  );
  for await (const encoding of encodings) {
    records.push(await measureText(pass, encoding));
    const call = wanted[next];
    if (records.length < placesOf(calls[call]).length) continue;
    if (missing[call]) await keep(pass, unitOfCall(call), byStudy(works, records));
    records = [];
    next++;
  }
}

/** Keeps a record; asked to part, the process does so with nothing lost. */
async function keep({ store, context, progress }: Pass, unit: string, record: unknown): Promise<void> {
  await store.put(unit, record);
  progress.unit();
  context.guard?.unitDone();
}

/** The record of each study, in their order; null of one that keeps none. */
async function measureText(pass: Pass, encoding: Encoding): Promise<unknown[]> {
  const { run, works } = pass;
  const text = run.tokenized.texts[encoding.index];
  const records: unknown[] = [];
  for (const { measurement } of works) {
    measurement.together?.see(encoding.index, encoding);
    records.push(measurement.ofText ? await measureSteps(pass, measurement, text, encoding) : null);
  }
  return records;
}

/** A single text that takes long shows how far it is; of several texts, the run does. */
async function measureSteps(
  { run, context, progress }: Pass,
  { ofText, stops }: Measurement<unknown, unknown>,
  text: TokenizedText,
  encoding: Encoding,
): Promise<unknown> {
  const steps = ofText!(text, encoding);
  if (!stops || run.tokenized.texts.length > 1) return runSteps(steps, context.signal);
  progress.stop();
  const bar = context.talk.progress({ label: run.label, total: stops(text), unit: 'steps' });
  let done = 0;
  try {
    return await runSteps(steps, context.signal, () => bar.update(++done));
  } finally {
    bar.stop();
  }
}

function byStudy(works: readonly Work[], records: readonly unknown[][]): { [study: string]: unknown[] } {
  const kept = works.flatMap(({ study, measurement }, i) => {
    return measurement.ofText ? [[study.name, records.map((ofText) => ofText[i])] as const] : [];
  });
  return Object.fromEntries(kept);
}

async function measureParts(pass: Pass, work: Work): Promise<void> {
  const { run, context } = pass;
  const { parts } = work;
  if (parts.length === 0) return;
  pass.progress.stop();
  const progress = context.talk.progress({
    label: `${run.label} ${work.study.name}`,
    total: parts.length,
    unit: 'parts',
  });
  let done = 0;
  try {
    for await (const { part, steps } of work.measurement.together!.measure(parts, run.atHand)) {
      await keep(pass, unitOfPart(work.study.name, part), await runSteps(steps, context.signal));
      progress.update(++done);
    }
  } finally {
    progress.stop();
  }
}
