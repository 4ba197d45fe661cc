import type { FileHandle } from 'node:fs/promises';
import type { Hub } from './context.ts';
import { writeChunk } from './disk.ts';
import { networkFault, SpoiledError, TransientError } from './faults.ts';
import { fileUrl } from './layout.ts';
import { type Request, refusal } from './refusal.ts';
import { sendRequest } from './request.ts';
import { isHub } from './settings.ts';
import { type StallTimer, startStallTimer } from './stall.ts';

/** A file on its way: where its bytes go and how many there should be. */
export interface Incoming {
  request: Request;
  handle: FileHandle;
  /** Bytes of the whole file; null where the hub did not say. */
  size: number | null;
}

/**
 * Fetches what is missing of a file and writes it behind what is there. A server that ignores the range makes it
 * start at zero.
 * @throws TransientError for a cut, a stall, a busy server; SpoiledError where it cannot be the file;
 * InputError or LlmgeoError for a refusal
 */
export async function fetchBody(hub: Hub, incoming: Incoming): Promise<void> {
  const { size } = incoming;
  const have = (await incoming.handle.stat()).size;
  if (size !== null && have > size) throw new SpoiledError(`${have} bytes where ${size} were expected`);
  if (have === size) return;
  const timer = startStallTimer(hub.timeoutMs, hub.signal);
  try {
    const response = await requestFrom(hub, incoming.request, have, timer);
    const start = response.status === 206 ? have : 0;
    const expected = expectedEnd(response, start, size);
    if (start < have) await incoming.handle.truncate(start);
    const chunks = readChunks(hub, response, timer);
    const end = await writeBody(hub, incoming, chunks, { start, expected });
    if (expected !== null && end < expected)
      throw new TransientError(`cut after ${end} of ${expected} bytes`);
  } finally {
    timer.stop();
  }
}

async function requestFrom(hub: Hub, request: Request, from: number, timer: StallTimer): Promise<Response> {
  const url = fileUrl(hub.endpoint, request.repo, request.revision, request.file);
  const response = await sendRequest(hub, url, { method: 'GET', from, follow: () => true }, timer);
  if (response.status === 200 || response.status === 206) return response;
  await response.body?.cancel();
  if (response.status === 416) throw new SpoiledError(`the server has no bytes from ${from} on`);
  const refused = refusal(hub, response, request);
  // A store of blobs signs its addresses for a short time: the hub will give a new one.
  if (isHub(hub.endpoint, response.url) || refused instanceof TransientError) throw refused;
  throw new TransientError(`HTTP ${response.status} from ${new URL(response.url).host}`);
}

/** Where the file should end, from the announcement and the answer, which must agree. */
function expectedEnd(response: Response, start: number, size: number | null): number | null {
  const { headers } = response;
  let end = size;
  if (response.status === 206) {
    const range = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(headers.get('content-range') ?? '');
    if (Number(range?.[1]) !== start)
      throw new SpoiledError(`the server sent another range than asked: ${headers.get('content-range')}`);
    if (range?.[2] !== '*') end = Number(range?.[2]);
  } else if (
    headers.has('content-length') &&
    (headers.get('content-encoding') ?? 'identity') === 'identity'
  ) {
    end = Number(headers.get('content-length'));
  }
  if (size !== null && end !== size)
    throw new SpoiledError(`the server sends ${end} bytes where the hub announced ${size}`);
  return end;
}

/** Writes the body from byte `start` on; gives the length of the file after it. */
async function writeBody(
  hub: Hub,
  { request, handle }: Incoming,
  chunks: AsyncIterable<Uint8Array>,
  { start, expected }: { start: number; expected: number | null },
): Promise<number> {
  let end = start;
  const report = () => hub.onProgress({ file: request.file, received: end, total: expected ?? end });
  report();
  for await (const chunk of chunks) {
    if (expected !== null && end + chunk.length > expected)
      throw new SpoiledError(`more than the announced ${expected} bytes`);
    await writeChunk(handle, chunk, end);
    end += chunk.length;
    report();
  }
  return end;
}

/** The body's chunks; a failure of the network is a TransientError, one of the reader stays what it is. */
async function* readChunks(hub: Hub, response: Response, timer: StallTimer): AsyncGenerator<Uint8Array> {
  const reader = response.body?.getReader();
  if (!reader) return;
  try {
    while (true) {
      timer.reset();
      const { done, value } = await reader.read().catch((error: unknown) => {
        hub.signal?.throwIfAborted();
        throw networkFault(timer.signal.aborted ? timer.signal.reason : error);
      });
      if (done) return;
      timer.pause();
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}
