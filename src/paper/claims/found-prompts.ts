import type { Claim } from './claim.ts';
import { highestOf, meansOf, partsOf, pWords, said, saidRange, valuesOf } from './said.ts';
import { LARGEST_P, SILHOUETTE_OF } from './separation.ts';

/** Claim 7. */
export function foundVectors(claims: readonly Claim[]): string {
  const silhouettes = (name: string) => saidRange(partsOf(claims, name).map(({ value }) => value));
  const { mean, last, country } = SILHOUETTE_OF;
  const untrained = meansOf(partsOf(claims, mean));
  const beside = untrained.length === 0 ? '' : ` (untrained ${saidRange(untrained)})`;
  return `Silhouette of the contexts: ${silhouettes(mean)} by mean vectors${beside}, ${silhouettes(last)} by the last token, ${silhouettes(country)} by the country.`;
}

/** Claims 8 and 9. */
export function foundSeparation(what: string, claims: readonly Claim[]): string {
  const apart = claims.filter(({ interval, p }) => interval!.low > 0 && p! < LARGEST_P);
  const p = Math.max(...claims.map((claim) => claim.p!));
  const verb = apart.length === 0 ? 'do not separate the contexts' : 'separate the contexts';
  const untrained = untrainedWords(claims);
  const beside = untrained === '' ? '' : `; ${untrained}`;
  return `${what} ${verb}${modelsWords(apart.length, claims.length)}, silhouette ${saidRange(valuesOf(claims))} (${pWords(p)})${beside}.`;
}

function modelsWords(apart: number, all: number): string {
  if (all === 1 || apart === 0) return '';
  return apart === all ? ` with all ${all} models` : ` with ${apart} of ${all} models`;
}

/** Claim 10. */
export function foundDistances(claims: readonly Claim[]): string {
  const settings = [...new Set(claims.map(({ setting }) => setting))];
  const each = settings.map((setting) => {
    const of = claims.filter((claim) => claim.setting === setting);
    const untrained = untrainedWords(of);
    const beside = untrained === '' ? '' : ` (${untrained})`;
    return `${setting.replace(/ distance$/, '')} ${saidRange(valuesOf(of))}${beside}`;
  });
  return `Silhouettes of the contexts: ${each.join('; ')}.`;
}

/** No silhouette is above 1, whatever a wide prediction interval says. */
function untrainedWords(claims: readonly Claim[]): string {
  const untrained = meansOf(claims);
  if (untrained.length === 0) return '';
  const most = highestOf(claims);
  const oneMore = most === null ? '' : `, one more at most ${said(Math.min(1, most))}`;
  return `untrained ${saidRange(untrained)}${oneMore}`;
}
