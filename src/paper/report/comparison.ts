import type { CompareCell, CompareGroup, CompareRow, Comparison } from '../../report/html/report.ts';
import type { Claim, Part } from '../claims/claim.ts';
import type { Control } from '../claims/control.ts';
import { pWords, said } from '../claims/said.ts';
import { verdictWords } from '../claims/verdict-words.ts';

/** The rows of one claim side by side: models as columns, a group of rows per quantity and setting. */
export function comparisonOf(claims: readonly Claim[]): Comparison {
  const models = modelsIn(claims);
  const groups = new Map<string, Claim[]>();
  for (const claim of claims) {
    const title = [claim.quantity, claim.setting].filter((words) => words !== '').join(', ');
    groups.set(title, [...(groups.get(title) ?? []), claim]);
  }
  return { models, groups: Array.from(groups, ([title, of]) => groupOf(title, of, models)) };
}

/** Models in order of appearance, which is that of size. */
function modelsIn(claims: readonly Claim[]): string[] {
  const named = claims.flatMap(({ model, parts }) => [model, ...parts.map((part) => part.model)]);
  const known = [...new Set(named)].filter((model) => model !== null);
  return known.length > 0 ? known : [claims[0].models || 'all'];
}

function groupOf(title: string, claims: readonly Claim[], models: readonly string[]): CompareGroup {
  const parts = claims.flatMap((claim) => claim.parts);
  const alone = claims.every(({ model }) => model !== null);
  const columns = alone ? models.map((model) => claims.find((claim) => claim.model === model)) : claims;
  return { title, rows: [...partRows(parts, models), ...valueRows(columns, !alone)] };
}

/** What values are made of, and what untrained models have on average. */
function partRows(parts: readonly Part[], models: readonly string[]): CompareRow[] {
  return [...new Set(parts.map(({ name }) => name))].flatMap((name) => {
    const ofModel = models.map((model) => parts.find((part) => part.name === name && part.model === model));
    const rows = [row(name, false, ofModel, ({ value }) => ({ estimate: { value } }))];
    if (ofModel.every((part) => !part?.control)) return rows;
    return [
      ...rows,
      row(`${name}, untrained mean`, false, ofModel, ({ control }) => ({ text: meanWords(control) })),
    ];
  });
}

function valueRows(claims: readonly (Claim | undefined)[], spans: boolean): CompareRow[] {
  const some = (has: (claim: Claim) => boolean) => claims.some((claim) => claim && has(claim));
  const of = (name: string, cell: (claim: Claim) => CompareCell) => row(name, spans, claims, cell);
  const seeds = claims.find((claim) => claim?.control)?.control?.seeds;
  const rows = [
    of('trained [95 % interval over texts]', ({ value, interval }) => ({
      estimate: { value, low: interval?.low, high: interval?.high },
    })),
  ];
  if (seeds !== undefined)
    rows.push(
      of(`untrained, mean ± s.d. of ${seeds} seeds`, ({ control }) => ({ text: meanWords(control) })),
      of('one more untrained, 95 % interval', ({ control }) => ({ text: intervalWords(control) })),
    );
  if (some(({ control }) => control?.passes != null))
    rows.push(of('untrained seeds that pass', ({ control }) => ({ text: passWords(control) })));
  if (some(({ p }) => p !== undefined))
    rows.push(of('permutation test', ({ p }) => ({ text: p === undefined ? '' : pWords(p) })));
  if (some(({ r2 }) => r2 !== undefined))
    rows.push(of('R² of the fit', ({ r2 }) => ({ estimate: { value: r2 ?? null } })));
  if (some(({ nullSlope }) => nullSlope !== undefined))
    rows.push(
      of('slope if only the width differed', ({ nullSlope }) => ({ estimate: { value: nullSlope ?? null } })),
    );
  if (some(({ predicted }) => predicted !== undefined))
    rows.push(of('predicted', ({ predicted }) => ({ estimate: { value: predicted ?? null } })));
  rows.push(of('verdict', (claim) => ({ verdict: verdictWords(claim) })));
  return rows;
}

function row<T>(name: string, spans: boolean, of: readonly (T | undefined)[], cell: (one: T) => CompareCell) {
  return { name, spans, cells: of.map((one) => (one === undefined ? { text: '' } : cell(one))) };
}

function meanWords(control: Control | null): string {
  if (control === null) return '';
  return control.sd === null ? said(control.mean, 3) : `${said(control.mean, 3)} ± ${said(control.sd, 3)}`;
}

function intervalWords(control: Control | null): string {
  const interval = control?.interval;
  return interval ? `[${said(interval.low, 3)}, ${said(interval.high, 3)}]` : '';
}

function passWords(control: Control | null): string {
  return control === null || control.passes === null ? '' : `${control.passes} of ${control.seeds}`;
}
