import { legendAbove } from './legend.ts';
import { type Cells, type Layout, layoutOf, MARGIN, type Page, SPACING } from './page.ts';
import type { SeriesScale } from './series.ts';
import { wrapped } from './text-width.ts';
import type { PanelSpec, WholeSpec } from './vega-lite.ts';

export const INK = '#333333';
const GRID = '#E6E6E6';

/** Several legends stand below each other. Vega-Lite passes this on to Vega, but its types leave it out. */
const LEGENDS = { top: { anchor: 'start', direction: 'vertical', margin: 8, offset: 14 } };

/** Axes that name themselves, ink on white, no frame. */
const CONFIG: WholeSpec['config'] = {
  font: 'Helvetica, Arial, DejaVu Sans, sans-serif',
  aria: false,
  title: { color: INK, subtitleColor: INK, frame: 'group' },
  axis: {
    labelFontSize: 11,
    titleFontSize: 12,
    titleFontWeight: 'normal',
    labelColor: INK,
    titleColor: INK,
    gridColor: GRID,
    domainColor: INK,
    tickColor: INK,
  },
  axisX: { grid: false },
  axisY: { titlePadding: 8 },
  legend: {
    labelColor: INK,
    titleColor: INK,
    layout: LEGENDS as unknown as undefined,
  },
  view: { stroke: null },
};

/** In pixels: of the letters of a figure's title and of the lines below it. */
const [TITLE, SUBTITLE] = [17, 12];
/** Left of a panel's frame: labels and title of an axis. */
const AXIS = 58;
/** Right of it: half of the last label. */
const OVERHANG = 8;

/** What a panel is drawn for. */
export interface Frame {
  /** Between its axes, in pixels. */
  width: number;
  /** From the frame of the first panel to the right end of the figure: what a legend above all panels has. */
  figure: number;
}

/** One of the drawings of a figure. */
export interface Panel {
  title: string;
  /** A smaller line under the title. */
  subtitle?: string;
  /** Left of its frame, where that is not the usual: labels of an axis, in pixels. */
  left?: number;
  draw(frame: Frame): PanelSpec;
}

/** A figure before it is laid out. */
export interface Figure {
  title: string;
  /** Lines of explanation. */
  subtitle: string[];
  panels: Panel[];
  /** So many panels in succession belong together, as those of one model. */
  inRow?: number;
  /** Where panels need another room than the usual. */
  cells?: Cells;
  /** Panels have colours of their own, with a legend each. */
  ownColours?: boolean;
}

/** Lays out the panels of a figure on white, with letters where there are several, under its title. */
export function figure(
  { title, subtitle, panels, inRow, cells, ownColours }: Figure,
  page: Page = {},
): WholeSpec {
  const layout = layoutOf(page, panels.length, inRow ?? panels.length, cells);
  // titles and legends begin where the first panel's frame does
  const across = layout.width - 2 * MARGIN - (panels[0]?.left ?? AXIS);
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    usermeta: { width: layout.width },
    background: 'white',
    padding: MARGIN,
    ...(page.title !== false && { title: titleOf(title, subtitle, across) }),
    concat: panels.map((panel, i) =>
      placed(panel, panels.length > 1 ? `(${letterOf(i)}) ` : '', layout, across),
    ),
    columns: layout.columns,
    spacing: SPACING,
    ...(ownColours && { resolve: { scale: { color: 'independent' as const } } }),
    config: CONFIG,
  };
}

function titleOf(title: string, subtitle: string[], width: number): WholeSpec['title'] {
  return {
    text: wrapped(title, TITLE, width, true),
    subtitle: subtitle.flatMap((line) => wrapped(line, SUBTITLE, width)),
    anchor: 'start',
    fontSize: TITLE,
    subtitleFontSize: SUBTITLE,
    subtitlePadding: 5,
    offset: 12,
  };
}

function placed(
  { title, subtitle, left = AXIS, draw }: Panel,
  letter: string,
  { cell }: Layout,
  figure: number,
): PanelSpec {
  const frame = { width: Math.max(1, cell - left - OVERHANG), figure };
  return { ...draw(frame), title: panelTitle(`${letter}${title}`, subtitle ?? '', frame.width + OVERHANG) };
}

/** a to z, then aa, ab and so on. */
function letterOf(index: number): string {
  const letter = String.fromCharCode(97 + (index % 26));
  return index < 26 ? letter : letterOf(Math.floor(index / 26) - 1) + letter;
}

/** In pixels: from a panel up to its title, the letters of that and of the smaller lines below it, and their height. */
const [ABOVE, PANEL_TITLE, SMALL, LINE] = [10, 13, 11, 15];

/**
 * The title of a panel, over the left end of its axes, with smaller lines below it where they are said. It is placed by
 * the panel's own frame: Vega would place it by what stands out of the frame, higher over one panel than over the next.
 */
function panelTitle(title: string, subtitle: string, width: number): PanelSpec['title'] {
  const text = wrapped(title, PANEL_TITLE, width);
  const lines = subtitle === '' ? [] : wrapped(subtitle, SMALL, width);
  // both begin at one height; a line without a letter would have none in an SVG
  const below = [...text.map(() => '\u200b'), ...lines];
  const second = { subtitle: below, subtitleFontSize: SMALL, subtitleLineHeight: LINE };
  return {
    text,
    lineHeight: LINE,
    ...(lines.length === 0 ? {} : second),
    orient: 'none',
    anchor: 'start',
    baseline: 'bottom',
    dy: -ABOVE - LINE * (lines.length + text.length - 1),
    fontSize: PANEL_TITLE,
    fontWeight: 'normal',
  };
}

/** Colour and dash of each series, for the marks of a panel. One legend above, none for one series. */
export function seriesEncoding({ title, names, colours, dashes }: SeriesScale, width: number) {
  const legend = {
    ...legendAbove(title, names, width),
    symbolType: 'stroke',
    symbolOpacity: 1,
    symbolFillColor: 'transparent',
    symbolStrokeWidth: 2,
    symbolSize: 600,
    rowPadding: 0,
  } as const;
  const shown = names.length > 1 ? legend : null;
  return {
    color: { field: 'series', type: 'nominal', scale: { domain: names, range: colours }, legend: shown },
    strokeDash: { field: 'series', type: 'nominal', scale: { domain: names, range: dashes }, legend: shown },
  } as const;
}

/** Size and opacity of points: the more there are, the smaller and paler. */
export function pointStyle(count: number, size = 50) {
  const share = Math.min(1, Math.sqrt(100 / Math.max(1, count)));
  return { size: Math.max(6, size * share), opacity: 0.85 - 0.4 * (1 - share) };
}
