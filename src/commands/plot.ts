import type { Command } from 'commander';
import { figureOf, notDrawn } from '../experiments/figures.ts';
import { type PlotTarget, resolvePlot } from '../io/plot-target.ts';
import { readResult } from '../io/read-result.ts';
import { renderPlot } from '../io/render-plot.ts';
import { note } from '../io/talk.ts';
import { STDOUT } from '../io/target.ts';
import type { Page } from '../report/plot/page.ts';
import { GROUPS } from './help.ts';
import { interruption } from './interruption.ts';
import { addPageFlags, addTalkFlags } from './shared-flags.ts';

/** Adds the argument, the flags and the action of `llmgeo plot`. */
export function define(command: Command): void {
  addTalkFlags(command)
    .argument(
      '<file>',
      'a .csv, .json or .jsonl that llmgeo wrote, - for stdin; what is drawn of the summary is in json, or in FILE.meta.json beside the others',
    )
    .optionsGroup(GROUPS.output)
    .option('-o, --output <file>', '.svg, .png, .pdf or .vl.json; - is stdout (an SVG on stdout)')
    .action(run);
  addPageFlags(command);
}

async function run(file: string, { output, ...page }: Page & { output?: string }): Promise<void> {
  const target: PlotTarget =
    output === undefined ? { kind: 'svg', target: STDOUT } : await resolvePlot(output, '-o');
  const result = await readResult(file, interruption.signal);
  const figure = figureOf(result, file, page);
  const missing = notDrawn(result);
  if (missing !== null) note(`${file} holds no summary, so ${missing} is not drawn: save as .json for it`);
  await renderPlot(figure, [target]);
}
