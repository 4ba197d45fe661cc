import { readHeader } from './safetensors.ts';
import type { TensorTable } from './stored-tensor.ts';
import { readTorchFile } from './torch/torch-file.ts';

/**
 * Which tensors a file of weights holds and where, by the format that its name says; the weights stay on disk.
 * @throws InputError naming the file and what is wrong with it
 */
export function readTensors(file: string): Promise<TensorTable> {
  return file.endsWith('.bin') ? readTorchFile(file) : readHeader(file);
}
