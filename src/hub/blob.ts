import { constants } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { LlmgeoError } from '../errors.ts';
import { fetchBody } from './body.ts';
import type { Hub } from './context.ts';
import { checkRoom, dropOverlong } from './disk.ts';
import { repoName, SpoiledError } from './faults.ts';
import { hashLike } from './hash.ts';
import type { FileFacts } from './metadata.ts';
import type { Request } from './refusal.ts';
import { withRetries } from './retry.ts';

/**
 * Fetches the bytes of a file into the blob at `path`; the caller holds its lock. Bytes gather in
 * `<path>.incomplete` and get the blob's name only after size and hash were right and the disk has them.
 * @throws HubUnreachable, InputError, LlmgeoError (refused, no room, wrong twice), the reason of an abort
 */
export async function fetchBlob(hub: Hub, request: Request, facts: FileFacts, path: string): Promise<void> {
  const incomplete = `${path}.incomplete`;
  await dropOverlong(incomplete, facts.size);
  for (let spoiled = 0; ; spoiled++) {
    try {
      await fetchIncomplete(hub, request, facts, incomplete);
      hub.signal?.throwIfAborted();
      return await rename(incomplete, path);
    } catch (error) {
      hub.signal?.throwIfAborted();
      if (!(error instanceof SpoiledError)) throw error;
      await rm(incomplete, { force: true });
      if (spoiled > 0) throw wrongTwice(request, error);
      hub.onWarning(`${request.file}: ${error.message}; thrown away, fetching it anew`);
    }
  }
}

async function fetchIncomplete(
  hub: Hub,
  request: Request,
  facts: FileFacts,
  incomplete: string,
): Promise<void> {
  // Not "w", since what an earlier run left is continued; not "a", since writes go to positions.
  const handle = await open(incomplete, constants.O_RDWR | constants.O_CREAT, 0o666);
  try {
    await checkRoom(incomplete, facts.size ?? 0);
    let furthest = 0;
    const watched: Hub = {
      ...hub,
      onProgress(progress) {
        furthest = Math.max(furthest, progress.received);
        hub.onProgress(progress);
      },
    };
    const incoming = { request, handle, size: facts.size };
    await withRetries(hub, { what: request.file, progress: () => furthest }, () =>
      fetchBody(watched, incoming),
    );
    await handle.sync();
  } finally {
    await handle.close();
  }
  const found = await hashLike(incomplete, facts.etag, hub.signal);
  if (found !== facts.etag) throw new SpoiledError(`wrong hash: expected ${facts.etag}, found ${found}`);
}

function wrongTwice({ repo, file }: Request, cause: Error): LlmgeoError {
  return new LlmgeoError(
    `${file} of ${repoName(repo)} arrived wrong twice: ${cause.message}`,
    'something between you and the hub changes the data, or the hub itself is wrong: try another network, or later',
    1,
    cause,
  );
}
