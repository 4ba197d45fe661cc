import { toolName } from '../../package.ts';
import type { Report, ReportSection } from '../../report/html/report.ts';
import type { Json } from '../../report/result.ts';
import { shownClaim } from './claim-words.ts';
import { corpusName } from './data-name.ts';
import type { Reproduction } from './reproduce.ts';

/** The report: what was claimed and what was found, then figure by figure. */
export function reportOf({ claims, measured }: Reproduction, sections: ReportSection[]): Report {
  const models = measured.descriptions as Record<string, Json>[];
  const names = [...new Set(models.map(({ model }) => String(model)))];
  return {
    title: 'The Information of Large Language Model Geometry, reproduced',
    subtitle: `Every claim of arXiv 2402.03471 on ${names.join(', ')}`,
    lead: [
      'Each claim of the paper stands below with the quantity that decides it, measured on these models; thresholds were fixed before anything was measured. Where randomly initialised models of the same shapes show the same, the verdict says so: the claim then comes with the width, not with training.',
      'Intervals are 95 %, by bootstrap over texts. “Untrained” is the mean, the standard deviation and the 95 % prediction interval for one more untrained model, from several random initialisations: what holds lies wholly beyond it.',
    ],
    claims: claims.map(shownClaim),
    sections,
    notes: [...models.filter(({ weights }) => weights === 'trained').map(modelNote), ...runNotes(measured)],
  };
}

function modelNote(model: Record<string, Json>): string {
  const weights = Object.entries(model.weights_sha256 as Record<string, string>);
  const hashes = weights.map(([file, hash]) => `${file} ${hash.slice(0, 12)}…`).join(', ');
  return `${model.model}${model.revision === null ? '' : ` (${model.revision})`}: ${model.parameters} parameters, d = ${model.dim}, ${model.layers} blocks; sha256 of ${hashes}; layer ${String(model.layer)}, ${model.device}, ${model.threads} threads, ${model.dtype}.`;
}

function runNotes({ input, maxTokens, seed, controls }: Reproduction['measured']): string[] {
  const meta = input as Record<string, Json>;
  const most = Math.max(...controls);
  return [
    `Corpus: ${corpusName(meta, Number(meta.texts), maxTokens)}.`,
    `Untrained: the same shapes with GPT-NeoX’s initialisation, ${[...new Set(controls)].join(' or ')} of each, seeds ${seed} to ${seed + most - 1}; figures draw the first.`,
    'Figure 1 is a simulation from published numbers, as in the paper; Figure 2 of the paper is a schematic and is not redrawn.',
    `${toolName()}. On the same machine and Node the same command gives the same bytes in every file but run.json, which alone holds times, host and paths.`,
  ];
}
