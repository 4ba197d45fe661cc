import type { Result } from '../result.ts';
import { lassoBars, MOST_TOKENS } from './lasso-bars.ts';
import { type Group, groupsOf } from './lasso-groups.ts';
import { lassoHeatmaps } from './lasso-heatmap.ts';
import { lassoOverview } from './lasso-overview.ts';
import { pathCounts, pathPanel } from './lasso-path.ts';
import { lassoPositions } from './lasso-positions.ts';
import { lassoSubtitle } from './lasso-subtitle.ts';
import { seriesOf } from './series.ts';
import { line } from './subtitle.ts';
import { figure } from './theme.ts';
import type { PanelSpec, Spec } from './vega-lite.ts';

/** More targets than this are not drawn one by one. */
const MOST_PANELS = 6;
/** Side by side. */
const COLUMNS = 3;
/** Between panels, in pixels. */
const SPACING = 30;

/**
 * Section 4.2 of the paper as a figure. Few targets: for each, the coefficients and the attention weights by token
 * (by position in a long text).
 * All targets of one text: two triangular heat maps. Else: how many tokens each selects, and how far they
 * agree. With `--path`: coefficients against λ, or how many picks there are at each λ.
 * @param result rows and meta of `lasso`
 */
export function lassoFigure(result: Result): Spec {
  const groups = groupsOf(result.rows);
  const isPath = result.columns.includes('lambda');
  const title = isPath ? 'Lasso path' : 'Lasso against attention';
  return figure(title, lassoSubtitle(result, groups, isPath), panels(result, groups, isPath));
}

function panels(result: Result, groups: Group[], isPath: boolean): PanelSpec[] {
  const fewTargets = groups.length <= MOST_PANELS;
  if (isPath)
    return fewTargets
      ? inRows(groups, pathPanel, 'independent')
      : [pathCounts(groups, seriesOf(result.rows))];
  if (fewTargets) {
    const isShort = groups.every(({ rows }) => rows.length <= MOST_TOKENS);
    return inRows(groups, isShort ? lassoBars : lassoPositions, 'shared');
  }
  const triangles = new Set(groups.map(({ series, text }) => `${series} ${text}`)).size;
  return triangles === 1 ? lassoHeatmaps(groups) : lassoOverview(groups, seriesOf(result.rows));
}

/** The targets of a model side by side, models below each other; all side by side where a model has one target. */
function inRows(
  groups: Group[],
  panel: (group: Group, title: string) => PanelSpec,
  colour: 'shared' | 'independent',
): PanelSpec[] {
  const resolve = { scale: { color: colour } };
  const names = [...new Set(groups.map(({ series }) => series))];
  const texts = new Set(groups.map(({ text }) => text)).size;
  const titleOf = ({ series, text, target, position }: Group) =>
    line([names.length > 1 ? series : '', texts > 1 ? `text ${text}` : '', `target ${target} (${position})`]);
  const ofModels = names.map((name) => groups.filter(({ series }) => series === name));
  const isOneEach = ofModels.every(({ length }) => length === 1);
  const rows = (isOneEach ? [groups] : ofModels).flatMap((row) => cut(row, COLUMNS));
  const panels = rows.map((row) => ({
    hconcat: row.map((group) => panel(group, titleOf(group))),
    spacing: SPACING,
    resolve,
  }));
  return [{ vconcat: panels, spacing: SPACING, resolve }];
}

function cut<T>(list: readonly T[], length: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / length) }, (_, i) =>
    list.slice(i * length, (i + 1) * length),
  );
}
