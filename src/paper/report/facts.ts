import { toolName } from '../../package.ts';
import type { Fact } from '../../report/html/report.ts';
import type { Json } from '../../report/result.ts';
import { corpusName } from '../data-name.ts';
import type { Measured } from '../measured.ts';
import { commandOf } from './command.ts';

/** What was run: models, data, the untrained models, the tool. */
export function factsOf(measured: Measured): Fact[] {
  const trained = measured.descriptions.filter(({ weights }) => weights === 'trained');
  return [
    { term: 'Command', lines: [`\`${commandOf(measured)}\``] },
    { term: 'Models', lines: trained.map(modelLine) },
    { term: 'Untrained', lines: [untrainedLine(measured)] },
    { term: 'Texts', lines: textLines(measured) },
    {
      term: 'Tool',
      lines: [
        `${toolName()}. On the same machine and Node the same command gives the same bytes in every file but run.json, which alone holds the command as typed, times, host and paths.`,
        'Figure 1 is a simulation from published numbers, as in the paper; Figure 2 of the paper is a schematic and is not redrawn.',
      ],
    },
  ];
}

function modelLine(model: Record<string, Json>): string {
  const weights = Object.entries(model.weights_sha256 as Record<string, string>);
  const hashes = weights.map(([file, hash]) => `${file} sha256 ${hash.slice(0, 12)}…`).join(', ');
  const revision = model.revision === null ? '' : ` (${model.revision})`;
  return `${model.model}${revision}: ${model.parameters} parameters, d = ${model.dim}, ${model.blocks} blocks; layer ${String(model.layer)}; ${model.device}, ${model.threads} threads, ${model.dtype}; ${hashes}`;
}

function untrainedLine({ controls, seed }: Measured): string {
  const most = Math.max(...controls);
  return `The same shapes with GPT-NeoX’s initialisation, ${[...new Set(controls)].join(' or ')} of each, seeds ${seed} to ${seed + most - 1}; figures draw the first.`;
}

function textLines({ input, maxTokens }: Measured): string[] {
  return [
    `Claims 1 to 6 and 12: ${corpusName(input, Number(input.texts), maxTokens)}`,
    'Claims 7 to 11: the paper’s 45 prompts. The pictures of claim 6: the paper’s sentence.',
  ];
}
