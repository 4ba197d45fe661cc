import type { Cell, Json, Result } from '../result.ts';
import type { Page } from './page.ts';

/** What a command's result comes to, above its rows. */
export interface Answer {
  lines: string[];
  /** What the lines have not said of the summary: it is shown as any other. */
  rest: Record<string, Json>;
}

/** @param caption what was already said of all rows */
export type Answering = (result: Result, caption: Readonly<Record<string, Cell>>, page: Page) => Answer;
