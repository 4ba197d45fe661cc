import assert from 'node:assert/strict';
import { test } from 'node:test';
import { COLOURS } from '../src/report/html/colours.ts';
import { sentenceHtml } from '../src/report/html/escape.ts';
import { shownEstimate, shownNumber, withSigns } from '../src/report/html/numbers.ts';
import { reportHtml } from '../src/report/html/page.ts';
import type { Finding, Report, ReportFigure, ReportSection, ReportTable } from '../src/report/html/report.ts';
import { VERDICT_KINDS } from '../src/report/html/verdict.ts';
import { linePanel } from '../src/report/plot/line-panel.ts';
import { seriesOf } from '../src/report/plot/series.ts';
import { figure } from '../src/report/plot/theme.ts';
import { toSvg } from '../src/report/plot/vega.ts';

const HOSTILE = `</td><script src="https://example.org/x.js">'"&\u202e\u0000<b>`;
const VERDICTS = ['holds', 'fails', 'by construction', 'also untrained', 'depends on λ', 'undecided'];

const findingOf = (more: Partial<Finding> = {}): Finding => ({
  number: 6,
  title: 'Lasso picks are sparser',
  verdicts: ['holds'],
  found: 'Lasso keeps -6.5 tokens at 1e-4.',
  ...more,
});

const figureOf = (id: string, more: Partial<ReportFigure> = {}): ReportFigure => ({
  id,
  title: `Drawing of ${id}`,
  wide: [DRAWING],
  narrow: DRAWING.replace('"1000"', '"340"'),
  files: [`${id}.csv`],
  ...more,
});

const sectionOf = (id: string, more: Partial<ReportSection> = {}): ReportSection => ({
  id,
  finding: findingOf({ title: `claim of ${id}` }),
  paragraphs: ['What it shows.'],
  figures: [],
  see: [],
  sentences: [],
  thresholds: [],
  details: [],
  ...more,
});

const reportOf = (more: Partial<Report> = {}): Report => ({
  title: 'Report',
  result: 'One holds of arXiv 2402.03471',
  lead: ['Made by `llmgeo reproduce`.'],
  findings: [findingOf()],
  facts: [{ term: 'Tool', lines: ['seed 0'] }],
  sections: [],
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
  const html = page({
    sections: [sectionOf('a', { figures: [figureOf('fig1', { caption: 'Left and right.' })] })],
  });
  checkBalance(html);
  assert.match(html, /^<!doctype html>\n<html lang="en">/);
  assert.match(html, /<meta name="viewport" content="width=device-width, initial-scale=1">/);
  assert.match(html, /prefers-color-scheme: dark/);
  assert.match(html, /@media print/);
  assert.equal(html.match(/<h1>/g)?.length, 1);
});

test('nothing is loaded: no script, no address but the citation, and a policy that forbids the rest', () => {
  const html = page({ sections: [sectionOf('a', { figures: [figureOf('fig1')] })] });
  assert.doesNotMatch(html, /<(script|img|iframe|object|base)\b|@import|\bsrc=/);
  const addresses = [...html.matchAll(/(?:href|url)[=(]["']?([^"')]*)/g)].map(([, address]) => address!);
  const outside = addresses.filter((address) => /^[a-z]+:|^\/\//.test(address) && address !== 'data:,');
  assert.deepEqual(outside, ['https://arxiv.org/abs/2402.03471']);
  assert.match(html, /Content-Security-Policy" content="default-src 'none'/);
});

test('it opens with the result, the claims with what was found, what the words mean, and what was run', () => {
  const findings = [
    ...VERDICTS.map((verdict, i) => findingOf({ number: i + 1, verdicts: [verdict], found: `Found ${i}.` })),
    findingOf({ number: 7, title: 'mean vectors separate', verdicts: ['holds', 'holds', 'also untrained'] }),
  ];
  const html = page({ findings, sections: [sectionOf('claim-7', { finding: findings[6] })] });
  assert.equal(html.match(/<tr><th scope="row">/g)?.length, 7);
  for (const [i, verdict] of VERDICTS.entries())
    assert.match(html, new RegExp(`class="verdict ${VERDICT_KINDS[i]}">.*>${verdict}<.*Found ${i}\\.</td>`));
  const text = textOf(html);
  const order = ['One holds of', 'Found 0.', 'What the verdicts mean', 'What was run', 'What it shows.'];
  const places = order.map((words) => text.indexOf(words));
  assert.deepEqual(
    places,
    places.toSorted((a, b) => a - b),
  );
  assert.ok(!places.includes(-1));
  assert.match(
    text,
    /7 Mean vectors separateholds 2 of 3 also untrained 1 of 3Lasso keeps −6\.5 tokens at 10⁻⁴\./,
  );
  assert.match(html, /<th scope="row"><a href="#claim-7"><span class="ordinal">7/);
});

test('only the verdicts that were given are explained', () => {
  const text = textOf(page({ findings: [findingOf({ verdicts: ['fails', 'depends on λ'] })] }));
  assert.match(text, /depends on …true or not by a choice/);
  assert.doesNotMatch(text, /by construction|also untrained/);
});

test('a verdict of another word is printed as it is', () => {
  const html = page({ findings: [findingOf({ verdicts: ['not tried'] })] });
  assert.match(html, /<b class="verdict">not tried<\/b>/);
});

test('a section has its claim, figure, threshold and a table with the models as columns', () => {
  const section = sectionOf('claim-6', {
    finding: findingOf(),
    figures: [figureOf('fig1')],
    see: [{ id: 'fig4', title: 'Figure 4' }],
    thresholds: ['above 0 with p < 0.01'],
    comparison: {
      models: ['nano-s', 'nano-l'],
      groups: [
        {
          title: 'attention picks - Lasso picks, alpha = 1e-4',
          rows: [
            {
              name: 'trained',
              spans: false,
              cells: [{ estimate: { value: -6.5, low: -7.61, high: -5.412 } }, { estimate: { value: null } }],
            },
            { name: 'together', spans: true, cells: [{ text: '-1 ± 2' }] },
            { name: 'verdict', spans: false, cells: [{ verdict: 'holds' }, { verdict: 'fails' }] },
          ],
        },
      ],
    },
  });
  const html = page({ sections: [section] });
  checkBalance(html);
  assert.match(html, /<nav aria-label="Contents">\n<ol>\n<li><a href="#claim-6"><span class="ordinal">6/);
  assert.match(html, /<a href="#fig4">Figure 4<\/a>/);
  assert.match(html, /<a href="fig1.csv">fig1.csv<\/a>/);
  assert.match(html, /What decides: above 0 with p&nbsp;&lt;&nbsp;0\.01\.<\/p>/);
  assert.match(html, /<th scope="col">nano-s<\/th><th scope="col">nano-l<\/th>/);
  assert.match(html, /colspan="3">attention picks − Lasso picks, alpha&nbsp;=&nbsp;10⁻⁴<\/th>/);
  assert.match(html, /<td>−6\.50 <span class="interval">\[−7\.61, −5\.41\]<\/span><\/td><td>–<\/td>/);
  assert.match(html, /<td colspan="2" class="together">−1&nbsp;±&nbsp;2<\/td>/);
  const spaced = figureOf('b', { files: ['b c/#1.csv'] });
  assert.match(page({ sections: [sectionOf('a', { figures: [spaced] })] }), /href="b%20c\/%231.csv"/);
});

test('ids are unique, drawings point to their own, and their letters stay', () => {
  const sections = ['fig4', 'fig5'].map((id) => sectionOf(`s-${id}`, { figures: [figureOf(id)] }));
  const html = page({ sections });
  const ids = [...html.matchAll(/<[^<>]*\sid="([^"]*)"/g)].map(([, id]) => id!);
  assert.equal(new Set(ids).size, ids.length);
  for (const id of ['fig4-wide-0--clip0', 'fig4-narrow--clip0', 'fig5-wide-0--g'])
    assert.ok(ids.includes(id), id);
  assert.match(
    html,
    /clip-path="url\(#fig5-wide-0--clip0\)" fill="url\(#fig5-wide-0--g\)"><use xlink:href="#fig5-wide-0--g"/,
  );
  assert.equal(html.match(/>say id="clip0" url\(#g\)</g)?.length, 4);
  for (const id of ['fig4', 'claims', 'run', 'fig 4', '']) {
    const taken = sectionOf(id || 'x', { id });
    assert.throws(() => page({ sections: [sectionOf('fig4'), taken] }), /the id/);
  }
});

test('a drawing has a name and its natural width, for wide screens and for phones; one without width is refused', () => {
  const figure = figureOf('fig1', { title: 'Gain & "loss"' });
  const html = page({ sections: [sectionOf('a', { figures: [figure] })] });
  const name = 'Gain &amp; &quot;loss&quot;';
  assert.ok(html.includes('<div class="drawing wide" style="--natural:1000px">'));
  assert.ok(html.includes('<div class="drawing narrow" style="--natural:340px">'));
  assert.equal(html.split(`<svg role="img" aria-label="${name}" xmlns=`).length, 3);
  assert.match(html, /viewBox="0 0 1000 10"/);
  const none = figureOf('fig1', { wide: ['<p>'] });
  assert.throws(() => page({ sections: [sectionOf('a', { figures: [none] })] }), /must be an <svg>/);
});

test('what the plots draw goes in as it is', async () => {
  const series = seriesOf([{ model: 'nano-l' }]);
  const points = [1, 2].map((x) => ({ series: 'nano-l', x, y: x }));
  const spec = figure({
    title: 'A < B',
    subtitle: ['x'],
    panels: [linePanel({ title: 't', x: 'x', y: 'y', series, points })],
  });
  const html = page({
    sections: [sectionOf('a', { figures: [figureOf('fig1', { wide: [await toSvg(spec)] })] })],
  });
  checkBalance(html);
  assert.match(html, /A &lt; B/);
});

test('a sentence is written out with its picks marked, in shape and in words', () => {
  const token = (text: string, more = {}) => ({
    text,
    isTarget: false,
    lasso: false,
    attention: false,
    ...more,
  });
  const tokens = [
    token('Is', { attention: true }),
    token(' London', { lasso: true, attention: true }),
    token(' the', { lasso: true }),
    token('\n'),
    token(' No', { isTarget: true }),
  ];
  const sentence = { title: 'For No', tokens, notes: ['The paper: Lasso Yes Yes.'] };
  const html = page({ sections: [sectionOf('a', { sentences: [sentence] })] });
  checkBalance(html);
  assert.match(html, /<mark class="attention">Is<span class="said"> \(picked by attention\)<\/span><\/mark>/);
  assert.match(html, / <mark class="lasso attention">London<span/);
  assert.match(html, /⏎ <mark class="target">No<span class="said"> \(explained\)/);
  assert.match(html, /The paper: Lasso Yes Yes\./);
  assert.match(html, /<figcaption><mark class="target">/);
});

test('hostile text does nothing, wherever it stands', () => {
  const table: ReportTable = {
    title: HOSTILE,
    columns: [{ name: HOSTILE, heading: HOSTILE }],
    rows: [{ [HOSTILE]: HOSTILE }],
  };
  const finding = findingOf({ title: HOSTILE, verdicts: [HOSTILE, 'holds'], found: HOSTILE });
  const cells = [{ text: HOSTILE }, { verdict: HOSTILE }];
  const section = sectionOf('a', {
    finding,
    paragraphs: [HOSTILE],
    figures: [figureOf('fig1', { title: HOSTILE, caption: HOSTILE, files: [HOSTILE] })],
    see: [{ id: 'fig1', title: HOSTILE }],
    sentences: [
      {
        title: HOSTILE,
        tokens: [{ text: HOSTILE, isTarget: true, lasso: true, attention: true }],
        notes: [HOSTILE],
      },
    ],
    thresholds: [HOSTILE],
    comparison: {
      models: [HOSTILE, HOSTILE],
      groups: [{ title: HOSTILE, rows: [{ name: HOSTILE, spans: false, cells }] }],
    },
    details: [table],
  });
  const html = page({
    title: HOSTILE,
    result: HOSTILE,
    lead: [HOSTILE],
    findings: [finding],
    facts: [{ term: HOSTILE, lines: [HOSTILE] }],
    sections: [section, sectionOf('b')],
  });
  checkBalance(html);
  assert.doesNotMatch(html, /<script|\u202e|\0/);
  assert.equal(html.match(/<b>/g), null);
  assert.match(html, /\\u\{202e\}\\u\{0\}&lt;b&gt;/);
});

test('a folded table has every digit, tokens visibly and numbers on the right', () => {
  const rows = [
    { token: ' London', gain: -0.1234567890123456, more: null, on: true },
    { token: '\n', gain: null, more: null, on: false },
  ];
  const columns = ['token', 'gain', 'more', 'on'].map((name) => ({ name, heading: `the ${name}` }));
  const html = page({ sections: [sectionOf('a', { details: [{ title: 'All of it', columns, rows }] })] });
  checkBalance(html);
  assert.match(html, /<details>\n<summary>All of it<\/summary>/);
  assert.match(html, /<th scope="col" class="number">the gain<\/th>/);
  assert.match(
    html,
    /<tr><td class="name">·London<\/td><td class="number">−0\.1234567890123456<\/td><td class="number"><\/td><td class="name">true<\/td><\/tr>/,
  );
  assert.match(html, /<td class="name">⏎<\/td>/);
  const sentences = { title: 't', columns, rows: [{ token: 'a sentence that may well break' }] };
  assert.match(page({ sections: [sectionOf('a', { details: [sentences] })] }), /<td>a sentence that/);
  const broken = { title: 't', columns, rows: [{ gain: Number.NaN }] };
  assert.throws(() => page({ sections: [sectionOf('a', { details: [broken] })] }), /must be null/);
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
  const sections = [sectionOf('a', { figures: [figureOf('fig1')] })];
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
