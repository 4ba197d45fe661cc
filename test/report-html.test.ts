import assert from 'node:assert/strict';
import { test } from 'node:test';
import { COLOURS } from '../src/report/html/colours.ts';
import { sentenceHtml } from '../src/report/html/escape.ts';
import { shownEstimate, shownNumber, withSigns } from '../src/report/html/numbers.ts';
import { reportHtml } from '../src/report/html/page.ts';
import type { ClaimRow, Report, ReportSection } from '../src/report/html/report.ts';
import { VERDICT_KINDS } from '../src/report/html/verdict.ts';
import { linePanel } from '../src/report/plot/line-panel.ts';
import { seriesOf } from '../src/report/plot/series.ts';
import { figure } from '../src/report/plot/theme.ts';
import { toSvg } from '../src/report/plot/vega.ts';
import type { Cell } from '../src/report/result.ts';

const HOSTILE = `</td><script src="https://example.org/x.js">'"&\u202e\u0000<b>`;
const VERDICTS = ['holds', 'fails', 'by construction', 'also untrained', 'depends on λ', 'undecided'];

const claimOf = (more: Partial<ClaimRow> = {}): ClaimRow => ({
  claim: '6 Lasso picks are sparser',
  quantity: 'attention picks - Lasso picks, alpha 1e-4',
  value: -6.5,
  low: -7.61,
  high: -5.412,
  threshold: 'interval above 0',
  verdict: 'holds',
  models: 'nano-s, nano-l',
  data: '64 documents',
  control: '-0.05 to 0.02',
  ...more,
});

const sectionOf = (id: string, more: Partial<ReportSection> = {}): ReportSection => ({
  id,
  title: `Fig of ${id}`,
  paragraphs: ['What it shows.'],
  files: [`${id}.csv`],
  ...more,
});

const reportOf = (more: Partial<Report> = {}): Report => ({
  title: 'Report',
  subtitle: 'of arXiv 2402.03471',
  lead: ['Made by `llmgeo reproduce`.'],
  claims: [claimOf()],
  sections: [],
  notes: ['seed 0'],
  ...more,
});

const page = (more: Partial<Report> = {}) => [...reportHtml(reportOf(more))].join('');

const DRAWING =
  '<svg xmlns="http://www.w3.org/2000/svg" class="marks" width="1000" height="10" viewBox="0 0 1000 10">' +
  '<defs><clipPath id="clip0"><rect width="5"/></clipPath><linearGradient id="g"/></defs>' +
  '<g clip-path="url(#clip0)" fill="url(#g)"><use xlink:href="#g"/><text>say id="clip0" url(#g)</text></g></svg>\n';

const VOID = new Set(['meta', 'link', 'br', 'wbr']);

/** Names what is not closed, or closed out of turn. */
function checkBalance(html: string): void {
  const open: string[] = [];
  const body = html.replace(/<style>.*?<\/style>/s, '').replace(/^<!doctype html>/, '');
  assert.doesNotMatch(body.replace(/<\/?[a-z][^<>]*>/gi, ''), /[<>]/, 'a bracket outside of tags');
  for (const [tag, slash, name] of body.matchAll(/<(\/?)([a-z][\w-]*)[^<>]*>/gi)) {
    if (slash) assert.equal(open.pop(), name, `${tag} after ${html.slice(0, 80)}`);
    else if (!VOID.has(name!) && !tag.endsWith('/>')) open.push(name!);
  }
  assert.deepEqual(open, []);
}

/** What the page says, without tags. */
const textOf = (html: string) =>
  html
    .replace(/<style>.*?<\/style>/s, '')
    .replace(/<[^>]*>/g, '')
    .replaceAll('&nbsp;', ' ');

test('a page is well-formed, names its language and fits a phone', () => {
  const html = page({ sections: [sectionOf('fig1', { svg: DRAWING, caption: 'Left and right.' })] });
  checkBalance(html);
  assert.match(html, /^<!doctype html>\n<html lang="en">/);
  assert.match(html, /<meta name="viewport" content="width=device-width, initial-scale=1">/);
  assert.match(html, /prefers-color-scheme: dark/);
  assert.match(html, /@media print/);
  assert.equal(html.match(/<h1>/g)?.length, 1);
});

test('nothing is loaded: no script, no address but the citation, and a policy that forbids the rest', () => {
  const html = page({ sections: [sectionOf('fig1', { svg: DRAWING })] });
  assert.doesNotMatch(html, /<(script|img|iframe|object|base)\b|@import|\bsrc=/);
  const addresses = [...html.matchAll(/(?:href|url)[=(]["']?([^"')]*)/g)].map(([, address]) => address!);
  const outside = addresses.filter((address) => /^[a-z]+:|^\/\//.test(address) && address !== 'data:,');
  assert.deepEqual(outside, ['https://arxiv.org/abs/2402.03471']);
  assert.match(html, /Content-Security-Policy" content="default-src 'none'/);
});

test('every claim and every verdict is there, under one title each', () => {
  const claims = VERDICTS.map((verdict, i) => claimOf({ verdict, quantity: `quantity ${i}` }));
  const html = page({ claims: [...claims, claimOf({ claim: '7 mean vectors separate', verdict: 'holds' })] });
  assert.equal(html.match(/scope="rowgroup"/g)?.length, 2);
  assert.equal(html.match(/<tr><th scope="row">/g)?.length, 7 + 2); // two lines at a glance
  for (const [i, verdict] of VERDICTS.entries()) {
    const row = new RegExp(`quantity ${i}</th>.*class="verdict ${VERDICT_KINDS[i]}">.*>${verdict}<`);
    assert.match(html, row);
  }
  assert.match(textOf(html), /2 claims in 7 settings:\nholds 2\nfails 1\n/);
  assert.match(textOf(html), /7 Mean vectors separate/);
});

test('a claim row shows the value with its interval, what is missing, and real signs', () => {
  const full = textOf(page());
  assert.match(
    full,
    /attention picks − Lasso picks, alpha 10⁻⁴−6\.50 \[−7\.61, −5\.41\]interval above 0−0\.05 to 0\.02holds/,
  );
  const bare = page({ claims: [claimOf({ value: null, low: null, high: null, control: '', models: '' })] });
  assert.match(bare, /<td class="value" data-label="Value">–<\/td>/);
  assert.match(bare, /<td class="control" data-label="Untrained"><\/td>/);
  assert.match(bare, /<span>64 documents<\/span>/);
});

test('a verdict of another word is printed as it is', () => {
  assert.match(page({ claims: [claimOf({ verdict: 'not tried' })] }), /<b class="verdict">not tried<\/b>/);
});

test('each section is there, in the contents, with its files', () => {
  const html = page({
    sections: [sectionOf('fig1'), sectionOf('fig1-measured', { title: 'Fig 1: measured' })],
  });
  assert.match(html, /<section id="fig1">\n<h2>Fig of fig1<\/h2>\n<p>What it shows/);
  assert.match(html, /<a href="#fig1-measured">Fig 1<span class="rest">: measured<\/span><\/a>/);
  assert.match(html, /<a href="fig1-measured.csv">fig1-measured.csv<\/a>/);
  assert.match(page({ sections: [sectionOf('a', { files: ['b c/#1.csv'] })] }), /href="b%20c\/%231.csv"/);
});

test('ids are unique, drawings point to their own, and their letters stay', () => {
  const sections = ['fig4', 'fig5'].map((id) => sectionOf(id, { svg: DRAWING }));
  const html = page({ sections });
  const ids = [...html.matchAll(/<[^<>]*\sid="([^"]*)"/g)].map(([, id]) => id!);
  assert.equal(new Set(ids).size, ids.length);
  assert.deepEqual(ids, [
    'claims',
    'claim-1',
    'fig4',
    'fig4--clip0',
    'fig4--g',
    'fig5',
    'fig5--clip0',
    'fig5--g',
    'notes',
  ]);
  assert.match(html, /clip-path="url\(#fig5--clip0\)" fill="url\(#fig5--g\)"><use xlink:href="#fig5--g"/);
  assert.equal(html.match(/>say id="clip0" url\(#g\)</g)?.length, 2);
  for (const id of ['fig4', 'claims', 'notes', 'fig 4', '']) {
    assert.throws(() => page({ sections: [sectionOf('fig4'), sectionOf(id)] }), /section id/);
  }
});

test('a drawing keeps its shape, has a name and a least width; one without width is refused', () => {
  const html = page({ sections: [sectionOf('fig1', { svg: DRAWING, title: 'Gain & "loss"' })] });
  const name = 'Gain &amp; &quot;loss&quot;';
  assert.ok(html.includes(`<svg role="img" aria-label="${name}" style="--least:750px" xmlns=`));
  assert.match(html, /viewBox="0 0 1000 10"/);
  assert.match(html, /Swipe sideways/);
  assert.doesNotMatch(
    page({ sections: [sectionOf('fig1', { svg: DRAWING.replace('"1000"', '"400"') })] }),
    /Swipe sideways/,
  );
  assert.throws(() => page({ sections: [sectionOf('fig1', { svg: '<p>' })] }), /must be an <svg>/);
});

test('what the plots draw goes in as it is', async () => {
  const series = seriesOf([{ model: 'nano-l' }]);
  const points = [1, 2].map((x) => ({ series: 'nano-l', x, y: x }));
  const spec = figure({
    title: 'A < B',
    subtitle: ['x'],
    panels: [linePanel({ title: 't', x: 'x', y: 'y', series, points })],
  });
  const html = page({ sections: [sectionOf('fig1', { svg: await toSvg(spec) })] });
  checkBalance(html);
  assert.match(html, /A &lt; B/);
});

test('hostile text does nothing, wherever it stands', () => {
  const table = { columns: [HOSTILE], rows: [{ [HOSTILE]: HOSTILE }] };
  const section = sectionOf('fig1', {
    title: HOSTILE,
    paragraphs: [HOSTILE],
    caption: HOSTILE,
    svg: DRAWING,
    table,
  });
  const text = { claim: HOSTILE, quantity: HOSTILE, threshold: HOSTILE, verdict: HOSTILE };
  const html = page({
    title: HOSTILE,
    subtitle: HOSTILE,
    lead: [HOSTILE],
    claims: [claimOf({ ...text, models: HOSTILE, data: HOSTILE, control: HOSTILE })],
    sections: [{ ...section, files: [HOSTILE] }],
    notes: [HOSTILE],
  });
  checkBalance(html);
  assert.doesNotMatch(html, /<script|\u202e|\0/);
  assert.equal(html.match(/<b>/g), null);
  assert.match(html, /\\u\{202e\}\\u\{0\}&lt;b&gt;/);
});

test('a table shows tokens visibly and numbers on the right; a long one is folded', () => {
  const rows: Record<string, Cell>[] = [
    { token: ' London', gain_per_dim: -0.123456, more: null, on: true },
    { token: '\n', gain_per_dim: null, on: false },
  ];
  const columns = ['token', 'gain_per_dim', 'more', 'on'];
  const short = page({ sections: [sectionOf('a', { table: { columns, rows } })] });
  checkBalance(short);
  assert.match(short, /<th scope="col" class="number">gain_<wbr>per_<wbr>dim<\/th>/);
  assert.match(
    short,
    /<tr><td class="name">·London<\/td><td class="number">−0.1235<\/td><td class="number">–<\/td><td class="name">true<\/td><\/tr>/,
  );
  assert.match(short, /<td class="name">⏎<\/td><td class="number">–<\/td>/);
  assert.doesNotMatch(short, /<details>/);
  const sentences = { columns, rows: [{ token: 'a sentence that may well break' }] };
  assert.match(page({ sections: [sectionOf('a', { table: sentences })] }), /<td>a sentence that/);
  const long = page({ sections: [sectionOf('a', { table: { columns, rows: Array(13).fill(rows[0]) } })] });
  checkBalance(long);
  assert.match(long, /<details>\n<summary>Table of 13 rows</);
});

test('sentences know code and the citation, and nothing else', () => {
  assert.equal(sentenceHtml('run `a < b`, *not* <i>'), 'run <code>a &lt; b</code>, *not* &lt;i&gt;');
  const link = '<a href="https://arxiv.org/abs/2402.03471v1">arXiv:2402.03471v1</a>';
  assert.equal(sentenceHtml('see arXiv:2402.03471v1.'), `see ${link}.`);
});

test('numbers have three or four digits and a real minus', () => {
  const shown: [number, string][] = [
    [0, '0'],
    [0.1, '0.1'],
    [-0.123456, '−0.1235'],
    [4.60522, '4.605'],
    [9.99999, '10.00'],
    [2.13e-14, '2.13×10⁻¹⁴'],
    [-1e-6, '−1×10⁻⁶'],
    [12345.67, '12,346'],
    [1400000000, '1,400,000,000'],
    [-2500.5, '−2501'],
    [1234567.5, '1.23×10⁶'],
    [2000, '2000'],
  ];
  for (const [value, text] of shown) assert.equal(shownNumber(value), text);
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) {
    assert.throws(() => shownNumber(value), /must be null/);
    assert.throws(() => shownEstimate(1, 0, value), /must be null/);
  }
});

test('a value and its interval have the same decimals, fitted to its width', () => {
  const shown: [number, number, number, string][] = [
    [-0.20712, -0.2101, -0.20398, '−0.2071 [−0.2101, −0.2040]'],
    [0.0221, -0.0037, 0.0471, '0.0221 [−0.0037, 0.0471]'],
    [167.2, 161.91, 172.44, '167 [162, 172]'],
    [0.4612, 0.4317, 0.4901, '0.461 [0.432, 0.490]'],
    [2.9987, 2.9976, 2.9993, '2.999 [2.998, 2.999]'],
    [0, 0, 0, '0 [0, 0]'],
    [1, 1, 1, '1.000 [1.000, 1.000]'],
    [0.2, 0.00001, 0.41, '0.2 [1×10⁻⁵, 0.41]'],
    [2e-14, 1e-14, 3e-14, '2×10⁻¹⁴ [1×10⁻¹⁴, 3×10⁻¹⁴]'],
  ];
  for (const [value, low, high, text] of shown) {
    const estimate = shownEstimate(value, low, high);
    assert.equal(`${estimate.value} ${estimate.interval}`, text);
  }
  assert.deepEqual(shownEstimate(0.998123, null, null), { value: '0.9981', interval: null });
});

test('signs inside a text change only where they belong to a number', () => {
  assert.equal(withSigns('-0.2 to (-.5), -α at 1e-4 and 2.5e6'), '−0.2 to (−.5), −α at 10⁻⁴ and 2.5×10⁶');
  assert.equal(withSigns('nano-s - nano-xs'), 'nano-s − nano-xs');
  for (const text of ['nano-1 2-8', 'step-2, v1e4x 0.1e', '--limit 5']) assert.equal(withSigns(text), text);
});

test('the same report gives the same bytes', () => {
  const sections = [sectionOf('fig1', { svg: DRAWING })];
  assert.equal(page({ sections }), page({ sections }));
});

test('each colour of letters has a contrast of 4.5 to both grounds, by day and by night', () => {
  for (const colours of Object.values(COLOURS)) {
    const { ground, raised, line, ...letters } = colours;
    assert.ok(line);
    for (const kind of VERDICT_KINDS) assert.ok(Object.hasOwn(letters, kind), kind);
    for (const [name, colour] of Object.entries(letters)) {
      for (const below of [ground, raised]) {
        assert.ok(contrast(colour, below) >= 4.5, `${name}: ${contrast(colour, below)} on ${below}`);
      }
    }
  }
});

/** The contrast ratio of WCAG 2.2. */
function contrast(a: string, b: string): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light! + 0.05) / (dark! + 0.05);
}

function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5].map((start) => {
    const channel = Number.parseInt(colour.slice(start, start + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}
