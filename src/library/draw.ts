import { figureOf } from '../experiments/figures.ts';
import type { Page } from '../report/plot/page.ts';
import type { Result } from '../report/result.ts';

/**
 * Draws the result of an experiment as its command would, as an SVG; the Vega-Lite specification is the experiment's
 * `figure(result)`. Which experiment it is of is seen by its columns, so that a saved result can be drawn too.
 * @param page width in CSS pixels, and whether there is a title
 * @throws InputError where the result has no rows, or is of no kind that has a figure
 * @example
 * ```ts
 * const result = await run(infogain, { models: 'nano-xs', texts: ['The king is in the palace.'] });
 * (await draw(result, { width: 500 })).slice(0, 4); // "<svg"
 * ```
 */
export async function draw(result: Result, page?: Page): Promise<string> {
  const spec = figureOf(result, 'the result', page);
  const { toSvg } = await import('../report/plot/vega.ts'); // loaded where something is drawn only
  return toSvg(spec);
}
