import { execFile, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { emptyFolder } from './cli.ts';

const run = promisify(execFile);
const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];
const browser = NAMES.find((name) => spawnSync(name, ['--version']).status === 0);

/** Why a test in a browser is skipped; false where there is one. */
export const noBrowser = browser === undefined ? `no browser here (${NAMES.join(', ')})` : false;

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What one page looks like in a window. */
export interface Look {
  width: number;
  /** Of the whole page: wider than the window where something hangs out. */
  scrollWidth: number;
  /** Drawings that are shown, with the share of their natural size and whether they lie inside their frame. */
  drawings: { figure: string; natural: number; shown: number; inside: boolean }[];
}

const LOOK = `addEventListener('load', () => {
  const root = document.documentElement;
  const drawings = [...document.querySelectorAll('.drawing svg')].filter((svg) => svg.getBoundingClientRect().width > 0)
    .map((svg) => {
      const [inner, outer] = [svg, svg.parentElement].map((one) => one.getBoundingClientRect());
      return { figure: svg.closest('figure').id, natural: svg.viewBox.baseVal.width, shown: inner.width, inside: inner.right <= outer.right + 1 };
    });
  parent.postMessage({ width: innerWidth, scrollWidth: root.scrollWidth, drawings }, '*');
});`;

/** The page in windows of several widths, in pixels. */
export async function looksOf(html: string, widths: readonly number[]): Promise<Look[]> {
  const frames = widths.map((width) => `<iframe src="page.html" width="${width}" height="900"></iframe>`);
  const harness = `<pre id="found"></pre>${frames.join('')}<script>const all = [];
    addEventListener('message', ({ data }) => { all.push(data); found.textContent = JSON.stringify(all); });</script>`;
  const found = await foundIn({ 'page.html': withScript(html, LOOK), 'index.html': harness });
  return (found as Look[]).sort((a, b) => a.width - b.width);
}

/** What axe-core finds wrong with the page: rules and the elements that break them. */
export async function axeFindings(html: string, scheme: 'light' | 'dark'): Promise<string[]> {
  const script = `${AXE};axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => {
    const said = violations.flatMap(({ id, nodes }) => nodes.map((node) => id + ': ' + node.html.slice(0, 200) + ' ' + node.failureSummary));
    document.body.innerHTML = '<pre id="found"></pre>';
    found.textContent = JSON.stringify(said);
  });`;
  const flag = `--blink-settings=preferredColorScheme=${scheme === 'dark' ? 0 : 1}`;
  return (await foundIn({ 'index.html': withScript(html, script) }, flag)) as string[];
}

/** The page forbids scripts, so the policy is taken out where one is put in. */
function withScript(html: string, script: string): string {
  const open = html.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, '');
  return open.replace(
    '</body>',
    () => `<script>${script.replaceAll('</script', '<\\/script')}</script></body>`,
  );
}

async function foundIn(files: Record<string, string>, ...flags: string[]): Promise<unknown> {
  const folder = emptyFolder();
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  const { stdout } = await run(
    browser!,
    [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      `--user-data-dir=${join(folder, 'profile')}`,
      '--allow-file-access-from-files',
      '--virtual-time-budget=60000',
      '--window-size=1280,1000',
      ...flags,
      '--dump-dom',
      `file://${join(folder, 'index.html')}`,
    ],
    { maxBuffer: 1 << 28 },
  );
  const found = /<pre id="found">([^<]*)<\/pre>/.exec(stdout)?.[1];
  if (!found) throw new Error('the browser found nothing');
  return JSON.parse(found.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&'));
}
