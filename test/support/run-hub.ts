import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const MODELS = fileURLToPath(new URL('../../../models/', import.meta.url));

/** What two repositories hold at two revisions: four checkpoints of two sizes. */
const REPOS: { [name: string]: { [revision: string]: string } } = {
  one: { step0: 'revisions/nano-s-step0', step64: 'nano-s' },
  two: { step0: 'revisions/nano-s-step64', step64: 'nano-xs' },
};

/** The options of a run of two models at two revisions each. */
export const TWO_BY_TWO = ['--model', 'kills/one,kills/two', '--revision', 'step0,step64'];

/** Makes the hub cache that these models lie in, for this process and those that it starts. */
export function useModelsAtRevisions(cache: string): void {
  Object.entries(REPOS).forEach(([name, revisions], repo) => {
    const folder = join(cache, `models--kills--${name}`);
    mkdirSync(join(folder, 'refs'), { recursive: true });
    Object.entries(revisions).forEach(([revision, checkpoint], i) => {
      const commit = String(2 * repo + i).repeat(40);
      writeFileSync(join(folder, 'refs', revision), commit);
      cpSync(join(MODELS, checkpoint), join(folder, 'snapshots', commit), { recursive: true });
    });
  });
  Object.assign(process.env, { HF_HUB_CACHE: cache, HF_HUB_OFFLINE: '1' });
}
