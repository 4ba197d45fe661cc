/** The signs that a table is drawn with. */
export interface Signs {
  /** From a sliver to a full block. */
  bar: string;
  ellipsis: string;
  atMost: string;
  /** A space at the edge of a token, a newline and a tab. */
  whitespace: readonly [string, string, string];
}

/** What a table is drawn on. */
export interface Page {
  /** Columns of the terminal. */
  width: number;
  /** Most rows that are shown; the rest is counted. */
  rows: number;
  colour: boolean;
  signs: Signs;
}

/** Variables of the environment, as `process.env` holds them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The part of a terminal, such as process.stdout, that decides. */
export interface Screen {
  isTTY?: boolean;
  columns: number;
  hasColors(env: Environment): boolean;
}

const UNICODE: Signs = { bar: '▏▎▍▌▋▊▉█', ellipsis: '…', atMost: '≤', whitespace: ['·', '⏎', '⇥'] };
const ASCII: Signs = { bar: '#', ellipsis: '~', atMost: '<=', whitespace: ['_', '\\n', '\\t'] };

const USUAL_WIDTH = 80;
/** Nothing can be read on less. */
const LEAST_WIDTH = 20;
const MOST_ROWS = 20;

/**
 * How to draw on a screen, or with null in a file or pipe: there without colour, with all rows, 80 columns wide.
 * `COLUMNS` outranks what the screen says.
 * @param all whether all rows are wanted
 */
export function pageOf(screen: Screen | null, env: Environment, all = false): Page {
  const onScreen = screen?.isTTY === true;
  return {
    width: Math.max(LEAST_WIDTH, wholeNumber(env.COLUMNS) || (onScreen && screen.columns) || USUAL_WIDTH),
    rows: onScreen && !all ? MOST_ROWS : Number.POSITIVE_INFINITY,
    colour: onScreen && !isContinuousIntegration(env) && screen.hasColors(env),
    signs: isUnicode(env) ? UNICODE : ASCII,
  };
}

/** Whether nobody watches, though there may be a terminal: GitHub and GitLab, and what imitates them, set `CI`. */
function isContinuousIntegration(env: Environment): boolean {
  return !['', 'false', '0'].includes(env.CI ?? '');
}

/** Whether a terminal can go back over what it has written. */
export function canRedraw(env: Environment): boolean {
  return env.TERM !== 'dumb' && !isContinuousIntegration(env);
}

/** Where no variable names a locale (containers, Windows), terminals still know UTF-8. */
function isUnicode(env: Environment): boolean {
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG;
  return env.TERM !== 'dumb' && (!locale || /utf-?8/i.test(locale));
}

function wholeNumber(value = ''): number {
  return /^\d+$/.test(value) ? Number(value) : 0;
}
