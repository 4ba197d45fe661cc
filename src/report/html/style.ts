import { COLOUR_STYLE } from './colours.ts';
import { FIGURE_STYLE, SENTENCE_STYLE } from './figure-style.ts';
import { TABLE_STYLE } from './table-style.ts';

const PAGE_STYLE = `
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; scroll-padding-top: 1rem; }
body {
  margin: 0 auto; padding: 2.5rem clamp(1rem, 4vw, 3rem) 4rem; max-width: 78rem;
  background: var(--ground); color: var(--ink);
  font: 1.0625rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", sans-serif;
  overflow-wrap: break-word;
}
h1, h2, h3 { line-height: 1.2; text-wrap: balance; letter-spacing: -0.012em; max-width: 34em; }
h1 { font-size: clamp(1.7rem, 1.2rem + 2vw, 2.5rem); margin: 0 0 0.4rem; }
h2 { font-size: 1.45rem; margin: 0 0 0.8rem; }
h3 { font-size: 1.05rem; margin: 2rem 0 0.6rem; }
p, li { max-width: 58ch; text-wrap: pretty; }
p { margin: 0 0 0.9rem; }
sup { line-height: 0; font-size: 0.75em; }
code { font: 0.9em ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; }
code { background: var(--raised); border-radius: 0.25em; padding: 0.1em 0.3em; }
a { color: var(--link); text-underline-offset: 0.15em; text-decoration-thickness: 1px; }
a:hover { text-decoration-thickness: 2px; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
.result { font-size: 1.2rem; max-width: 64ch; margin-bottom: 0; }
.found { font-size: 1.08rem; max-width: 66ch; }
.found .verdict { margin-right: 0.35em; }
.threshold { color: var(--quiet); font-size: 0.93rem; max-width: 72ch; }
section { margin-top: 3.2rem; padding-top: 1.6rem; border-top: 1px solid var(--line); }
nav { margin: 1.8rem 0; padding: 1rem 1.2rem; border-radius: 0.6rem; background: var(--raised); }
nav ol { columns: 17rem; column-gap: 2.5rem; list-style: none; margin: 0; padding: 0; }
nav li { break-inside: avoid; padding: 0.22rem 0; line-height: 1.35; }
nav a:not(:hover) { text-decoration: none; }
header + main section:first-child { border: 0; margin-top: 1rem; padding-top: 0; }
nav a { display: flex; color: inherit; }
nav .ordinal, .glance .ordinal, h2 .ordinal { flex: none; min-width: 1.7em; color: var(--quiet); font-variant-numeric: tabular-nums; }
.facts { display: grid; grid-template-columns: minmax(0, 1fr); gap: 0.7rem; margin: 0; }
.facts div { display: grid; grid-template-columns: minmax(6rem, 9rem) minmax(0, 1fr); gap: 0 1.2rem; }
.facts dt { color: var(--quiet); grid-row: span 20; }
.facts dd { margin: 0; grid-column: 2; max-width: 72ch; overflow-wrap: anywhere; }
@media (max-width: 640px) { .facts div { display: block; } }
`;

const PRINT_STYLE = `
@page { margin: 14mm 12mm; }
@media print {
  html { font-size: 9pt; }
  body { padding: 0; max-width: none; }
  nav, details { display: none; }
  section { margin-top: 1.8rem; padding-top: 1.2rem; }
  h2, h3, .group { break-after: avoid; }
  .drawing, tr, .meanings, .sentence { break-inside: avoid; }
  figure h3 { break-after: avoid; }
  figcaption { break-before: avoid; }
  .drawing, .scroll { overflow: visible; border: 0; padding: 0; }
  .drawing svg { max-height: 225mm; }
  a { color: inherit; }
}
`;

/** All the style of the page, for one style element. */
export const STYLE =
  `${COLOUR_STYLE}${PAGE_STYLE}${TABLE_STYLE}${FIGURE_STYLE}${SENTENCE_STYLE}${PRINT_STYLE}`.trimStart();
