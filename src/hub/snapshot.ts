import { cachedCommit, type SnapshotState, snapshotState, writeRef } from './cache.ts';
import type { Hub } from './context.ts';
import { downloadModel } from './download.ts';
import { orCachedCopy } from './fallback.ts';
import { notCached } from './faults.ts';
import { checkRepoId, checkRevision, isCommit, type Repo, snapshotFolder } from './layout.ts';
import { fetchFacts } from './metadata.ts';
import { CONFIG } from './model-files.ts';

/** A model of the hub, complete in the cache. */
export interface Snapshot {
  folder: string;
  commit: string;
}

/** What the cache has of a revision; null where it has never seen it. */
async function cachedSnapshot(
  cache: string,
  repo: Repo,
  revision: string,
): Promise<(SnapshotState & { commit: string }) | null> {
  const commit = await cachedCommit(cache, repo, revision);
  return commit === null ? null : { ...(await snapshotState(cache, repo, commit)), commit };
}

/**
 * A model of the hub at a revision, downloaded where the cache lacks it. A branch or tag costs one request to learn
 * its commit; where the hub cannot be reached, a complete older copy serves, with a warning.
 * @throws InputError (no such repository, revision or weights), LlmgeoError (network, disk, not in the cache)
 */
export async function ensureSnapshot(hub: Hub, repo: Repo, revision: string): Promise<Snapshot> {
  checkRepoId(repo.id);
  checkRevision(revision);
  const cached = await cachedSnapshot(hub.cache, repo, revision);
  const complete = cached?.missing.length === 0 ? cached : null;
  if (hub.offline) {
    if (complete) return complete;
    throw notCached(hub, repo, revision, cached?.missing);
  }
  if (complete?.tokenizerSettled && isCommit(revision)) return complete;
  return orCachedCopy<Snapshot>(hub, repo.id, complete, () =>
    download(hub, repo, revision, complete !== null),
  );
}

async function download(hub: Hub, repo: Repo, revision: string, haveCopy: boolean): Promise<Snapshot> {
  // With a copy at hand, a hub that does not answer is not worth waiting for.
  const commit = isCommit(revision)
    ? revision
    : await resolveCommit(hub, repo, revision, haveCopy ? 0 : undefined);
  await downloadModel(hub, repo, commit);
  // Last, so that a revision in the cache never points to less than a whole model.
  await writeRef(hub, repo, revision, commit);
  return { folder: snapshotFolder(hub.cache, repo, commit), commit };
}

async function resolveCommit(hub: Hub, repo: Repo, revision: string, retries?: number): Promise<string> {
  return (await fetchFacts(hub, repo, revision, CONFIG, retries)).commit;
}
