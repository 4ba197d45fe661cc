import type { Command } from 'commander';
import { BATCH_KINDS, type BatchKind } from './batch-file.ts';
import { choice } from './flag-values.ts';

/** The flags of commands that can keep their records in a run folder. */
export interface RunFlags {
  run?: string;
  shard?: string;
  print?: BatchKind;
}

/** Adds where records are kept, and which share of them this process makes. */
export function addRunFlags(command: Command): Command {
  return command
    .option('--run <folder>', 'keep every finished call there; the same command goes on where it stopped')
    .option(
      '--shard <i/n>',
      'do the i-th of n shares of a --run; /n with the index from the environment; none (as Slurm, Kubernetes, AWS Batch or GNU parallel say)',
    )
    .addOption(
      choice(
        command,
        '--print <engine>',
        'print a batch file for this command: sbatch, k8s or parallel',
        BATCH_KINDS,
      ),
    );
}
