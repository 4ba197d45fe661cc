import { stat } from 'node:fs/promises';
import { InputError } from '../errors.ts';
import { type Env, expandPath } from './settings.ts';

/** A `--model` value without the name that it gives its model. */
export interface AliasedModel {
  /** What the model is to be called; undefined where the value does not say. */
  alias?: string;
  spec: string;
}

/**
 * Takes `410m=./folder` apart; what stands behind the first `=` may be any `--model` value. A folder of that whole name
 * comes first.
 * @throws InputError where one of the two is empty
 */
export async function splitAlias(value: string, env: Env): Promise<AliasedModel> {
  const parts = /^([^=/\\]*)=(.*)$/s.exec(value);
  if (!parts || (await stat(expandPath(value, env)).catch(() => null))?.isDirectory()) return { spec: value };
  const [alias, spec] = parts.slice(1).map((part) => part.trim());
  if (alias !== '' && spec !== '') return { alias, spec };
  throw new InputError(
    `"${value}" has no ${alias === '' ? 'name before' : 'model behind'} its =`,
    'write NAME=MODEL, as 410m=./folder',
  );
}
