/**
 * A figure as Vega-Lite describes it, data included: plain JSON, which any program that knows Vega-Lite draws. Its parts are
 * typed where figures are made (`vega-lite.ts`); those types ask for a browser's, which a program that draws has not always.
 */
export interface Spec {
  title?: string | readonly string[] | object;
  config?: object;
  usermeta?: object;
}
