import { batchCommand } from './batch-file-command.ts';
import { kubernetesJobs } from './batch-file-kubernetes.ts';
import { parallelScript } from './batch-file-parallel.ts';
import { slurmScript } from './batch-file-slurm.ts';

/** What `--print` takes: a Slurm batch file, Kubernetes jobs, or a script around GNU parallel. */
export const BATCH_KINDS = ['sbatch', 'k8s', 'parallel'] as const;

export type BatchKind = (typeof BATCH_KINDS)[number];

const WRITERS = { sbatch: slurmScript, k8s: kubernetesJobs, parallel: parallelScript };

/**
 * The file that spreads a command over an engine: its shards, then the merge that prints what the command would have.
 * @param args the command line after `llmgeo`, without `--print`; `--shard /n` gives the count of shards (8)
 * @throws InputError where the command keeps no run folder, reads stdin, or is one shard already
 */
export function batchFile(kind: BatchKind, args: readonly string[]): string {
  return WRITERS[kind](batchCommand(args));
}
