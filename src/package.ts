import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** The package's own folder: this file lies in dist/src/. */
const PACKAGE_ROOT = new URL('../../', import.meta.url);

/** The version of llmgeo, as package.json has it. */
export function packageVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL('package.json', PACKAGE_ROOT), 'utf8')) as {
    version: string;
  };
  return version;
}

/** The version of ONNX Runtime: read, not loaded, since its library takes a while. */
export function ortVersion(): string {
  const { version } = createRequire(import.meta.url)('onnxruntime-node/package.json') as { version: string };
  return version;
}

/** The versions that a report of a defect needs, a line each. */
export function versions(): string {
  return [
    `llmgeo ${packageVersion()}`,
    `Node ${process.version}`,
    `ONNX Runtime ${ortVersion()}`,
    `${process.platform} ${process.arch}`,
  ].join('\n');
}

/** How `meta` names the program that made a result. */
export function toolName(): string {
  return `llmgeo ${packageVersion()}`;
}
