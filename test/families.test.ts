import assert from 'node:assert/strict';
import { test } from 'node:test';
import { normalizeGram } from '../src/linalg/gram.ts';
import { informationGain } from '../src/metrics/information-gain.ts';
import { centeredMatrixEntropy } from '../src/metrics/matrix-entropy.ts';
import type { Architecture } from '../src/model/architecture.ts';
import type { Capture, Encoding } from '../src/model/capture.ts';
import { openCheckpoint } from '../src/model/checkpoint.ts';
import { readArchitecture } from '../src/model/families/index.ts';
import { Model } from '../src/model/forward.ts';
import { WeightReader } from '../src/model/weights.ts';
import {
  FAMILY_GOLDENS,
  type FamilyCase,
  type FamilyGoldenName,
  familyGolden,
  familyModel,
} from './support/family-goldens.ts';
import { ATTENTION_TOLERANCE, HIDDEN_TOLERANCE, rowError } from './support/parity.ts';

type Config = Record<string, unknown>;

interface Changes {
  config?: (config: Config) => Config;
  architecture?: (architecture: Architecture) => Architecture;
  reader?: (reader: WeightReader) => void;
  /** In steps, as on devices without the operator. */
  inSteps?: boolean;
}

/** Runs every text of a golden in one batch, with something changed on the way. */
async function run(name: FamilyGoldenName, changes: Changes = {}): Promise<Encoding[]> {
  const checkpoint = await openCheckpoint(familyModel(name));
  const read = readArchitecture((changes.config ?? ((c) => c))(checkpoint.config));
  const architecture = (changes.architecture ?? ((a) => a))(read);
  const reader = await WeightReader.open(checkpoint, architecture, true);
  changes.reader?.(reader);
  const model = new Model(architecture, reader, 'cpu', 1);
  if (changes.inSteps) Object.assign(model, { fusedAttention: false });
  const { blocks } = architecture.shape;
  const layers = Array.from({ length: blocks + 1 }, (_, layer) => layer);
  const capture: Capture = {
    hidden: layers,
    gram: [blocks],
    attention: { blocks: layers.slice(0, -1), heads: 'all', rows: 'all' },
  };
  const texts = familyGolden(name).cases.map(({ ids }) => Int32Array.from(ids));
  const watch = { cancelled: () => false, onBlock: () => {} };
  try {
    return await model.encode(texts, capture, watch);
  } finally {
    await model.close();
  }
}

/** Largest row-relative difference of the hidden states. */
function hiddenError({ hidden }: Encoding, expected: FamilyCase): number {
  const errors = expected.hidden.map(({ shape, data }, layer) => {
    assert.deepEqual(hidden.get(layer)!.dims, shape);
    return rowError(hidden.get(layer)!.data, data, shape[1]);
  });
  return Math.max(...errors);
}

function attentionError({ attention }: Encoding, expected: FamilyCase): number {
  const found = [...attention.values()].flatMap(({ data }) => [...data]);
  assert.equal(found.length, expected.attention.data.length);
  return found.reduce((most, value, i) => Math.max(most, Math.abs(value - expected.attention.data[i])), 0);
}

for (const name of FAMILY_GOLDENS) {
  for (const inSteps of [false, true])
    test(`${name}: states and attention are those of transformers${inSteps ? ', in steps too' : ''}`, async (t) => {
      const { cases } = familyGolden(name);
      for (const [i, encoding] of (await run(name, { inSteps })).entries()) {
        const [hidden, attention] = [hiddenError(encoding, cases[i]), attentionError(encoding, cases[i])];
        t.diagnostic(`hidden ${hidden.toExponential(1)}, attention ${attention.toExponential(1)}`);
        assert.ok(hidden < HIDDEN_TOLERANCE, `hidden states differ by ${hidden}`);
        assert.ok(attention < ATTENTION_TOLERANCE, `attention differs by ${attention}`);
      }
    });

  test(`${name}: information gain, entropy and parameters are those of the reference`, async () => {
    const { cases, sigma, parameters } = familyGolden(name);
    for (const [i, { tokens, gram }] of (await run(name)).entries()) {
      const G = gram.get(2)!;
      const gain = informationGain(normalizeGram(G, tokens), tokens, sigma).informationGain.at(-1)!;
      const error = Math.abs(gain / cases[i].information_gain - 1);
      assert.ok(error < 2e-7, `information gain ${gain} is off by ${error}`);
      if (cases[i].matrix_entropy === null) continue;
      const entropy = centeredMatrixEntropy(G, tokens)!;
      assert.ok(
        Math.abs(entropy / cases[i].matrix_entropy! - 1) < 2e-7,
        `entropy ${entropy}, expected ${cases[i].matrix_entropy}`,
      );
    }
    const { config } = await openCheckpoint(familyModel(name));
    assert.equal(readArchitecture(config).parameters.total, parameters);
  });
}

/** A wrong forward pass must be seen, or the goldens would prove nothing. */
async function assertSeen(name: FamilyGoldenName, changes: Changes): Promise<void> {
  const [encoding] = await run(name, changes);
  const error = hiddenError(encoding, familyGolden(name).cases[0]);
  assert.ok(error > 2 * HIDDEN_TOLERANCE, `hidden states move by ${error} only`);
}

test('the goldens tell an untransposed square Conv1D', () =>
  assertSeen('gpt2-erf', { reader: transposeProjection }));

/** Hands out the square matrix of the attention's output as if it lay (out, in). */
function transposeProjection(reader: WeightReader): void {
  const block = reader.block.bind(reader);
  reader.block = async (layer) => {
    const weights = await block(layer);
    const { dims, data } = weights.feeds.w4;
    const [n] = dims;
    const entries = data as Float32Array;
    entries.set(Float32Array.from(entries, (_, at) => entries[(at % n) * n + Math.floor(at / n)]));
    return weights;
  };
}

test('the goldens tell tanh-GELU from erf-GELU, and the other way round', async () => {
  await assertSeen('gpt2-erf', { config: (c) => ({ ...c, activation_function: 'gelu_new' }) });
  await assertSeen('gpt2-new', { config: (c) => ({ ...c, activation_function: 'gelu' }) });
});

test("the goldens tell positions from 0 in OPT's table", () =>
  assertSeen('opt-pre', {
    architecture: (a) => ({
      ...a,
      input: { ...a.input, positions: { table: a.input.positions!.table, offset: 0 } },
    }),
  }));

test('the goldens tell a final LayerNorm that is left out', () =>
  assertSeen('opt-pre', { architecture: (a) => ({ ...a, output: {} }) }));

test('the goldens tell a final LayerNorm too many', () =>
  assertSeen('opt-removed', { architecture: (a) => ({ ...a, output: { norm: { epsilon: 1e-5 } } }) }));

test('the last state of opt-350m is narrower than the others', async () => {
  const { shape } = readArchitecture((await openCheckpoint(familyModel('opt-post'))).config);
  assert.deepEqual([shape.hidden, shape.lastHidden], [48, 20]);
});

const REFUSED: [Config, RegExp][] = [
  [{ model_type: 'gpt2', scale_attn_by_inverse_layer_idx: true }, /scale_attn_by_inverse_layer_idx is true/],
  [{ model_type: 'gpt2', reorder_and_upcast_attn: true }, /reorder_and_upcast_attn is true/],
  [{ model_type: 'gpt2', scale_attn_weights: false }, /scale_attn_weights is false/],
  [{ model_type: 'gpt2', add_cross_attention: true }, /add_cross_attention is true/],
  [{ model_type: 'gpt2', n_head: 5 }, /n_head is 5, expected a divisor of n_embd 768/],
  [{ model_type: 'gpt2', tie_last_hidden_states: false }, /tie_last_hidden_states is false/],
  [{ model_type: 'opt', activation_function: 'mish' }, /activation_function is "mish"/],
  [{ model_type: 'opt', pad_token_id: 50272 }, /pad_token_id is 50272/],
  [{ model_type: 'opt', do_layer_norm_before: null }, /do_layer_norm_before is null/],
];

for (const [config, message] of REFUSED)
  test(`refuses ${JSON.stringify(config)}`, () => {
    assert.throws(() => readArchitecture(config), message);
  });
