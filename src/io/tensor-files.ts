import { npyFile } from '../report/tensors/npy.ts';
import { safetensorsFile } from '../report/tensors/safetensors.ts';
import type { NamedTensor } from '../report/tensors/tensor.ts';
import type { OutputFolder } from './output-folder.ts';

export const TENSOR_FORMATS = ['safetensors', 'npy'] as const;
/** All tensors of a text in one file, or each in its own. */
export type TensorFormat = (typeof TENSOR_FORMATS)[number];

/**
 * Writes tensors that belong together: `STEM.safetensors`, or `STEM.NAME.npy` for each.
 * @param metadata goes into the safetensors file; npy has no place for it
 * @returns the file of each tensor, in their order
 * @throws LlmgeoError where a write fails
 */
export async function storeTensors(
  folder: OutputFolder,
  format: TensorFormat,
  stem: string,
  tensors: readonly NamedTensor[],
  metadata: Record<string, string>,
): Promise<string[]> {
  if (format === 'safetensors') {
    const file = `${stem}.safetensors`;
    await folder.write(file, safetensorsFile(tensors, metadata));
    return tensors.map(() => file);
  }
  const files: string[] = [];
  for (const tensor of tensors) {
    const file = `${stem}.${tensor.name}.npy`;
    await folder.write(file, npyFile(tensor));
    files.push(file);
  }
  return files;
}
