import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { cachedDataset } from '../hub/dataset.ts';
import { DATASETS, type Dataset } from '../hub/datasets.ts';
import { type CachedModel, listCachedModels } from '../hub/inventory.ts';
import { WEIGHTS } from '../hub/model-files.ts';
import { type EmbeddedModel, embeddedFolder, pythiaNames, readRegistry } from '../hub/registry.ts';
import type { Row } from '../report/result.ts';

export const LIST_COLUMNS = [
  'model',
  'kind',
  'parameters',
  'layers',
  'dim',
  'state',
  'bytes',
  'download_bytes',
  'revisions',
  'commit',
];

/**
 * The rows of `llmgeo models ls`: the embedded models, Pythia's sizes and what the cache has of its runs, other
 * GPT-NeoX models in the cache, and the data sets. `state` is embedded, complete, partial or absent; `bytes` is what lies
 * on the disk, `download_bytes` an estimate of what is absent.
 */
export async function listModels(cache: string): Promise<Row[]> {
  const { embedded, pythia } = readRegistry();
  const cached = await listCachedModels(cache);
  const known = new Map(pythiaNames().map((name) => [`${pythia.organisation}/${name}`, name]));
  const rowsOf = (repoId: string, facts: Row) =>
    cached.filter((model) => model.repoId === repoId).map((model) => ({ ...facts, ...cacheFacts(model) }));
  const sizes = pythia.sizes.flatMap(({ name, parameters, layers, hidden }) => {
    const facts = { model: name, kind: 'pythia', parameters, layers, dim: hidden };
    const rows = rowsOf(`${pythia.organisation}/${name}`, facts);
    const download_bytes = estimatedDownload(parameters, layers);
    return rows.length > 0 ? rows : [{ ...facts, state: 'absent', download_bytes }];
  });
  const sizeNames = pythia.sizes.map(({ name }) => name);
  const runs = [...known]
    .filter(([, name]) => !sizeNames.includes(name))
    .flatMap(([repoId, model]) => rowsOf(repoId, { model, kind: 'pythia' }));
  const others = cached
    .filter(({ repoId, type }) => !known.has(repoId) && type === 'gpt_neox')
    .map((model) => ({ model: model.repoId, kind: 'hub', ...cacheFacts(model) }));
  return [
    ...(await Promise.all(embedded.models.map(embeddedRow))),
    ...sizes,
    ...runs,
    ...others,
    ...(await Promise.all(DATASETS.map((dataset) => datasetRow(cache, dataset)))),
  ];
}

/** Of the weights at `main`: two bytes a number, and the causal mask (2048 x 2048 bytes) stored with every block. */
function estimatedDownload(parameters: number, layers: number): number {
  return 2 * parameters + layers * 2048 ** 2;
}

function cacheFacts({ complete, bytes, revisions, commit }: CachedModel): Row {
  return { state: complete ? 'complete' : 'partial', bytes, revisions: revisions.join(' ') || null, commit };
}

async function embeddedRow({ name, parameters, layers, hidden, revisions }: EmbeddedModel): Promise<Row> {
  const sizes = await Promise.all(
    revisions.map((revision) => bytesOf(join(embeddedFolder(revision), WEIGHTS))),
  );
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  const names = revisions.map((revision) => revision.name).join(' ');
  return {
    model: name,
    kind: 'embedded',
    parameters,
    layers,
    dim: hidden,
    state: 'embedded',
    bytes,
    revisions: names,
  };
}

async function datasetRow(cache: string, dataset: Dataset): Promise<Row> {
  const facts = { model: dataset.name, kind: 'data set' };
  const cached = await cachedDataset(cache, dataset);
  if (!cached) return { ...facts, state: 'absent' };
  const sizes = await Promise.all(cached.paths.map(bytesOf));
  return {
    ...facts,
    state: cached.isWhole ? 'complete' : 'partial',
    bytes: sizes.reduce((sum, size) => sum + size, 0),
    revisions: 'main',
    commit: cached.commit,
  };
}

async function bytesOf(file: string): Promise<number> {
  return stat(file).then(
    ({ size }) => size,
    () => 0,
  );
}
