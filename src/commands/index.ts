import type { Command } from 'commander';

interface CommandModule {
  define(command: Command): void;
}

/** A verb, as the help of the whole program shows it. */
export interface Verb {
  name: string;
  summary: string;
  group: string;
  /** Loads its flags and action, and with them all that it needs. */
  load: () => Promise<CommandModule>;
}

const EXPERIMENTS = 'Experiments:';
const FILES = 'Files and models:';
const RUNS = 'Runs that survive (--run):';
export const SETUP = 'Setup:';
/** Of verbs that programs call, not people. */
export const HIDDEN = '';

/** Every verb; its module is loaded only when the verb is called. */
export const VERBS: Verb[] = [
  {
    name: 'infogain',
    summary: 'how much each token adds to what a model has encoded (section 4.1, Fig 3)',
    group: EXPERIMENTS,
    load: () => import('./infogain.ts'),
  },
  {
    name: 'entropy',
    summary: 'entropy and effective rank of the hidden states, against model size (section 3, Fig 1)',
    group: EXPERIMENTS,
    load: () => import('./entropy.ts'),
  },
  {
    name: 'lasso',
    summary: 'which earlier tokens Lasso picks for a token, and which attention does (section 4.2)',
    group: EXPERIMENTS,
    load: () => import('./lasso.ts'),
  },
  {
    name: 'embed',
    summary: 'sentence vectors in the plane by PCA and UMAP, and how well they separate (section 4.3, Fig 4)',
    group: EXPERIMENTS,
    load: () => import('./embed.ts'),
  },
  {
    name: 'distance',
    summary: 'distances between the covariances of sentences (section 4.3, appendix A, Figs 5 and 6)',
    group: EXPERIMENTS,
    load: () => import('./distance.ts'),
  },
  {
    name: 'theory',
    summary: "the paper's lemmas and theorems, predicted and measured (section 3)",
    group: EXPERIMENTS,
    load: () => import('./theory.ts'),
  },
  {
    name: 'reproduce',
    summary: 'every figure of the paper in one folder, with a verdict on each claim',
    group: EXPERIMENTS,
    load: () => import('./reproduce.ts'),
  },
  {
    name: 'extract',
    summary: 'write hidden states, attention and Gram matrices to safetensors or npy files',
    group: FILES,
    load: () => import('./extract.ts'),
  },
  {
    name: 'plot',
    summary: 'draw a saved result again, without running a model',
    group: FILES,
    load: () => import('./plot.ts'),
  },
  {
    name: 'merge',
    summary: 'the result of a run from its folder, or from the folders of its shares',
    group: RUNS,
    load: () => import('./merge.ts'),
  },
  {
    name: 'status',
    summary: 'what of a run is done, running, failed or missing',
    group: RUNS,
    load: () => import('./status.ts'),
  },
  {
    name: 'verify',
    summary: 'check every record of a run, and the files that it speaks of',
    group: RUNS,
    load: () => import('./verify.ts'),
  },
  {
    name: 'models',
    summary: 'list, download, verify and locate checkpoints',
    group: FILES,
    load: () => import('./models.ts'),
  },
  {
    name: 'doctor',
    summary: 'check what llmgeo needs on this machine',
    group: SETUP,
    load: () => import('./doctor.ts'),
  },
  {
    name: 'completion',
    summary: 'print what makes a shell complete commands, flags and their values',
    group: SETUP,
    load: () => import('./completion.ts'),
  },
  {
    name: 'complete',
    summary: 'what a word may become, for the scripts of completion',
    group: HIDDEN,
    load: async () => ({ define: (await import('./completion.ts')).defineAnswer }),
  },
];
