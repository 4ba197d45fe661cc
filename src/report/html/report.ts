import type { Cell } from '../result.ts';

/** One row of the table of claims: one claim in one setting. Numbers that do not apply are null. */
export interface ClaimRow {
  /** Number and title: "1 normalised entropy follows a power law in size". Rows of one claim form a group. */
  claim: string;
  quantity: string;
  value: number | null;
  /** Ends of the 95 % interval. */
  low: number | null;
  high: number | null;
  threshold: string;
  /** "holds", "fails", "by construction", "also untrained", "depends on ...", "undecided" or "needs three sizes". */
  verdict: string;
  models: string;
  data: string;
  /** What the untrained models gave, in words; empty where there are none. */
  control: string;
}

/** A table below a figure: `columns` decides which values of a row are shown and in which order. */
export interface ReportTable {
  columns: string[];
  rows: Record<string, Cell>[];
}

/** One figure with what is said about it. */
export interface ReportSection {
  /** Unique in the report, made of letters, digits, `_` and `-`; not "claims" or "notes". */
  id: string;
  title: string;
  paragraphs: string[];
  /** A drawing as `toSvg` makes it. */
  svg?: string;
  caption?: string;
  table?: ReportTable;
  /** Paths, relative to the report, of the files that hold the numbers and the drawing. */
  files: string[];
}

/**
 * All that the page says. Texts are plain, apart from `code` in backticks and "arXiv 2402.03471", which becomes
 * a link; a character that HTML or a terminal would obey is written out.
 */
export interface Report {
  title: string;
  subtitle: string;
  /** Paragraphs before the claims. */
  lead: string[];
  claims: ClaimRow[];
  sections: ReportSection[];
  /** What was run: models, data, versions, hashes; what is simulated or could not be tried. */
  notes: string[];
}
