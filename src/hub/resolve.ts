import { basename } from 'node:path';
import { InputError } from '../errors.ts';
import type { WeightFile } from '../weight-files.ts';
import { missingModelFiles } from './cache.ts';
import { type Hub, type HubOptions, openHub } from './context.ts';
import { splitAlias } from './model-alias.ts';
import { type ModelName, parseModelName } from './model-name.ts';
import { type EmbeddedModel, type EmbeddedRevision, embeddedFolder, knownBadRevision } from './registry.ts';
import { ensureSnapshot } from './snapshot.ts';

export { blobHash } from './cache.ts';
export type { DownloadProgress, HubOptions, HubWait } from './context.ts';
export { type ResolvedDataset, resolveDataset } from './dataset.ts';
export { modelLabels } from './model-labels.ts';

/** A checkpoint on this machine. */
export interface ResolvedModel {
  /** As the column `model` shows it: the short name, the repository, or a folder's own name without its path. */
  name: string;
  /** With a name of the user's choice (`NAME=MODEL`): the one that it would have without. */
  aliasOf?: string;
  /** `main`, `step1000`, ... ; null for a plain folder. */
  revision: string | null;
  /** Holds config.json and safetensors, and perhaps tokenizer files. */
  folder: string;
  /** The file that the weights begin with, where more than one could be meant. */
  weights?: WeightFile;
  source: 'embedded' | 'hub' | 'folder';
  repo?: string;
  commit?: string;
}

/**
 * Turns a `--model` value and a revision (`main` by default) into a folder with a checkpoint, downloading it where
 * necessary. `NAME=MODEL` gives any model a name of one's own.
 * @throws InputError for a name, revision or folder that cannot be; LlmgeoError where network, disk or cache fail;
 * the reason of `options.signal` where it aborted
 */
export async function resolveModel(
  value: string,
  revision?: string,
  options: HubOptions = {},
): Promise<ResolvedModel> {
  const hub = openHub(options);
  const { alias, spec } = await splitAlias(value, hub.env);
  const model = await resolveSpec(hub, spec, revision);
  return alias === undefined ? model : { ...model, name: alias, aliasOf: model.name };
}

async function resolveSpec(hub: Hub, spec: string, revision: string | undefined): Promise<ResolvedModel> {
  const name = await parseModelName(spec, hub.env);
  if (name.kind === 'folder') return resolveFolder(spec, name.folder, revision);
  if (name.kind === 'embedded') return resolveEmbedded(name.model, revision);
  return resolveHub(hub, spec.replace(/\/+$/, ''), name, revision ?? 'main');
}

/**
 * The revision of that name of an embedded model; `main` without one.
 * @throws InputError naming those it has
 */
function embeddedRevision(model: EmbeddedModel, revision = 'main'): EmbeddedRevision {
  const found = model.revisions.find(({ name }) => name === revision);
  if (found) return found;
  const have = model.revisions.map(({ name }) => name).join(', ');
  throw new InputError(
    `${model.name} has no revision "${revision}"`,
    model.revisions.length > 1 ? `it has ${have}` : `it has ${have} only; nano-s has early checkpoints`,
  );
}

function resolveEmbedded(model: EmbeddedModel, revision: string | undefined): ResolvedModel {
  const found = embeddedRevision(model, revision);
  return { name: model.name, revision: found.name, folder: embeddedFolder(found), source: 'embedded' };
}

async function resolveFolder(
  spec: string,
  folder: string,
  revision: string | undefined,
): Promise<ResolvedModel> {
  if (revision !== undefined) {
    throw new InputError(
      `--revision ${revision} with the folder "${spec}"`,
      'a folder has one state: leave --revision out',
    );
  }
  const missing = await missingModelFiles(folder);
  if (missing.length === 0)
    return { name: basename(folder) || spec, revision: null, folder, source: 'folder' };
  throw new InputError(
    `the folder "${spec}" has no ${missing.join(', no ')}`,
    'give a folder with config.json and safetensors (an existing folder comes before a model of the same name)',
  );
}

async function resolveHub(
  hub: Hub,
  spec: string,
  name: ModelName & { kind: 'hub' },
  revision: string,
): Promise<ResolvedModel> {
  const warning = knownBadRevision(name.repoId, revision);
  if (warning) hub.onWarning(warning);
  const { folder, commit } = await ensureSnapshot(hub, { type: 'model', id: name.repoId }, revision);
  return { name: spec, revision, folder, source: 'hub', repo: name.repoId, commit };
}
