import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault, HubFile } from './hub-content.ts';

const PIECE_BYTES = 16_384;

/** Sends a file, or the part that a Range asks for, with the next of its faults. */
export async function sendBody(
  request: IncomingMessage,
  response: ServerResponse,
  file: HubFile,
  headers: Record<string, string>,
) {
  const isHead = request.method === 'HEAD';
  const fault: Fault = (isHead ? undefined : file.body?.shift()) ?? { fine: true };
  if (refuse(response, fault)) return;
  const { length } = file.content;
  const start = file.ignoresRange ? 0 : Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
  if (start >= length && start > 0)
    return void response.writeHead(416, { 'content-range': `bytes */${length}` }).end();
  if (start > 0) headers['content-range'] = `bytes ${start}-${length - 1}/${length}`;
  const body = Buffer.from(file.content.subarray(start));
  if (file.alwaysWrong || 'wrong' in fault) body[body.length >> 1] ^= 1;
  response.writeHead(start > 0 ? 206 : 200, {
    ...headers,
    'accept-ranges': 'bytes',
    'content-length': String(body.length),
  });
  if (isHead) return void response.end();
  await sendPieces(response, body, fault, file.slow ?? 0);
}

/** Answers with the status of a fault that has one; true if it did. */
export function refuse(response: ServerResponse, fault?: Fault): boolean {
  if (!fault || !('status' in fault)) return false;
  if (fault.retryAfter) response.setHeader('retry-after', fault.retryAfter);
  if (fault.rateLimit) response.setHeader('ratelimit', fault.rateLimit);
  if (fault.message) response.setHeader('x-error-message', fault.message);
  if (fault.code) response.setHeader('x-error-code', fault.code);
  if (fault.commit) response.setHeader('x-repo-commit', fault.commit);
  response.writeHead(fault.status, { 'content-length': '0' }).end();
  return true;
}

async function sendPieces(
  response: ServerResponse,
  body: Buffer,
  fault: Fault,
  pause: number,
): Promise<void> {
  const end = 'cut' in fault ? fault.cut : 'stall' in fault ? fault.stall : body.length;
  for (let at = 0; at < end && !response.destroyed; at += PIECE_BYTES) {
    const piece = body.subarray(at, Math.min(at + PIECE_BYTES, end));
    await new Promise((resolve) => response.write(piece, resolve));
    if (pause > 0) await sleep(pause);
  }
  if ('cut' in fault) response.socket?.end();
  else if (!('stall' in fault)) response.end();
}
