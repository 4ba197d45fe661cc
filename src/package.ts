import { readFileSync } from 'node:fs';

/** The package's own folder: this file lies in dist/src/. */
const PACKAGE_ROOT = new URL('../../', import.meta.url);

/** The version of llmgeo, as package.json has it. */
export function packageVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL('package.json', PACKAGE_ROOT), 'utf8')) as {
    version: string;
  };
  return version;
}

/** How `meta` names the program that made a result. */
export function toolName(): string {
  return `llmgeo ${packageVersion()}`;
}
