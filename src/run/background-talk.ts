import type { Progress, ProgressOptions } from '../io/progress.ts';
import type { Talk } from './context.ts';

/** What goes on in the background and would like to be seen. */
interface Hidden {
  options: ProgressOptions;
  done: number;
  shown?: Progress;
}

/** A talk whose progress is drawn only while nothing else is: of a model that is opened while another runs. */
export class BackgroundTalk implements Talk {
  private readonly talk: Talk;
  private isInFront = true;
  private readonly hidden = new Set<Hidden>();

  constructor(talk: Talk) {
    this.talk = talk;
  }

  note = (message: string): void => this.talk.note(message);
  warn = (message: string): void => this.talk.warn(message);

  /** From now on something else is drawn. */
  goBehind(): void {
    this.isInFront = false;
  }

  /** Nothing else is drawn: shows what is under way. */
  comeForward(): void {
    this.isInFront = true;
    for (const one of this.hidden) this.show(one);
  }

  progress(options: ProgressOptions): Progress {
    const one: Hidden = { options, done: 0 };
    this.hidden.add(one);
    if (this.isInFront) this.show(one);
    return {
      update: (done, ...more) => {
        one.done = done;
        one.shown?.update(done, ...more);
      },
      stop: () => {
        this.hidden.delete(one);
        one.shown?.stop();
      },
    };
  }

  private show(one: Hidden): void {
    one.shown = this.talk.progress(one.options);
    one.shown.update(one.done);
  }
}
