import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const FOLDER = new URL('../../../fixtures/goldens/', import.meta.url);

export interface GoldenTensor {
  shape: number[];
  data: Float64Array;
}

/** Of one layer and sigma; `I` begins with the empty prefix, so it is one longer than the text. */
export interface GoldenGain {
  I: number[];
  I_over_d: number[];
  diff: number[];
  diff_over_d: number[];
  post_var: number[];
  diff_printed_thm41?: number[];
}

export interface GoldenMetrics {
  n: number;
  d: number;
  stable_rank: number;
  info_gain: Record<string, GoldenGain>;
  /** Coefficients of the last row's ridge prediction from those before it, by sigma; absent for one token. */
  ridge_last?: Record<string, number[]>;
}

export interface GoldenCase {
  ids: number[];
  /** (L + 1, T, d) for all layers, or (T, d) of the last one alone. */
  hidden?: GoldenTensor;
  hidden_last_layer?: GoldenTensor;
  /** (L, H, T(T + 1)/2): the lower triangles, row-major. */
  attn_lower_triangle?: GoldenTensor;
  /** (L, T). */
  attn_head_mean_last_row: number[][];
  /** (L, picks): what attention above 0.01 picks for the last token, ascending; of some cases alone. */
  attn_picks_last_row_excl_self?: number[][];
  /** By layer: `last`, `layer2`, ... */
  metrics: Record<string, GoldenMetrics>;
}

/** What `parity` compares with. */
export type GoldenStates = Pick<GoldenCase, 'hidden' | 'hidden_last_layer' | 'attn_lower_triangle'>;

export interface Golden {
  model: string;
  reference: string;
  cases: Record<string, GoldenCase>;
}

export type GoldenName = 'tiny-a' | 'tiny-b' | 'tiny-c';

export const GOLDEN_NAMES: GoldenName[] = ['tiny-a', 'tiny-b', 'tiny-c'];

/** Float64 states, attention and metrics of a tiny model, made by Hugging Face transformers and NumPy. */
export function golden(name: GoldenName): Golden {
  return JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), 'utf8'), decodeTensors);
}

/** A JSON.parse reviver that makes tensors of `{shape, f64le}`. */
export function decodeTensors(_key: string, value: { shape: number[]; f64le?: unknown } | null): unknown {
  return typeof value?.f64le === 'string' ? { shape: value.shape, data: decode(value.f64le) } : value;
}

/** The folder of a tiny model's checkpoint: tiny-a is float16, tiny-b float32 in two shards, tiny-c bfloat16 at odd offsets. */
export function fixturesModel(name: GoldenName): string {
  return fileURLToPath(new URL(`models/${name}`, FOLDER));
}

/** One layer's hidden states, T x d row-major; `layer` counts as Hugging Face does, -1 is the last. */
export function goldenStates(golden: GoldenStates, layer = -1): { T: number; d: number; H: Float64Array } {
  if (golden.hidden === undefined) {
    if (layer !== -1 || golden.hidden_last_layer === undefined)
      throw new Error(`no states of layer ${layer}`);
    const [T, d] = golden.hidden_last_layer.shape;
    return { T, d, H: golden.hidden_last_layer.data };
  }
  const [layers, T, d] = golden.hidden.shape;
  const start = (layer < 0 ? layers + layer : layer) * T * d;
  return { T, d, H: golden.hidden.data.subarray(start, start + T * d) };
}

function decode(base64: string): Float64Array {
  const bytes = Buffer.from(base64, 'base64');
  return Float64Array.from({ length: bytes.length / 8 }, (_, i) => bytes.readDoubleLE(i * 8));
}
