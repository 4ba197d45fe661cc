// How often luck buys a verdict: untrained models, handed in as if they were trained, judged by the rule of `reproduce`.
// Prints, for each claim and model, how many verdicts hold of those that pass the threshold, which are the ones that
// the control can turn; then the trained models by the same rule. Ten minutes on two cores.
import { parseArgs } from 'node:util';
import { distance } from '../dist/src/experiments/distance/distance.js';
import { embed } from '../dist/src/experiments/embed/embed.js';
import { separation } from '../dist/src/metrics/separation.js';
import { silhouetteSamples } from '../dist/src/metrics/silhouette.js';
import { corpusClaims, promptRuns } from '../dist/src/paper/claims/judge.js';
import { separationClaims } from '../dist/src/paper/claims/separation.js';
import { CONTROL_SEEDS } from '../dist/src/paper/control-seeds.js';
import { corpusGroups, corpusStudy } from '../dist/src/paper/corpus.js';
import { promptsOf, viewDistances } from '../dist/src/paper/prompts.js';
import { paperPasses } from '../dist/src/paper/studies.js';
import { seededRandom } from '../dist/src/random.js';
import { SILENT } from '../dist/src/run/context.js';
import { measure } from '../dist/src/run/measure.js';
import { heldoutDocuments } from '../dist/src/text/defaults.js';

/** Of small models and of large ones. */
const USUAL = Object.values(CONTROL_SEEDS).join();

const HELP = `Usage: node bench/verdicts.mjs [options], after npm run build

  --models <list>         models whose shapes are drawn (nano-xs,nano-s,nano-m,nano-l)
  --trials <n>            untrained models of each shape that are handed in as trained (24)
  --control-seeds <list>  how many untrained models judge them; several are tried in turn (${USUAL})
  --limit <n>             documents of the corpus (64)
  --help                  this text

Seeds 0, 1, ... are the control. Those handed in begin at 1000; trial k takes seed 1000 + k of every shape,
one suite for the claims that compare sizes.`;

/** Of the first model that is handed in; far from every control. */
const FIRST_TRIAL = 1000;
const MAX_TOKENS = 200;
/** Of the bootstrap and the permutations, as reproduce has it. */
const SEED = 0;

const { values } = parseArgs({
  options: {
    models: { type: 'string', default: 'nano-xs,nano-s,nano-m,nano-l' },
    trials: { type: 'string', default: '24' },
    'control-seeds': { type: 'string', default: USUAL },
    limit: { type: 'string', default: '64' },
    help: { type: 'boolean' },
  },
});
if (values.help) {
  console.log(HELP);
  process.exit();
}
const models = values.models.split(',');
const trials = Number(values.trials);
const rules = values['control-seeds'].split(',').map(Number);
const most = Math.max(...rules);
const range = (count, first = 0) => Array.from({ length: count }, (_, i) => first + i);
const request = {
  models,
  revisions: [],
  layer: 'last',
  device: 'auto',
  controlSeeds: [...range(most), ...range(trials, FIRST_TRIAL)],
  maxTokens: MAX_TOKENS,
  offline: true,
};
const context = { signal: new AbortController().signal, talk: SILENT };

/** Runs a pass of the paper, with those of its studies that are judged here. */
function measured({ request, input, studies }, names) {
  const wanted = studies.filter(({ name }) => names.includes(name));
  return measure(wanted, request, input.texts, context);
}

/** Every view of the prompts in one model, with silhouette, interval and p, as reproduce judges a trained one. */
function viewsOf(one) {
  const prompts = promptsOf(one);
  const { texts, model } = prompts.vectors;
  const [contexts, labels] = [texts.map(({ context }) => context), texts.map(({ label }) => label)];
  const views = {};
  for (const [name, distances] of Object.entries(viewDistances(prompts))) {
    const { context } = separation(distances, texts.length, contexts, labels, seededRandom(SEED));
    const { silhouette, p_value: p, low, high } = context;
    const samples = silhouetteSamples(distances, texts.length, contexts);
    views[name] = { samples, silhouette, p, interval: { low, high } };
  }
  return { ...model.identity, layer: model.layers[0], views };
}

function viewGroups(models) {
  const found = [];
  for (const one of models) {
    if (one.seed === null) found.push({ trained: viewsOf(one), untrained: [] });
    else found.at(-1).untrained.push(viewsOf(one));
  }
  return found;
}

const silhouettesOf = ({ views }) =>
  Object.fromEntries(Object.entries(views).map(([name, { silhouette }]) => [name, silhouette]));

/** All claims that a control can turn, of the models that `pick` takes from each shape, beside so many seeds. */
function judged(corpus, prompts, pick, seeds) {
  const groups = corpus.map((of) => ({ trained: pick(of), untrained: of.untrained.slice(0, seeds) }));
  const views = prompts.map((of) => ({
    trained: { run: pick(of) },
    untrained: of.untrained.slice(0, seeds).map(silhouettesOf),
  }));
  const claims = [
    ...corpusClaims(groups, 'the held-out documents', SEED),
    ...separationClaims(promptRuns(views), () => seededRandom(SEED)),
  ];
  return claims.filter(({ number }) => number !== 2);
}

/** What the table calls a claim's row: its number and setting, without the pair of sizes that came out least. */
function rowName({ number, quantity, setting, pair }) {
  const aspect = /^(differ|sparser|slope)/.exec(quantity)?.[0];
  const alone = pair === undefined ? setting : setting.replace(`, ${pair}`, '');
  const what = alone.replace(/ \(.*\)| distance$/, '');
  return [number, aspect, what].filter((part) => part).join(', ');
}

/** "holds / passes the threshold" of some verdicts; the order of sizes and the slope are verdicts on the suite. */
function share(claims) {
  const holds = claims.filter(({ verdict }) => verdict === 'holds').length;
  const passes = holds + claims.filter(({ verdict }) => verdict === 'also untrained').length;
  return { holds, passes, text: claims.length === 0 ? '' : `${holds} / ${passes}` };
}

function printTable(claims) {
  const columns = [...models, null];
  console.log(`| claim | ${models.join(' | ')} | the suite |\n|---|${'---|'.repeat(columns.length)}`);
  for (const row of new Set(claims.map(rowName))) {
    const of = claims.filter((claim) => rowName(claim) === row);
    const cells = columns.map((model) => share(of.filter((claim) => claim.model === model)).text);
    console.log(`| ${row} | ${cells.join(' | ')} |`);
  }
  const { holds, passes } = share(claims);
  console.log(`\n${holds} of ${passes} hold, ${((100 * holds) / passes).toFixed(1)} %\n`);
}

const { texts } = await heldoutDocuments();
const input = { texts: texts.slice(0, Number(values.limit)), meta: {} };
const passes = Object.fromEntries(paperPasses(request, input, SEED).map((pass) => [pass.name, pass]));
const corpus = corpusGroups(await measured(passes.corpus, [corpusStudy.name]));
const prompts = viewGroups(await measured(passes.prompts, [embed.name, distance.name]));
for (const seeds of rules) {
  console.log(`## ${trials} untrained models of each shape as if trained, ${seeds} seeds of control\n`);
  printTable(
    range(trials).flatMap((k) => judged(corpus, prompts, ({ untrained }) => untrained[most + k], seeds)),
  );
  console.log(`## the trained models, ${seeds} seeds of control\n`);
  printTable(judged(corpus, prompts, ({ trained }) => trained, seeds));
}
