import type { Hub } from './context.ts';
import { CacheUnwritable } from './disk.ts';
import { HubUnreachable } from './faults.ts';

/**
 * Does what needs the hub; where the hub cannot be reached, or the cache not be written with what is newer there, a
 * complete copy in the cache serves, with a warning.
 * @param what how the warning names the copy
 * @throws whatever `work` throws otherwise, or where there is no copy
 */
export async function orCachedCopy<T extends { commit: string }>(
  hub: Hub,
  what: string,
  cached: T | null,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!cached || !(error instanceof HubUnreachable || error instanceof CacheUnwritable)) throw error;
    hub.onWarning(
      `${error.message}; using the copy of ${what} in the cache, commit ${cached.commit.slice(0, 8)}`,
    );
    return cached;
  }
}
