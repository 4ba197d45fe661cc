import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseCsv } from '../csv.ts';
import {
  PUBLISHED_COLUMNS,
  type PublishedOptions,
  publishedRows,
  summarizePublished,
} from '../experiments/entropy/published.ts';
import { readRegistry } from '../hub/registry.ts';
import type { Result } from '../report/result.ts';
import { sha256OfFile } from '../sha256.ts';
import { metaOf } from './meta.ts';

const FILE = fileURLToPath(new URL('../../../models/published-matrix-entropy.csv', import.meta.url));
const SOURCE = 'Wei et al. 2024 (arXiv 2401.17139v1), as reprinted in arXiv 2410.10672v3, Tables 9 to 11';

/** Fig 1 from the published entropies, which needs no model. */
export async function publishedResult({ eps, parameters }: PublishedOptions): Promise<Result> {
  const records = parseCsv(withoutComments(readFileSync(FILE, 'utf8'))) as Record<string, string>[];
  const rows = publishedRows(records, readRegistry().pythia.sizes, { eps, parameters });
  const input = { source: SOURCE, file_sha256: await sha256OfFile(FILE) };
  return {
    meta: metaOf('entropy', { published: true, eps, parameters }, input, []),
    columns: PUBLISHED_COLUMNS,
    rows,
    summary: summarizePublished(rows, { eps, parameters }),
  };
}

/** The table says where it comes from in lines that begin with #. */
function withoutComments(text: string): string {
  return text.replace(/^#.*\n/gm, '');
}
