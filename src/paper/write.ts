import { arch, cpus, hostname, platform, release } from 'node:os';
import type { OutputFolder } from '../io/folder.ts';
import { formatResult } from '../report/formats/format.ts';
import { reportHtml } from '../report/html/page.ts';
import { partsOf } from '../report/plot/parts.ts';
import { toSvg } from '../report/plot/vega.ts';
import type { Json, Result } from '../report/result.ts';
import { checkResult } from '../report/result.ts';
import { CLAIM_COLUMNS, claimRow } from './claims/claim-row.ts';
import { FIGURE_NAMES } from './figures.ts';
import { reportOf } from './report/report.ts';
import type { Drawings } from './report/sections.ts';
import type { Reproduction } from './reproduce.ts';

/** Fills the folder: three files a figure, the claims, the report, and last run.json. */
export async function writeReproduction(
  folder: OutputFolder,
  reproduction: Reproduction,
  run: Record<string, Json>,
): Promise<void> {
  const drawings = {} as Drawings;
  for (const name of FIGURE_NAMES) {
    const { result, draw } = reproduction.figures[name];
    checkResult(result);
    const files = ['csv', 'json', 'svg'].map((extension) => `${name}.${extension}`);
    await folder.write(files[0], formatResult(result, 'csv'));
    await folder.write(files[1], formatResult(result, 'json'));
    await folder.write(files[2], [await toSvg(draw())]);
    const parts = partsOf(draw({ width: WIDE, title: false }), ROWS_OF_A_SHEET);
    const wide = await Promise.all(parts.map(toSvg));
    const narrow = await toSvg(draw({ width: NARROW, title: false }));
    drawings[name] = { wide, narrow, files };
  }
  await folder.write('claims.csv', formatResult(claimsResult(reproduction), 'csv'));
  await folder.write('report.html', reportHtml(reportOf(reproduction, drawings)));
  await folder.finish(run);
}

/** Widths of a drawing in the page, in pixels: on a screen or a sheet of paper, and on a phone. */
const [WIDE, NARROW] = [720, 340];
/** Of panels. */
const ROWS_OF_A_SHEET = 2;

function claimsResult({ claims, measured }: Reproduction): Result {
  const result = {
    meta: { models: measured.descriptions },
    columns: CLAIM_COLUMNS,
    rows: claims.map(claimRow),
    summary: {},
  };
  checkResult(result);
  return result;
}

/** The machine, for run.json alone. */
export function machine(): Record<string, Json> {
  return {
    host: hostname(),
    platform: `${platform()} ${release()} ${arch()}`,
    processor: cpus()[0]?.model ?? null,
    processors: cpus().length,
    node: process.version,
  };
}
