import { compile, type TopLevelSpec } from 'vega-lite';
import type { Spec } from './spec.ts';

/** A whole figure, as it is made. */
export type WholeSpec = TopLevelSpec;
/** One of the figures that stand side by side. */
export type PanelSpec = Extract<WholeSpec, { hconcat: unknown }>['hconcat'][number];
/** One of the marks that lie over each other in a panel. */
export type MarkSpec = Extract<WholeSpec, { layer: unknown }>['layer'][number];

/** The Vega program that draws a figure. */
export function compileSpec(spec: Spec): ReturnType<typeof compile>['spec'] {
  return compile(spec as WholeSpec).spec;
}
