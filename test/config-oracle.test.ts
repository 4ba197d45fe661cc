import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { InputError } from '../src/errors.ts';
import { normalizeGram } from '../src/linalg/gram.ts';
import { informationGain } from '../src/metrics/information-gain.ts';
import { openCheckpoint } from '../src/model/checkpoint.ts';
import { readArchitecture } from '../src/model/families/index.ts';
import { Model } from '../src/model/forward.ts';
import { WeightReader } from '../src/model/weights.ts';
import { embeddedModel } from './support/oracles.ts';

interface Case {
  change: Record<string, unknown>;
  information_gain?: number;
  refused?: string;
}

interface ConfigOracle {
  ids: number[];
  sigma: number;
  cases: Case[];
  parameters: { change: Record<string, unknown>; total: number }[];
}

const FILE = new URL('../../fixtures/oracles/config.json', import.meta.url);
const oracle: ConfigOracle = JSON.parse(readFileSync(FILE, 'utf8'));

/** Of float32 states against float64 ones; two settings differ by 3.8e-6 or more (tanh-GELU and erf-GELU). */
const TOLERANCE = 3e-7;

async function changed(change: Record<string, unknown>) {
  const checkpoint = await openCheckpoint(embeddedModel('nano-s'));
  const config = Object.fromEntries(
    Object.entries({ ...checkpoint.config, ...change }).filter(([, value]) => value !== 'absent'),
  );
  return { checkpoint, architecture: readArchitecture(config) };
}

async function lastGain(change: Record<string, unknown>): Promise<number> {
  const { checkpoint, architecture } = await changed(change);
  const model = new Model(architecture, await WeightReader.open(checkpoint, architecture, true), 'cpu', 1);
  const { blocks } = architecture.shape;
  const watch = { cancelled: () => false, onBlock: () => {} };
  const [{ gram }] = await model.encode([Int32Array.from(oracle.ids)], { gram: [blocks] }, watch);
  await model.close();
  const n = oracle.ids.length;
  return informationGain(normalizeGram(gram.get(blocks)!, n), n, oracle.sigma).informationGain.at(-1)!;
}

const ACTIVATIONS_LEFT_OUT =
  /^(gelu_10|hardswish|laplace|leaky_relu|linear|mish|relu2|relu6|sigmoid|sqrtsoftplus|tanh)$/;

/** What transformers computes and llmgeo refuses, since it is rare, ambiguous or no decoder. */
function isRefusedHere({ change }: Case): boolean {
  return (
    ACTIVATIONS_LEFT_OUT.test(String(change.hidden_act)) ||
    ![undefined, null, 16].includes(change.head_dim as number) ||
    ![undefined, true].includes(change.is_causal as boolean) ||
    change.rotary_pct === true ||
    change.rotary_pct === 0 ||
    change.rope_scaling === false ||
    JSON.stringify(change).includes('full_attention') ||
    isUnreadShare(change)
  );
}

/** A top-level partial_rotary_factor, which transformers passes over, beside another share. */
function isUnreadShare({ partial_rotary_factor: unread, ...rest }: Case['change']) {
  const object = (rest.rope_scaling ?? rest.rope_parameters ?? {}) as Record<string, unknown>;
  return (
    (unread ?? undefined) !== undefined &&
    unread !== (object.partial_rotary_factor ?? rest.rotary_pct ?? 0.25)
  );
}

test('every changed config.json gives what transformers makes of it, or is refused', async (t) => {
  let worst = 0;
  for (const each of oracle.cases) {
    const what = JSON.stringify(each.change);
    if (each.information_gain === undefined || isRefusedHere(each)) {
      await assert.rejects(lastGain(each.change), InputError, what);
      continue;
    }
    const error = Math.abs((await lastGain(each.change)) / each.information_gain - 1);
    assert.ok(error < TOLERANCE, `${what}: off by ${error}`);
    worst = Math.max(worst, error);
  }
  t.diagnostic(`${oracle.cases.length} files, largest relative difference ${worst.toExponential(1)}`);
});

test('most of those files run', () => {
  const run = oracle.cases.filter((each) => each.information_gain !== undefined && !isRefusedHere(each));
  assert.ok(run.length > 70, `${run.length} of ${oracle.cases.length}`);
});

test('parameters of every class of the family are counted as transformers counts them', async () => {
  for (const { change, total } of oracle.parameters)
    assert.equal((await changed(change)).architecture.parameters.total, total, JSON.stringify(change));
});
