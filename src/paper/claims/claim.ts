import type { Interval } from '../../metrics/bootstrap.ts';
import type { Layer } from '../../model/capture.ts';
import type { Control } from './control.ts';

/** What a claim comes to on the models and data at hand. */
export type Verdict =
  | 'holds'
  | 'fails'
  | 'by construction'
  | 'also untrained'
  | 'undecided'
  | 'needs three sizes'
  | `depends on ${string}`;

/** A model as rows name it. */
export interface Subject {
  model: string;
  revision: string | null;
  layer: Layer;
}

/** Which models, or which one, and which texts a claim was tested on. */
export interface Tested {
  /** Null for a claim about several models together, or about none. */
  model: string | null;
  /** Null where the models differ in it, or have none. */
  revision: string | null;
  layer: Layer | null;
  /** All of them, smallest first. */
  models: string;
  data: string;
}

/** A number that a claim's value is made of, as one model of an order or one side of a difference. */
export interface Part {
  name: string;
  model: string;
  value: number;
  control: Control | null;
}

/** Numbers that only some claims have; absent where they do not apply. */
export interface Extras {
  /** Of the permutation test. */
  p?: number;
  /** Of the log-log fit. */
  r2?: number | null;
  /** Slope of the same fit where every model has the rank of the narrowest. */
  nullSlope?: number;
  /** What a theorem says the value is. */
  predicted?: number;
  /** How many skills there are, M; absent without bound. */
  skills?: number;
  /** At which lengths sizes are compared, as the setting says it: "T = 24 (3 of 4 texts)". */
  lengths?: string;
  /** Of an order: the neighbouring sizes that speak least for it, as the setting says them: "larger - smaller". */
  pair?: string;
}

/** One claim in one setting. */
export interface Claim extends Tested, Extras {
  /** Of the claim, 1 to 13: its key in `STATEMENTS`. */
  number: number;
  /** What was measured. */
  quantity: string;
  /** Under which choice; empty where there is one alone. Quantity and setting name a row the same for every model. */
  setting: string;
  value: number | null;
  /** 95 %, over texts. */
  interval: Interval | null;
  /** What decides, fixed before anything was measured. */
  threshold: string;
  verdict: Verdict;
  /** The same quantity over the untrained models; null where none was run, or has a value. */
  control: Control | null;
  parts: Part[];
}

/** The rows of one claim. */
export function claimsOf(claims: readonly Claim[], number: number): Claim[] {
  return claims.filter((claim) => claim.number === number);
}

/** Of several models together, or of the only one. */
export function testedTogether(subjects: readonly Subject[], data: string): Tested {
  const common = <T>(values: readonly T[]): T | null => {
    return values.every((value) => value === values[0]) ? (values[0] ?? null) : null;
  };
  return {
    model: subjects.length === 1 ? subjects[0].model : null,
    revision: common(subjects.map(({ revision }) => revision)),
    layer: common(subjects.map(({ layer }) => layer)),
    models: subjects.map(({ model }) => model).join(', '),
    data,
  };
}

/** Of one model by itself. */
export function testedAlone(subject: Subject, data: string): Tested {
  return testedTogether([subject], data);
}

/** A claim for which the models or texts at hand say nothing. */
export function claimWithoutValue(
  tested: Tested,
  said: Pick<Claim, 'number' | 'quantity' | 'setting' | 'threshold' | 'verdict'>,
): Claim {
  return { ...said, ...tested, value: null, interval: null, control: null, parts: [] };
}
