import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** The doors of the library, by what a program imports, and the file that each is. */
export const DOORS = {
  llmgeo: 'src/index.ts',
  'llmgeo/metrics': 'src/metrics/index.ts',
  'llmgeo/formats': 'src/formats.ts',
} as const;

/** The name of a door. */
export type Door = keyof typeof DOORS;

/** Something that a door exports. */
export interface Exported {
  door: Door;
  name: string;
  /** Whether it is there when a program runs. */
  isValue: boolean;
  /** What stands before its name where it is declared: `export async function`. */
  declared: string;
  /** The comment above it; empty where there is none. */
  docstring: string;
  /** The lines of its `@example`; none where it has none. */
  example: string[];
}

/** All that a door exports, values and types. */
export function exportsOf(door: Door): Exported[] {
  const text = read(DOORS[door]);
  const lists = text.matchAll(/^export (type )?\{([^}]*)\} from '([^']+)';/gm);
  return Array.from(lists).flatMap(([, isType, list, file]) => {
    const source = read(join(DOORS[door], '..', file));
    const names = list.split(',').map((name) => name.trim());
    return names.flatMap((listed) => {
      if (listed === '') return [];
      const name = listed.replace('type ', '');
      const declaration = declarationOf(name, source);
      const isValue = name === listed && !isType && !/interface|type/.test(declaration.declared);
      return [{ door, name, isValue, ...declaration }];
    });
  });
}

function declarationOf(name: string, source: string): Pick<Exported, 'declared' | 'docstring' | 'example'> {
  const pattern = `^export (?:async )?(?:function\\*? |const |class |interface |type )(?=${name}\\b)`;
  const found = new RegExp(pattern, 'm').exec(source);
  if (!found) return { declared: '', docstring: '', example: [] };
  const before = source.slice(0, found.index).trimEnd();
  const docstring = before.endsWith('*/') ? before.slice(before.lastIndexOf('/**')) : '';
  const [, code = ''] = /@example\n \* ```ts\n(.*?)\n \* ```/s.exec(docstring) ?? [];
  const example = code.split('\n').map((line) => line.replace(/^ \* ?/, ''));
  return { declared: found[0].trim(), docstring, example: code === '' ? [] : example };
}

function read(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8');
}
