import { compile, type TopLevelSpec } from 'vega-lite';

/** A figure as Vega-Lite describes it, data included. */
export type Spec = TopLevelSpec;
/** One of the figures that stand side by side. */
export type PanelSpec = Extract<Spec, { hconcat: unknown }>['hconcat'][number];
/** One of the marks that lie over each other in a panel. */
export type MarkSpec = Extract<Spec, { layer: unknown }>['layer'][number];

/** The Vega program that draws a figure. */
export function compileSpec(spec: Spec): ReturnType<typeof compile>['spec'] {
  return compile(spec).spec;
}
