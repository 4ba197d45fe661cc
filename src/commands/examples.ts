/** A command line, and what it gives. */
export type Example = [line: string, gives: string];

/** What the help of each command begins with, by the words that call it. */
export const EXAMPLES: Record<string, Example[]> = {
  llmgeo: [
    ['llmgeo infogain', "the embedded model on the paper's sentence, offline"],
    ['llmgeo infogain --model pythia-1.4b', 'the official weights, downloaded once'],
    ['llmgeo infogain "Any text." --plot gain.svg', 'a text of your own, drawn too'],
  ],
  'llmgeo infogain': [
    ['llmgeo infogain "Any text."', 'a row per token, on the embedded model'],
    ['llmgeo infogain --model nano-s,nano-l --plot gain.svg', 'two models in one figure'],
  ],
  'llmgeo entropy': [
    ['llmgeo entropy --model nano-xs,nano-s,nano-m,nano-l', 'the power law in model size'],
    ['llmgeo entropy --model nano-s --revision step0,step512,main', 'over the steps of training'],
  ],
  'llmgeo lasso': [
    ['llmgeo lasso "Is this a question? Yes."', 'the picks for the last token'],
    ['llmgeo lasso --target all -o picks.json', "for every token of the paper's sentence"],
  ],
  'llmgeo embed': [
    ['llmgeo embed --plot embed.svg', 'the 45 prompts in the plane'],
    ['llmgeo embed --file mine.jsonl --vector mean,last', 'texts of your own, by two vectors'],
  ],
  'llmgeo distance': [
    ['llmgeo distance --metric js,riemann', 'between the 45 prompts, by two distances'],
    ['llmgeo distance --file mine.jsonl --matrix -o distance.csv', 'a square table of your own texts'],
  ],
  'llmgeo theory': [
    ['llmgeo theory', 'every lemma and theorem of section 3'],
    ['llmgeo theory --alpha 0.3 --format json', 'for another distribution of skills'],
  ],
  'llmgeo reproduce': [
    ['llmgeo reproduce', 'the whole paper on the embedded models: open llmgeo-report/report.html'],
    ['llmgeo reproduce -o report -m pythia-14m,pythia-31m,pythia-70m', 'on official ones'],
  ],
  'llmgeo extract': [
    ['llmgeo extract "Any text." --hidden --attention full -o states', 'NumPy and safetensors read these'],
    ['llmgeo extract --layer all --format npy -o states', "every layer of the paper's sentence"],
  ],
  'llmgeo merge': [
    ['llmgeo merge my-run -o entropy.csv', 'what llmgeo entropy --run my-run would have printed'],
    ['llmgeo merge share-1 share-2 --plot entropy.svg', 'from a folder of each share'],
  ],
  'llmgeo status': [
    ['llmgeo status my-run', 'a row per model and revision; exit 1 where something is missing'],
  ],
  'llmgeo verify': [['llmgeo verify my-run', 'every record, and the files of the models']],
  'llmgeo plot': [
    ['llmgeo plot entropy.json -o entropy.png', 'from what llmgeo entropy -o entropy.json wrote'],
  ],
  'llmgeo models': [
    ['llmgeo models', 'what is here, and what could be'],
    ['llmgeo models pull pythia-70m', 'download a model, or go on with a download'],
  ],
  'llmgeo models ls': [['llmgeo models ls --json', 'every model and its state, for programs']],
  'llmgeo models pull': [
    ['llmgeo models pull pythia-70m pythia-160m', 'two models'],
    ['llmgeo models pull pythia-410m --revision step1000', 'a checkpoint of its training'],
  ],
  'llmgeo models verify': [['llmgeo models verify pythia-70m', 'every file against its hash']],
  'llmgeo models path': [['cd "$(llmgeo models path pythia-70m)"', 'go where its files are']],
  'llmgeo doctor': [
    ['llmgeo doctor', 'a row per check; exit 1 where something needed does not work'],
    ['llmgeo doctor --offline --json', 'without the network, for programs'],
  ],
  'llmgeo completion': [
    ['source <(llmgeo completion bash)', 'in ~/.bashrc'],
    ['source <(llmgeo completion zsh)', 'in ~/.zshrc, after compinit'],
    ['llmgeo completion fish | source', 'in ~/.config/fish/config.fish'],
  ],
};
