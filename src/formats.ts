/** The door of formats: results and tensors as the files that others read. */
export { type Format, formatResult } from './report/formats/format.ts';
export { npyFile } from './report/tensors/npy.ts';
export { safetensorsFile } from './report/tensors/safetensors.ts';
export type { NamedTensor } from './report/tensors/tensor.ts';
