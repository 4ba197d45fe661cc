import { ortVersion } from '../package.ts';

/** Raised with every change of llmgeo that moves a digit of any record. */
const NUMBERS = 1;

/** What computes the numbers: records of another are not used again. */
export function numerics(): string {
  return `llmgeo numbers ${NUMBERS}, ONNX Runtime ${ortVersion()}`;
}
