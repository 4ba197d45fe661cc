import type { Cell } from '../result.ts';

/** A claim in one line: what came of it, in words and numbers. */
export interface Finding {
  number: number;
  title: string;
  /** The verdict of each setting, in order. */
  verdicts: string[];
  /** A sentence. */
  found: string;
}

/** A value with the ends of its interval; what does not apply is null. */
export interface Estimate {
  value: number | null;
  low?: number | null;
  high?: number | null;
}

/** What one cell of a comparison says. */
export type CompareCell = { estimate: Estimate } | { text: string } | { verdict: string };

/** A quantity of every model, one cell each; or, with `spans`, of all of them together in one cell. */
export interface CompareRow {
  name: string;
  spans: boolean;
  cells: CompareCell[];
}

/** Rows of one quantity in one setting. */
export interface CompareGroup {
  title: string;
  rows: CompareRow[];
}

/** A table with models as columns. */
export interface Comparison {
  models: string[];
  groups: CompareGroup[];
}

/** A table of plain values: `columns` decides which of a row are shown and in which order, under which heading. */
export interface ReportTable {
  /** What the fold that holds it is called. */
  title: string;
  columns: { name: string; heading: string }[];
  rows: Record<string, Cell>[];
}

/**
 * A drawing as `toSvg` makes it, without title, which the page has: in parts no taller than a sheet of paper for wide
 * screens and paper, and for phones.
 */
export interface ReportFigure {
  /** Unique in the report, made of letters, digits, `_` and `-`. */
  id: string;
  title: string;
  wide: string[];
  narrow: string;
  caption?: string;
  /** Paths, relative to the report, of the files that hold the numbers and the drawing. */
  files: string[];
}

/** A token of a sentence and what was picked of it. */
export interface MarkedToken {
  text: string;
  isTarget: boolean;
  lasso: boolean;
  attention: boolean;
}

/** A sentence written out for one token that is explained. */
export interface MarkedSentence {
  title: string;
  tokens: MarkedToken[];
  /** Below it, as what the paper found. */
  notes: string[];
}

/** What is said about one or several claims that share a figure. */
export interface ReportSection {
  /** Unique in the report, made of letters, digits, `_` and `-`; not "claims" or "run". */
  id: string;
  /** The claim that it is about. */
  finding: Finding;
  paragraphs: string[];
  figures: ReportFigure[];
  /** Figures of other sections that show this claim too. */
  see: { id: string; title: string }[];
  sentences: MarkedSentence[];
  /** What decides, once for all rows. */
  thresholds: string[];
  comparison?: Comparison;
  /** Folded away: every number. */
  details: ReportTable[];
}

/** Something that was run: what it is, and lines about it. */
export interface Fact {
  term: string;
  lines: string[];
}

/**
 * All that the page says. Texts are plain, apart from `code` in backticks and "arXiv 2402.03471", which becomes
 * a link; a character that HTML or a terminal would obey is written out.
 */
export interface Report {
  title: string;
  /** One sentence of result. */
  result: string;
  /** Paragraphs after the claims at a glance: how to read them. */
  lead: string[];
  findings: Finding[];
  /** What was run: command, models, data, versions, hashes; what is simulated or could not be tried. */
  facts: Fact[];
  sections: ReportSection[];
}
