#!/bin/bash
# Runs llmgeo entropy in 8 shards, four at a time, with GNU parallel, and then the merge: start this file with bash.
# Started again, it computes only what is missing. Give the command --threads, a quarter of the machine's cores.

# a function, so that parallel takes no {} in the command for its own
shard() {
  llmgeo entropy --shard "$1/8" --model nano-xs --limit 12 --run run-entropy
}
export -f shard
export PARALLEL_SHELL="$BASH"

seq 8 | parallel --jobs 4 --retries 3 --tag --line-buffer shard || exit 1
llmgeo merge run-entropy -o entropy.csv
