import { InputError } from '../../../errors.ts';
import { isRecord } from '../../tensor-table.ts';
import { bad, type ConfigJson, orAbsent, positive } from '../config-values.ts';

/**
 * Rotary settings of config.json, in the order of precedence of Hugging Face transformers 5 (`GPTNeoXConfig`):
 *
 * 1. one object: `rope_scaling` if it has any entry, else `rope_parameters`; the other is not looked at;
 * 2. type: the object's `rope_type`, else its `type`, else `default`; `linear` divides positions by its `factor`;
 * 3. base: the object's `rope_theta`, else the top level's `rotary_emb_base`, else 10000;
 * 4. share of each head: the object's `partial_rotary_factor`, else the top level's `rotary_pct`, else 0.25.
 *
 * `rope_theta` at the top level is read by no version for this family. Nor is `partial_rotary_factor`, but who writes it
 * there means another model than transformers runs: it is refused where it differs, like a `head_dim` that is not the
 * head's (older versions pass over it, newer ones rotate by it). Null counts as a value in 2 to 4.
 * @throws InputError for other types of scaling, and for values that rotate nothing or more than a head
 */
export function readRotary(json: ConfigJson, headDim: number) {
  const rope = ropeObject(json);
  const rotaryFactor = readFactor(rope);
  const share = positive(
    orAbsent(rope.partial_rotary_factor, orAbsent(json.rotary_pct, 0.25)),
    rope.partial_rotary_factor === undefined ? 'rotary_pct' : 'partial_rotary_factor',
  );
  const rotaryBase = positive(
    orAbsent(rope.rope_theta, orAbsent(json.rotary_emb_base, 10000)),
    rope.rope_theta === undefined ? 'rotary_emb_base' : 'rope_theta',
  );
  checkUnread(json, share, headDim);
  return { rotaryDims: rotated(share, headDim), rotaryBase, rotaryFactor };
}

function ropeObject(json: ConfigJson): Record<string, unknown> {
  const [scaling, parameters] = ['rope_scaling', 'rope_parameters'].map((key) => {
    const value = json[key] ?? {};
    if (!isRecord(value)) throw bad(key, value, 'an object');
    return value;
  });
  const rope = Object.keys(scaling).length > 0 ? scaling : parameters;
  const nested = Object.entries(rope).find(([, value]) => isRecord(value));
  if (nested) throw bad(nested[0], nested[1], 'no rotary settings of its own: all layers have the same');
  return rope;
}

function readFactor(rope: Record<string, unknown>): number {
  const type = orAbsent(rope.rope_type, orAbsent(rope.type, 'default'));
  if (type === 'default') return 1;
  if (type === 'linear') return positive(rope.factor, 'factor of rope_type "linear"');
  throw new InputError(
    `config.json: rope_type is ${JSON.stringify(type)}, expected "default" or "linear"`,
    'use the checkpoint from before its context was extended; llmgeo refuses what it would compute wrongly',
  );
}

function checkUnread(json: ConfigJson, share: number, headDim: number): void {
  const { partial_rotary_factor: unread, head_dim: written } = json;
  if ((unread ?? share) !== share)
    throw bad('partial_rotary_factor', unread, `${share}, the share that rotary_pct or rope_parameters give`);
  if ((written ?? headDim) !== headDim)
    throw bad('head_dim', written, `hidden_size / num_attention_heads, ${headDim}`);
}

function rotated(share: number, headDim: number): number {
  const dims = Math.trunc(headDim * share);
  if (share <= 1 && dims >= 2 && dims % 2 === 0) return dims;
  throw bad(
    'rotary_pct',
    share,
    `a share of the head dimension ${headDim} that gives an even number of rotary dimensions, not ${dims}`,
  );
}
