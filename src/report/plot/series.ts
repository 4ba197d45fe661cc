import type { Cell, Row } from '../result.ts';
import { escapeControls } from '../visible.ts';

/** Told apart by colour-blind readers (Okabe and Ito 2008); grey stands for their yellow, faint on white. */
const COLOURS = ['#0072B2', '#D55E00', '#009E73', '#CC79A7', '#E69F00', '#56B4E9', '#000000', '#8A8A8A'];
const DASHES = [
  [1, 0],
  [6, 3],
  [2, 2],
  [8, 3, 2, 3],
  [12, 4],
  [4, 2, 1, 2],
  [8, 2, 2, 2, 2, 2],
  [1, 3],
];

/** What a model can be run with several of; where it is, these tell its lines apart. */
const VARIANTS = ['revision', 'weights', 'layer'];

/** The lines of a figure: a name, a colour and a dash pattern each, in the order of the rows. */
export interface SeriesScale {
  /** What the names consist of: "model", "model, layer". */
  title: string;
  names: string[];
  colours: string[];
  dashes: number[][];
  nameOf(row: Row): string;
}

/**
 * One series per model, and per revision, weights and layer where a model has several of them. A model keeps
 * one colour and its variants differ by dash; where there is one model, or more variants than dash patterns,
 * each line takes the next colour. Beyond eight, the colours return with another dash.
 * @param more other columns that tell lines apart
 */
export function seriesOf(rows: readonly Row[], more: readonly string[] = []): SeriesScale {
  const varying = [...VARIANTS, ...more].filter((key) => variesInAModel(rows, key));
  const variantOf = (row: Row) => joined(row, varying);
  const models = [...new Set(rows.map((row) => described('model', row.model)))];
  const variants = [...new Set(rows.map(variantOf))];
  const keys = models.length > 1 || varying.length === 0 ? ['model', ...varying] : varying;
  const nameOf = (row: Row) => joined(row, keys);
  const byName = new Map(rows.map((row) => [nameOf(row), row]));
  const byModel = models.length > 1 && variants.length <= DASHES.length;
  const styles = [...byName.values()].map((row, index) => {
    if (!byModel) return styleOf(index, 0, 1);
    const model = models.indexOf(described('model', row.model));
    return styleOf(model, variants.indexOf(variantOf(row)), variants.length);
  });
  return {
    title: keys.join(', '),
    names: [...byName.keys()],
    colours: styles.map(({ colour }) => colour),
    dashes: styles.map(({ dash }) => dash),
    nameOf,
  };
}

function joined(row: Row, keys: readonly string[]): string {
  const known = keys.filter((key) => key !== 'revision' || !lacksRevision(row));
  return known.map((key) => described(key, row[key] ?? null)).join(', ');
}

/** An untrained model is of no revision, which is not another revision. */
function lacksRevision(row: Row): boolean {
  return row.weights === 'untrained';
}

function variesInAModel(rows: readonly Row[], key: string): boolean {
  const first = new Map<Cell, Cell>();
  return rows.some((row) => {
    if (key === 'revision' && lacksRevision(row)) return false;
    if (!first.has(row.model)) first.set(row.model, row[key] ?? null);
    return first.get(row.model) !== (row[key] ?? null);
  });
}

function styleOf(hue: number, dash: number, dashesPerHue: number) {
  const round = Math.floor(hue / COLOURS.length);
  return {
    colour: COLOURS[hue % COLOURS.length],
    dash: DASHES[(dash + dashesPerHue * round) % DASHES.length],
  };
}

function described(key: string, value: Cell): string {
  const text = escapeControls(String(value ?? 'default'));
  return key === 'layer' ? `layer ${text}` : text;
}
