import type { Command } from 'commander';
import { InputError } from '../errors.ts';
import { type OutputFolder, openFolder } from '../io/folder.ts';
import { note } from '../io/talk.ts';
import { TENSOR_FORMATS, type TensorFormat } from '../io/tensor-files.ts';
import type { Json } from '../report/result.ts';
import { safeNames } from '../report/safe-name.ts';
import type { RunContext } from '../run/context.ts';
import { ATTENTION_PARTS, type AttentionPart } from '../run/extract.ts';
import { extractToFiles, readableName, type TensorEntry } from '../run/extract-files.ts';
import { type Input, readInput } from '../run/input.ts';
import { metaOf } from '../run/meta.ts';
import { openModels } from '../run/open-models.ts';
import { LONDON, londonSentence } from '../text/defaults.ts';
import { contextOf } from './context.ts';
import { choice } from './flag-values.ts';
import { GROUPS } from './help.ts';
import {
  addBosFlag,
  addControlFlag,
  addModelFlags,
  addProgressFlag,
  addTalkFlags,
  addTextFlags,
  inputRequest,
  modelRequest,
  type SharedFlags,
} from './shared-flags.ts';

interface Flags extends SharedFlags {
  format: TensorFormat;
  hidden?: boolean;
  gram?: boolean;
  attention?: AttentionPart;
}

/** Adds the flags and the action of `llmgeo extract`. */
export function define(command: Command): void {
  addTextFlags(command, LONDON);
  addBosFlag(command);
  addModelFlags(command);
  addControlFlag(command);
  addProgressFlag(addTalkFlags(command))
    .optionsGroup(GROUPS.output)
    .option(
      '-o, --output <folder>',
      'the folder to fill: made, or replaced where extract made it; its parents are not made',
    )
    .addOption(
      choice(command, '-f, --format <format>', 'safetensors or npy', TENSOR_FORMATS).default('safetensors'),
    )
    .option('--hidden', 'hidden states of each --layer (the default where nothing is chosen)')
    .addOption(
      choice(
        command,
        '--attention <part>',
        'attention of the block below each --layer: full, mean (of the heads) or last-row',
        ATTENTION_PARTS,
      ),
    )
    .option('--gram', 'Gram matrix of each --layer, in float64')
    .action(run);
}

async function run(texts: string[], flags: Flags): Promise<void> {
  if (flags.output === undefined)
    throw new InputError('extract fills a folder, and none is named', 'name it with -o FOLDER');
  const folder = await openFolder(flags.output, '-o', { command: 'extract', marker: 'manifest.json' });
  const context = contextOf(flags);
  const input = await readInput(inputRequest(texts, flags), londonSentence(), context);
  await folder.fill(async () => {
    const { meta, tensors } = await extract(input, flags, folder, context);
    await folder.finish({ ...meta, tensors });
    const { bytes } = folder.written();
    note(`wrote ${tensors.length} tensors, ${bytes.toLocaleString('en-US')} bytes, to ${folder.folder}`);
  });
}

async function extract(input: Input, flags: Flags, folder: OutputFolder, context: RunContext) {
  const { attention, format, gram = false } = flags;
  const wanted = { hidden: flags.hidden ?? (!gram && attention === undefined), attention, gram };
  const models: Json[] = [];
  const tensors: TensorEntry[] = [];
  const safe = safeNames();
  for await (const run of openModels(modelRequest(flags), input.texts, context)) {
    const entries = await extractToFiles(run, wanted, { folder, format, name: safe(readableName(run)) });
    for (const entry of entries) tensors.push(entry); // one by one: so many arguments would overflow the stack
    models.push(await run.describe());
  }
  const options = { ...wanted, attention: attention ?? null, format, max_tokens: flags.maxTokens ?? null };
  const meta = metaOf('extract', options, input.meta, models);
  return { meta, tensors };
}
