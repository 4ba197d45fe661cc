import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '../errors.ts';
import { isShardIndex, WEIGHT_FILES, type WeightFile } from '../weight-files.ts';
import { nearestTensors } from './nearest-tensors.ts';
import { readTensors } from './read-tensors.ts';
import { readShards } from './shards.ts';
import type { StoredTensor, TensorTable } from './stored-tensor.ts';
import { isRecord } from './tensor-table.ts';

const CONFIG_FILE = 'config.json';
const ADAPTER_FILE = 'adapter_config.json';
const NEEDED = 'config.json and weights (safetensors or pytorch_model.bin)';

/** A model folder in Hugging Face's layout; the weights stay on disk. */
export interface Checkpoint {
  folder: string;
  /** config.json as parsed; what it must hold is the model family's matter. */
  config: Record<string, unknown>;
  tensors: TensorTable;
  /** The weight files, one or several, with their folder. */
  files: string[];
}

/**
 * Opens a folder with config.json and weights: `model.safetensors`, `pytorch_model.bin`, or the shards that an index
 * of either names.
 * @param weights the file that the weights begin with; default the first of `WEIGHT_FILES` that is there
 * @throws InputError when the folder, a file or a header is missing or wrong, naming it
 */
export async function openCheckpoint(folder: string, weights?: WeightFile): Promise<Checkpoint> {
  const present = await list(folder);
  if (present.includes(ADAPTER_FILE)) throw await adapter(folder);
  if (!present.includes(CONFIG_FILE))
    throw new InputError(`${folder}: holds no ${CONFIG_FILE}`, `a model folder needs ${NEEDED}`);
  const config = await readJsonObject(join(folder, CONFIG_FILE));
  const first = weights ?? WEIGHT_FILES.find((file) => present.includes(file));
  if (first === undefined) throw withoutWeights(folder, present);
  const file = join(folder, first);
  if (!isShardIndex(first)) return { folder, config, tensors: await readTensors(file), files: [file] };
  return { folder, config, ...(await readShards(folder, first, await readJsonObject(file), present)) };
}

/**
 * The checkpoint with every one of `names` that lies there without `prefix` under its whole name too: a base model
 * that was saved alone (`AutoModel`) has names without it, and transformers reads either.
 * @throws InputError where both are there, since nothing says which one counts
 */
export function withPrefix(checkpoint: Checkpoint, prefix: string, names: string[]): Checkpoint {
  const tensors = new Map(checkpoint.tensors);
  for (const name of names) {
    const bare = checkpoint.tensors.get(name.slice(prefix.length));
    if (bare !== undefined && tensors.has(name))
      throw new InputError(
        `${checkpoint.folder}: holds tensor ${name} and tensor ${bare.name}, two names of one weight`,
        'save the model again with the one that it should have',
      );
    if (bare !== undefined) tensors.set(name, bare);
  }
  return { ...checkpoint, tensors };
}

/**
 * The tensor of that name.
 * @throws InputError when it is missing, in two files, not stored as it is, or of another shape or type than expected
 */
export function requireTensor(
  checkpoint: Checkpoint,
  name: string,
  shape: number[],
  dtypes: string[] = ['F16', 'BF16', 'F32', 'F64'],
): StoredTensor {
  const tensor = checkpoint.tensors.get(name);
  const expected = `${dtypes.join(' or ')} [${shape.join(', ')}]`;
  if (tensor === undefined) {
    const nearest = nearestTensors(name, checkpoint.tensors.keys());
    const hint =
      nearest.length > 0
        ? `nearest names there: ${nearest.join(', ')}`
        : 'no tensor there has a similar name';
    throw new InputError(`${checkpoint.folder}: tensor ${name} is missing; expected ${expected}`, hint);
  }
  if (tensor.alsoIn !== undefined)
    throw new InputError(
      `tensor ${name} is both in ${tensor.file} and in ${tensor.alsoIn}`,
      'nothing says which of them counts: fetch the model again',
    );
  if (tensor.unreadable !== undefined)
    throw new InputError(
      `${tensor.file}: tensor ${name} ${tensor.unreadable}`,
      'save the model again with tensors of their own: model.save_pretrained(folder) in a current transformers',
    );
  const sameShape =
    tensor.shape.length === shape.length && tensor.shape.every((length, i) => length === shape[i]);
  if (!sameShape || !dtypes.includes(tensor.dtype))
    throw new InputError(
      `${tensor.file}: tensor ${name} is ${tensor.dtype} [${tensor.shape.join(', ')}]; expected ${expected}`,
      'the weights do not belong to this config.json, or are stored in a type that cannot be run',
    );
  return tensor;
}

async function list(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    const reason = { ENOENT: 'does not exist', ENOTDIR: 'is not a folder' }[
      String((error as { code?: unknown }).code)
    ];
    throw new InputError(
      `${folder}: ${reason ?? `cannot be read: ${(error as Error).message}`}`,
      `give a folder with ${NEEDED}`,
      error,
    );
  }
}

async function readJsonObject(file: string): Promise<Record<string, unknown>> {
  const text = await readFile(file, 'utf8').catch((error: Error) => {
    throw new InputError(`${file}: cannot be read: ${error.message}`, 'check its permissions', error);
  });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new InputError(
      `${file}: cannot be read as JSON: ${(error as Error).message.split('\n')[0]}`,
      'fetch the file again',
      error,
    );
  }
  if (!isRecord(value)) throw new InputError(`${file}: is not a JSON object`, 'fetch the file again');
  return value;
}

/** transformers would add the adapter to the model it names, whatever weights lie beside it. */
async function adapter(folder: string): Promise<InputError> {
  const { base_model_name_or_path: base } = await readJsonObject(join(folder, ADAPTER_FILE));
  return new InputError(
    `${folder}: holds an adapter (${ADAPTER_FILE}) of the model ${JSON.stringify(base) ?? 'that it does not name'}`,
    "merge them with peft's merge_and_unload() and save the result, or give the model itself",
  );
}

function withoutWeights(folder: string, present: string[]): InputError {
  const shard = present.find((file) => /-of-\d+\.(bin|safetensors)$/.test(file));
  if (shard !== undefined)
    return new InputError(
      `${folder}: holds ${shard}, but no index that names the shards`,
      'fetch the model again, with its index (a file that ends in .index.json)',
    );
  return new InputError(
    `${folder}: holds no weights, none of ${WEIGHT_FILES.join(', ')}`,
    `fetch the model again; a model folder needs ${NEEDED}`,
  );
}
