import type { SeriesScale } from './series.ts';
import type { PanelSpec, Spec } from './vega-lite.ts';

const INK = '#333333';
const GRID = '#E6E6E6';

/** Axes that name themselves, ink on white, no frame. */
const CONFIG: Spec['config'] = {
  font: 'Helvetica, Arial, DejaVu Sans, sans-serif',
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
  view: { stroke: null },
};

/** Panels side by side on white, under one title with lines of explanation. */
export function figure(title: string, subtitle: string[], panels: PanelSpec[]): Spec {
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    background: 'white',
    padding: 12,
    title: {
      text: title,
      subtitle,
      anchor: 'start',
      fontSize: 17,
      subtitleFontSize: 12,
      subtitlePadding: 5,
      offset: 12,
    },
    hconcat: panels,
    spacing: 40,
    config: CONFIG,
  };
}

/** In pixels: from a panel up to its title, and from that down to its second line. */
const TITLE_ABOVE = 10;
const SECOND_LINE = 15;

/**
 * The title of a panel, over the left end of its axes, with a smaller second line where there is one. It is placed by
 * the panel's own frame: Vega would place it by what stands out of the frame, higher over one panel than over the next.
 */
export function panelTitle(text: string, subtitle = ''): PanelSpec['title'] {
  const second = { subtitle: ['', subtitle], subtitleFontSize: 11, subtitleLineHeight: SECOND_LINE };
  return {
    text,
    ...(subtitle === '' ? {} : second),
    orient: 'none',
    anchor: 'start',
    baseline: 'bottom',
    dy: subtitle === '' ? -TITLE_ABOVE : -TITLE_ABOVE - SECOND_LINE,
    fontSize: 13,
    fontWeight: 'normal',
  };
}

/** Colour and dash of each series, for the marks of a panel. One legend, none for one series. */
export function seriesEncoding({ title, names, colours, dashes }: SeriesScale) {
  const columns = Math.ceil(names.length / MOST_LEGEND_ROWS);
  const legend = {
    title,
    columns,
    // What tells long names (folders) apart is their end.
    labelExpr: "length(datum.label) > 40 ? '…' + slice(datum.label, -39) : datum.label",
    labelLimit: 0,
    titleLimit: 0,
    labelFontSize: 12,
    titleFontSize: 12,
    symbolType: 'stroke',
    symbolOpacity: 1,
    symbolFillColor: 'transparent',
    symbolStrokeWidth: 2,
    symbolSize: 600,
  } as const;
  const shown = names.length > 1 ? legend : null;
  return {
    color: { field: 'series', type: 'nominal', scale: { domain: names, range: colours }, legend: shown },
    strokeDash: { field: 'series', type: 'nominal', scale: { domain: names, range: dashes }, legend: shown },
  } as const;
}

/** As many as stand beside a panel. */
const MOST_LEGEND_ROWS = 16;
