import type { ReportTable } from '../../report/html/report.ts';
import type { Cell } from '../../report/result.ts';
import type { Claim } from '../claims/claim.ts';
import { CLAIM_COLUMNS, claimRow } from '../claims/claim-row.ts';

/** Columns of claims.csv as the report heads them; those that are missing here are said elsewhere in the section. */
const HEADINGS: Record<string, string> = {
  model: 'model',
  revision: 'revision',
  layer: 'layer',
  quantity: 'quantity',
  setting: 'setting',
  value: 'value',
  low: 'interval, low',
  high: 'interval, high',
  verdict: 'verdict',
  p: 'p',
  r2: 'R²',
  null_slope: 'slope of a constant rank',
  predicted: 'predicted',
  skills: 'skills',
  control_mean: 'untrained mean',
  control_sd: 'untrained s.d.',
  control_low: 'one more untrained, low',
  control_high: 'one more untrained, high',
  control_seeds: 'untrained seeds',
  control_passes: 'seeds that pass',
  models: 'of the models',
  data: 'texts',
};

/** Everything that claims.csv says of a claim, with all digits, and what its values are made of. */
export function claimDetails(claims: readonly Claim[]): ReportTable[] {
  const rows = claims.map(claimRow);
  const names = CLAIM_COLUMNS.filter((name) => name in HEADINGS && rows.some((row) => row[name] !== null));
  const columns = names.map((name) => ({ name, heading: HEADINGS[name] }));
  return [
    {
      title: `Every number of this claim (${rows.length} row${rows.length === 1 ? '' : 's'} of claims.csv)`,
      columns,
      rows,
    },
    ...partTable(claims),
  ];
}

const PART_COLUMNS = [
  { name: 'setting', heading: 'setting' },
  { name: 'name', heading: 'what the value is made of' },
  { name: 'model', heading: 'model' },
  { name: 'value', heading: 'trained' },
  { name: 'mean', heading: 'untrained mean' },
  { name: 'sd', heading: 'untrained s.d.' },
  { name: 'seeds', heading: 'untrained seeds' },
];

function partTable(claims: readonly Claim[]): ReportTable[] {
  const rows = claims.flatMap(({ setting, parts }) =>
    parts.map(({ name, model, value, control }): Record<string, Cell> => {
      const { mean = null, sd = null, seeds = null } = control ?? {};
      return { setting, name, model, value, mean, sd, seeds };
    }),
  );
  const columns = PART_COLUMNS.filter(({ name }) =>
    rows.some((row) => row[name] !== null && row[name] !== ''),
  );
  return rows.length === 0 ? [] : [{ title: 'What these values are made of', columns, rows }];
}
