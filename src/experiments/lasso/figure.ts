import type { Page } from '../../report/plot/page.ts';
import { seriesOf } from '../../report/plot/series.ts';
import type { Spec } from '../../report/plot/spec.ts';
import { line } from '../../report/plot/subtitle.ts';
import { type Figure, figure, type Panel } from '../../report/plot/theme.ts';
import type { Result } from '../../report/result.ts';
import { lassoBars, MOST_TOKENS } from './figure-bars.ts';
import { type Group, groupsOf } from './figure-groups.ts';
import { lassoHeatmaps } from './figure-heatmap.ts';
import { lassoOverview } from './figure-overview.ts';
import { pathCounts, pathPanel } from './figure-path.ts';
import { lassoPositions } from './figure-positions.ts';
import { lassoSubtitle } from './subtitle.ts';

/** More targets than this are not drawn one by one. */
const MOST_PANELS = 6;
/** Bars need less room than lines. */
const BARS = { least: 210, most: 3 };

/**
 * Section 4.2 of the paper as a figure. Few targets: for each, the coefficients and the attention weights by token
 * (by position in a long text).
 * All targets of one text: two triangular heat maps. Else: how many tokens each selects, and how far they
 * agree. With `--path`: coefficients against λ, or how many picks there are at each λ.
 * @param result rows and meta of `lasso`
 */
export function lassoFigure(result: Result, page?: Page): Spec {
  const groups = groupsOf(result.rows);
  const isPath = result.columns.includes('lambda');
  const title = isPath ? 'Lasso path' : 'Lasso against attention';
  const subtitle = lassoSubtitle(result, groups, isPath);
  return figure({ title, subtitle, ...drawn(result, groups, isPath) }, page);
}

function drawn(result: Result, groups: Group[], isPath: boolean): Omit<Figure, 'title' | 'subtitle'> {
  const fewTargets = groups.length <= MOST_PANELS;
  if (isPath && !fewTargets) return { panels: [pathCounts(groups, seriesOf(result.rows))] };
  if (isPath) return { ...inRows(groups, pathPanel), ownColours: true };
  if (fewTargets) {
    const isShort = groups.every(({ rows }) => rows.length <= MOST_TOKENS);
    return isShort ? { ...inRows(groups, lassoBars), cells: BARS } : inRows(groups, lassoPositions);
  }
  const triangles = new Set(groups.map(({ series, text }) => `${series} ${text}`)).size;
  return { panels: triangles === 1 ? lassoHeatmaps(groups) : lassoOverview(groups, seriesOf(result.rows)) };
}

/** The targets of a model side by side, models below each other; all side by side where a model has one target. */
function inRows(groups: Group[], panel: (group: Group, title: string) => Panel) {
  const names = [...new Set(groups.map(({ series }) => series))];
  const texts = new Set(groups.map(({ text }) => text)).size;
  const titleOf = ({ series, text, target, position }: Group) =>
    line([names.length > 1 ? series : '', texts > 1 ? `text ${text}` : '', `target ${target} (${position})`]);
  const counts = new Set(names.map((name) => groups.filter(({ series }) => series === name).length));
  const [inRow] = counts.size === 1 ? counts : [groups.length];
  return { panels: groups.map((group) => panel(group, titleOf(group))), inRow };
}
