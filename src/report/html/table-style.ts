import { VERDICT_KINDS } from './verdict.ts';

/** Names of rows stay in view where the columns of models scroll. */
const COMPARE_STYLE = `
table { border-collapse: collapse; }
th { text-align: left; font-weight: 600; }
.compare { font-size: 0.93rem; line-height: 1.4; }
.compare th, .compare td { vertical-align: top; padding: 0.28rem 1.5rem 0.28rem 0; font-variant-numeric: tabular-nums; }
.compare thead th { border-bottom: 1px solid var(--line); }
.compare thead td { border-bottom: 1px solid var(--line); padding-right: 0; }
.compare .group th { padding-top: 0.9rem; }
.compare [scope="row"] { font-weight: 400; color: var(--quiet); max-width: 19rem; }
.compare tr:not(.group) + tr { border-top: 1px solid var(--line); }
.compare .interval { color: var(--quiet); display: block; white-space: nowrap; }
.compare .together .interval { display: inline; }
@media screen and (max-width: 640px) {
  .compare [scope="row"] { max-width: 8.5rem; }
  .compare th, .compare td { padding-right: 0.9rem; }
  .compare .group th { max-width: calc(100vw - 3rem); }
}
`;

const VERDICT_STYLE = `
.verdict { display: inline-flex; gap: 0.4em; align-items: baseline; font-weight: 650; line-height: 1.35; }
.icon { width: 0.78em; height: 0.78em; flex: none; fill: none; stroke: currentColor; stroke-width: 1.9; }
.icon { stroke-linecap: round; stroke-linejoin: round; }
.meanings { display: grid; grid-template-columns: repeat(auto-fill, minmax(17rem, 1fr)); gap: 0.9rem 2rem; margin: 0 0 1.4rem; }
.meanings dd { margin: 0.1rem 0 0; color: var(--quiet); font-size: 0.9rem; line-height: 1.4; }
${VERDICT_KINDS.map((kind) => `.${kind} { color: var(--${kind}); }`).join('\n')}
`;

const GLANCE_STYLE = `
.glance { width: 100%; }
.glance th, .glance td { padding: 0.42rem 1.4rem 0.42rem 0; vertical-align: top; }
.glance thead th { color: var(--quiet); font-weight: 500; font-size: 0.9rem; }
.glance tbody tr { border-top: 1px solid var(--line); }
.glance tbody th { font-weight: 400; width: 27%; }
.glance .word { width: 22%; }
.glance td:last-child { font-size: 0.95em; padding-right: 0; }
.glance a { display: flex; color: inherit; text-decoration: none; }
.glance a:hover { text-decoration: underline; }
.glance .share { display: block; }
.share { margin-right: 0.8em; }
.share > span { white-space: nowrap; }
@media screen and (max-width: 720px) {
  .glance thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .glance, .glance tbody, .glance tr, .glance th, .glance td { display: block; padding-right: 0; }
  .glance tbody th, .glance .word { width: auto; }
  .glance tbody th { font-weight: 600; }
  .glance td { padding: 0 0 0.35rem 1.7em; }
}
`;

const DATA_STYLE = `
.scroll { overflow-x: auto; margin: 0.8rem 0 1rem; max-width: 100%; }
.data { font-size: 0.875rem; line-height: 1.35; }
.data th, .data td { padding: 0.3rem 1.2rem 0.3rem 0; vertical-align: top; }
.data thead th { color: var(--quiet); font-weight: 500; border-bottom: 1px solid var(--line); vertical-align: bottom; }
.data tbody tr + tr { border-top: 1px solid var(--line); }
.data td.number, .data td.name { white-space: nowrap; }
.data .number { text-align: right; font-variant-numeric: tabular-nums; }
summary { cursor: pointer; color: var(--link); font-size: 0.95rem; width: fit-content; padding: 0.2rem 0; }
`;

/** The claims at a glance (cards where it is narrow), the verdicts, and the tables of numbers. */
export const TABLE_STYLE = `${COMPARE_STYLE}${GLANCE_STYLE}${VERDICT_STYLE}${DATA_STYLE}`;
