import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { InputError } from '../errors.ts';
import { SHARD_INDEX } from '../weight-files.ts';
import { fetchBlob } from './blob.ts';
import { exists } from './cache.ts';
import type { Hub } from './context.ts';
import { explainDiskError, writeNote } from './disk.ts';
import { repoName } from './faults.ts';
import { blobPath, lockPath, noExistPath, type Repo, snapshotFolder } from './layout.ts';
import { withLock } from './lock.ts';
import { type FileFacts, fetchFacts } from './metadata.ts';
import { CONFIG, shardsIn, TOKENIZER_FILES, WEIGHTS } from './model-files.ts';
import { placePointer } from './pointer.ts';
import type { Request } from './refusal.ts';

/**
 * Sees to it that a file of a commit is in the cache: its bytes as a blob, and a link to them in the snapshot.
 * @returns its path in the snapshot, or null where this commit has no such file
 * @throws HubUnreachable, InputError, LlmgeoError (refused, disk full, wrong twice), the reason of an abort
 */
export async function downloadFile(
  hub: Hub,
  repo: Repo,
  commit: string,
  file: string,
): Promise<string | null> {
  const pointer = join(snapshotFolder(hub.cache, repo, commit), ...file.split('/'));
  if (await exists(pointer)) return pointer;
  const noExist = noExistPath(hub.cache, repo, commit, file);
  if (await exists(noExist)) return null;
  const facts = await fetchFacts(hub, repo, commit, file);
  try {
    if (!('missing' in facts)) {
      await cacheFile(hub, { repo, revision: commit, file }, facts, pointer);
      return pointer;
    }
    await writeNote(async () => {
      await mkdir(dirname(noExist), { recursive: true });
      await writeFile(noExist, '');
    });
    return null;
  } catch (error) {
    throw explainDiskError(error, hub.cache);
  }
}

/** The lock spans blob and link: where links are not possible, the blob itself moves to the link's place. */
async function cacheFile(hub: Hub, request: Request, facts: FileFacts, pointer: string): Promise<void> {
  const { repo, file } = request;
  const blob = blobPath(hub.cache, repo, facts.etag);
  const onWait = () =>
    hub.onWarning(`another process is fetching ${file} of ${repoName(repo)}: waiting for it`);
  await mkdir(dirname(blob), { recursive: true });
  await withLock(lockPath(hub.cache, repo, facts.etag), { signal: hub.signal, onWait }, async (signal) => {
    if (await exists(pointer)) return;
    const isNew = !(await exists(blob));
    if (isNew) await fetchBlob({ ...hub, signal }, request, facts, blob);
    await placePointer(blob, pointer, { symlinks: hub.symlinks, isNew });
  });
}

/**
 * Fetches what llmgeo needs of a model, and nothing else: config.json, tokenizer (where there is one), weights.
 * The weights come last, so that a snapshot with weights has the rest too.
 * @throws InputError where the repository holds no safetensors
 */
export async function downloadModel(hub: Hub, repo: Repo, commit: string): Promise<void> {
  const need = async (file: string) => {
    const path = await downloadFile(hub, repo, commit, file);
    if (path === null) throw await lacking(hub, repo, commit, file);
    return path;
  };
  await need(CONFIG);
  for (const file of TOKENIZER_FILES) await downloadFile(hub, repo, commit, file);
  if ((await downloadFile(hub, repo, commit, WEIGHTS)) !== null) return;
  const index = await downloadFile(hub, repo, commit, SHARD_INDEX);
  if (index === null) throw await lacking(hub, repo, commit, WEIGHTS);
  const shards = shardsIn(await readFile(index, 'utf8'), `${SHARD_INDEX} of ${repo.id}`, SHARD_INDEX);
  for (const shard of shards) await need(shard);
}

async function lacking(hub: Hub, repo: Repo, commit: string, file: string): Promise<InputError> {
  const name = `${repoName(repo)} at commit ${commit.slice(0, 8)}`;
  if (file !== WEIGHTS)
    return new InputError(
      `${name} has no ${file}`,
      'give a repository with a GPT-NeoX checkpoint in safetensors',
    );
  for (const pickle of ['pytorch_model.bin', 'pytorch_model.bin.index.json']) {
    if ('missing' in (await fetchFacts(hub, repo, commit, pickle))) continue;
    return new InputError(
      `${name} has ${pickle} but no ${WEIGHTS}: llmgeo reads safetensors`,
      'try another revision, or save it once with save_pretrained(FOLDER) of Python transformers and give that folder',
    );
  }
  return new InputError(
    `${name} has no ${WEIGHTS}`,
    'give a repository with a GPT-NeoX checkpoint in safetensors',
  );
}
