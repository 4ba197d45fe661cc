import type { BatchCommand } from './batch-file-command.ts';
import { shellWords } from './batch-file-quote.ts';

/** A script that runs the shards on one machine through GNU parallel, and then the merge. */
export function parallelScript({ verb, shard, merge, shards }: BatchCommand): string {
  const [program, experiment, ...rest] = shard;
  return `#!/bin/bash
# Runs llmgeo ${verb} in ${shards} shards, four at a time, with GNU parallel, and then the merge: start this file with bash.
# Started again, it computes only what is missing. Give the command --threads, a quarter of the machine's cores.

# a function, so that parallel takes no {} in the command for its own
shard() {
  ${shellWords([program, experiment, '--shard'])} "$1/${shards}" ${shellWords(rest)}
}
export -f shard
export PARALLEL_SHELL="$BASH"

seq ${shards} | parallel --jobs 4 --retries 3 --tag --line-buffer shard || exit 1
${shellWords(merge)}
`;
}
