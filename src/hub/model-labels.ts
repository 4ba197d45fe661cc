import { splitAlias } from './model-alias.ts';
import { parseModelName } from './model-name.ts';
import type { Env } from './settings.ts';

/** What a model is called in rows. */
export interface ModelLabel {
  name: string;
  /** What it would be called without the name that the user gave it. */
  aliasOf?: string;
}

/**
 * What the models of a run are called in rows: by the name that the user gave (`410m=./folder`), else as typed without
 * slashes at the end, but a folder by its own name, for paths differ between machines; where another model has that name
 * too, by as much of the path as tells them apart.
 * @throws InputError as `parseModelName`
 */
export async function modelLabels(values: readonly string[], env: Env = process.env): Promise<ModelLabel[]> {
  const models = await Promise.all(values.map((value) => splitAlias(value, env)));
  const own = await ownNames(
    models.map(({ spec }) => spec),
    env,
  );
  return models.map(({ alias }, i) =>
    alias === undefined ? { name: own[i] } : { name: alias, aliasOf: own[i] },
  );
}

async function ownNames(specs: readonly string[], env: Env): Promise<string[]> {
  const names = await Promise.all(specs.map((spec) => parseModelName(spec, env)));
  const paths = names.map((name, i) => {
    return name.kind === 'folder' ? partsOf(name.folder) : [specs[i].replace(/\/+$/, '')];
  });
  return paths.map((path, i) => shortest(path, [...paths.slice(0, i), ...paths.slice(i + 1)]));
}

function partsOf(folder: string): string[] {
  return folder.split(/[/\\]/).filter((part) => part !== '');
}

function shortest(path: string[], others: string[][]): string {
  const end = (of: string[], length: number) => of.slice(-length).join('/');
  const lengths = path.map((_, i) => i + 1);
  const length = lengths.find((n) => others.every((other) => end(other, n) !== end(path, n)));
  return end(path, length ?? 1) || '/';
}
