import type { ModelFacts, TextName } from '../experiments/experiment.ts';
import type { Json } from '../report/result.ts';
import type { ModelStore, Place } from './store.ts';
import type { Found, MeasuredModel } from './study.ts';

/** One model in one pass: all that its tables need beside its records, and which records there will be. */
export interface Head {
  place: Place;
  model: ModelFacts;
  /** Of untrained weights; null where trained. */
  seed: number | null;
  texts: TextName[];
  /** What `meta` says of the model. */
  description: { [key: string]: Json };
  /** How many texts each call has. */
  calls: number[];
  studies: StudyHead[];
}

/** What one study keeps of a model. */
export interface StudyHead {
  name: string;
  /** Whether it has a record of each text. */
  isOfTexts: boolean;
  parts: number;
  facts: { [key: string]: Json };
}

/** The name of the unit that holds the records of a call's texts, by study. */
export const unitOfCall = (call: number): string => `call/${call}`;

/** The name of the unit that holds a part of a study. */
export const unitOfPart = (study: string, part: number): string => `${study}/${part}`;

/** All units of a model. */
export function unitsOf({ calls, studies }: Head): string[] {
  const isKept = studies.some(({ isOfTexts }) => isOfTexts);
  const parts = studies.flatMap(({ name, parts }) =>
    Array.from({ length: parts }, (_, part) => unitOfPart(name, part)),
  );
  return [...(isKept ? calls.map((_, call) => unitOfCall(call)) : []), ...parts];
}

/** A unit that should have a record has none that is whole. */
export class MissingUnit extends Error {}

/**
 * Puts the records of a model together, whoever made them.
 * @throws MissingUnit
 */
export async function collect(head: Head, store: Pick<ModelStore, 'get'>): Promise<MeasuredModel> {
  const { model, seed, texts, description, studies } = head;
  const found: { [study: string]: Found } = {};
  for (const { name, facts } of studies) found[name] = { records: [], parts: [], facts };
  if (studies.some(({ isOfTexts }) => isOfTexts))
    for (const [call, size] of head.calls.entries()) await collectCall(found, head, call, size, store);
  for (const { name, parts } of studies)
    for (let part = 0; part < parts; part++)
      found[name].parts.push(await present(unitOfPart(name, part), store));
  return { model, seed, texts, description, found };
}

async function collectCall(
  found: { [study: string]: Found },
  { studies }: Head,
  call: number,
  size: number,
  store: Pick<ModelStore, 'get'>,
): Promise<void> {
  const kept = (await present(unitOfCall(call), store)) as { [study: string]: unknown[] };
  for (const { name, isOfTexts } of studies) {
    if (!isOfTexts) continue;
    if (kept[name]?.length !== size) throw new MissingUnit(unitOfCall(call));
    for (const record of kept[name]) found[name].records.push(record);
  }
}

async function present(unit: string, store: Pick<ModelStore, 'get'>): Promise<unknown> {
  const record = await store.get(unit);
  if (record === undefined) throw new MissingUnit(unit);
  return record;
}
