import type { Progress } from '../io/progress.ts';
import type { Talk } from './context.ts';
import type { ModelRun } from './model-run.ts';

/** What is to be done of one model. */
interface Load {
  tokens: number;
  units: number;
}

/** One line for a whole run, however many models and revisions it goes through. */
export class RunProgress {
  private readonly talk: Talk;
  private readonly models: number;
  private readonly bytes: (() => number) | undefined;
  private bar: Progress | undefined;
  private label = '';
  private opened = 0;
  /** Of the models opened so far. */
  private readonly load: Load = { tokens: 0, units: 0 };
  private before: Load = { tokens: 0, units: 0 };
  private units = 0;

  /**
   * @param models how many names of models there are
   * @param bytes how much the records take by now, where they are on a disk
   */
  constructor(talk: Talk, models: number, bytes?: () => number) {
    this.talk = talk;
    this.models = models;
    this.bytes = bytes;
  }

  /** A model begins, of which so much is to be done. */
  begin(run: ModelRun, { tokens, units }: Load): void {
    this.before = { ...this.load };
    this.units = this.load.units;
    this.load.tokens += tokens;
    this.load.units += units;
    this.opened++;
    const { revision } = run.identity;
    const all = this.models * run.place.variants;
    const name = revision === null || revision === 'main' ? run.label : `${run.label} ${revision}`;
    this.label = all === 1 ? name : `${name} (${this.opened}/${all})`;
    this.expected = Math.max(all, this.opened) / this.opened;
    const total = Math.round(this.load.tokens * this.expected);
    this.bar ??= this.talk.progress({ label: this.label, total, unit: 'tokens' });
    this.tokens(0);
  }

  /** So many tokens of the model are done. */
  tokens(done: number): void {
    const total = Math.round(this.load.tokens * this.expected);
    this.bar?.update(this.before.tokens + done, { label: this.label, total, detail: this.detail() });
  }

  /** Another unit is kept. */
  unit(): void {
    this.units++;
  }

  /** Makes room for the progress of something else, or ends it. */
  stop(): void {
    this.bar?.stop();
    this.bar = undefined;
  }

  /** How many times as much there is to do as has been opened: the other models are thought to be like these. */
  private expected = 1;

  private detail(): string {
    const units = `${this.units}/${Math.round(this.load.units * this.expected)} units`;
    return this.bytes ? `${units}, ${(this.bytes() / 1e6).toFixed(1)} MB on disk` : units;
  }
}
