import { VERDICT_KINDS } from './verdict.ts';

/** Column widths stand on the header alone, which is hidden where rows are cards. */
const CLAIMS_STYLE = `
table { border-collapse: collapse; }
th { text-align: left; font-weight: 600; }
.claims { width: 100%; font-size: clamp(0.78rem, 0.5rem + 0.6vw, 0.925rem); line-height: 1.4; table-layout: fixed; }
.claims th, .claims td { vertical-align: top; padding: 0.5rem clamp(0.5rem, 1.3vw, 1rem) 0.5rem 0; }
.claims thead th { color: var(--quiet); font-weight: 500; font-size: 0.92em; padding-bottom: 0; vertical-align: bottom; }
.claims thead .value, .claims thead .word { width: 16%; }
.claims thead .threshold { width: 18%; }
.claims thead .control { width: 12%; }
.claims thead .on { width: 16%; }
.claims tr + tr { border-top: 1px solid var(--line); }
.claims .group th { font-size: 1.1em; padding: 1.5rem 0 0.45rem; }
.claims .ordinal { display: inline-block; flex: none; min-width: 1.9em; color: var(--quiet); font-variant-numeric: tabular-nums; }
.claims [scope="row"] { font-weight: 400; }
.claims td { font-variant-numeric: tabular-nums; }
.claims .threshold, .claims .control, .claims .on { color: var(--quiet); }
.claims td.value { font-weight: 600; }
.claims .interval { font-weight: 400; color: var(--quiet); display: block; }
.claims .on { font-size: 0.95em; padding-right: 0; overflow-wrap: anywhere; }
.claims .name { display: inline-block; max-width: 100%; }
`;

/** Each row a card that names its values, the verdict first. */
const CARDS_STYLE = `
@media screen and (max-width: 720px) {
  .claims { font-size: 0.925rem; }
  .claims, .claims tbody, .claims tr, .claims th, .claims td { display: block; }
  .claims thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .claims .group th { display: flex; padding: 1.6rem 0 0.6rem; }
  .claims tr:not(.group) {
    display: flex; flex-direction: column; background: var(--raised);
    border: 1px solid var(--line); border-radius: 0.6rem; padding: 0.75rem 0.9rem; margin-bottom: 0.7rem;
  }
  .claims th[scope="row"], .claims td { padding: 0.13rem 0; }
  .claims th[scope="row"] { font-size: 1.08em; padding-bottom: 0.35rem; }
  .claims td { display: grid; grid-template-columns: 5rem 1fr; gap: 0.6rem; font-size: 0.975em; }
  .claims td::before { content: attr(data-label); color: var(--quiet); font-weight: 400; }
  .claims td:empty { display: none; }
  .claims .interval { display: inline; }
  .claims .word { order: -1; display: block; font-size: 1.08em; padding-bottom: 0.2rem; }
  .claims .word::before { content: none; }
}
`;

const VERDICT_STYLE = `
.verdict { display: inline-flex; gap: 0.4em; align-items: baseline; font-weight: 650; line-height: 1.35; }
.icon { width: 0.78em; height: 0.78em; flex: none; fill: none; stroke: currentColor; stroke-width: 1.9; }
.icon { stroke-linecap: round; stroke-linejoin: round; }
.counts { list-style: none; display: flex; flex-wrap: wrap; gap: 0.3rem 1.3rem; margin: 0 0 1.4rem; padding: 0; }
.counts li { font-variant-numeric: tabular-nums; }
.meanings { display: grid; grid-template-columns: repeat(auto-fill, minmax(17rem, 1fr)); gap: 0.9rem 2rem; margin: 0; }
.meanings dd { margin: 0.1rem 0 0; color: var(--quiet); font-size: 0.9rem; line-height: 1.4; }
${VERDICT_KINDS.map((kind) => `.${kind} { color: var(--${kind}); }`).join('\n')}
`;

const GLANCE_STYLE = `
.glance th, .glance td { padding: 0.28rem 1.4rem 0.28rem 0; vertical-align: baseline; }
.glance thead th { color: var(--quiet); font-weight: 500; font-size: 0.9rem; }
.glance tbody tr { border-top: 1px solid var(--line); }
.glance tbody th { font-weight: 400; }
.glance a { display: flex; color: inherit; text-decoration: none; }
.glance a:hover { text-decoration: underline; }
.glance .ordinal { flex: none; min-width: 1.9em; color: var(--quiet); font-variant-numeric: tabular-nums; }
.glance .share { display: inline-block; margin-right: 1.1em; }
@media screen and (max-width: 720px) {
  .glance thead { display: none; }
  .glance tr, .glance th, .glance td { display: block; padding-right: 0; }
  .glance td { padding: 0 0 0.5rem 1.9em; }
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

/** The claims (a table, or cards where it is narrow), the verdicts, and the tables of numbers. */
export const TABLE_STYLE = `${CLAIMS_STYLE}${CARDS_STYLE}${GLANCE_STYLE}${VERDICT_STYLE}${DATA_STYLE}`;
