import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { InputError } from '../errors.ts';
import { nearestNames } from './nearest-names.ts';
import { type EmbeddedModel, pythiaNames, readRegistry } from './registry.ts';
import { type Env, expandPath } from './settings.ts';

/** What a `--model` value means. */
export type ModelName =
  | { kind: 'folder'; folder: string }
  | { kind: 'embedded'; model: EmbeddedModel }
  | { kind: 'hub'; repoId: string };

/**
 * Reads a `--model` value. An existing folder wins; what begins with `/`, `.` or `~` is a folder and nothing else;
 * then come embedded models, Pythia's short names, and `org/repo`.
 * @throws InputError for a folder that does not exist and for a name that nobody knows, with those most like it
 */
export async function parseModelName(spec: string, env: Env): Promise<ModelName> {
  const path = expandPath(spec, env);
  const isFolder = (await stat(path).catch(() => null))?.isDirectory() ?? false;
  if (isFolder && spec !== '') return { kind: 'folder', folder: resolve(path) };
  // A Windows drive (C:\models) is no repository either.
  if (/^([/.~]|[A-Za-z]:)|\\/.test(spec))
    throw new InputError(`no such folder: "${spec}"`, 'give a folder with config.json and safetensors');
  // Completion in a shell ends a name with a slash where a folder of that name lies elsewhere.
  const name = spec.replace(/\/+$/, '');
  if (name.includes('/')) return { kind: 'hub', repoId: name };
  return isShortName(name) || name === spec ? parseShortName(name) : { kind: 'hub', repoId: spec };
}

function isShortName(name: string): boolean {
  const { embedded } = readRegistry();
  return embedded.models.some((model) => model.name === name) || pythiaNames().includes(name);
}

function parseShortName(spec: string): ModelName {
  const { embedded, pythia } = readRegistry();
  const model = embedded.models.find(({ name }) => name === spec);
  if (model) return { kind: 'embedded', model };
  const known = pythiaNames();
  if (known.includes(spec)) return { kind: 'hub', repoId: `${pythia.organisation}/${spec}` };
  const near = nearestNames(spec, [...embedded.models.map(({ name }) => name), ...known]);
  const advice = near.length > 0 ? `did you mean ${near.join(', ')}? ` : '';
  throw new InputError(
    `unknown model: "${spec}"`,
    `${advice}known names: llmgeo models ls; others as org/repo, or a folder as ./${spec || 'FOLDER'}`,
  );
}
