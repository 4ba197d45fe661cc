import { commitOf, type HubFile, type HubRepo } from './hub-content.ts';

const PARTS = ['harmless-base', 'helpful-base', 'helpful-online', 'helpful-rejection-sampled'];

/** Anthropic/hh-rlhf as far as it is asked for: each part has its file from `fileOf`. */
export function hhRlhfRepo(fileOf: (part: string) => HubFile, commit = commitOf('d')): HubRepo {
  const files = Object.fromEntries(PARTS.map((part) => [`${part}/test.jsonl.gz`, fileOf(part)]));
  return { refs: { main: commit }, commits: { [commit]: files } };
}
