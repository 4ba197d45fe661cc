import assert from 'node:assert/strict';
import { test } from 'node:test';
import { resolveModel } from '../src/hub/resolve.ts';
import { SILENT, type Talk } from '../src/run/context.ts';
import { withDownloadProgress } from '../src/run/download-progress.ts';
import { openBench, REPO } from './support/hub-bench.ts';

test('a wait for the hub is shown as it passes, between the downloads that it delays', async (t) => {
  const bench = await openBench(t);
  bench.files['model.safetensors'].body = [{ status: 429, rateLimit: '"resolvers";r=0;t=1' }];
  const shown: string[] = [];
  const talk: Talk = {
    ...SILENT,
    warn: (message) => void shown.push(message),
    progress({ label, total, unit }) {
      shown.push(`${label}: ${total} ${unit}`);
      return {
        update: (done) => void (unit === 'seconds' && shown.push(`${done} ${unit}`)),
        stop: () => void shown.push(`end of ${label}`),
      };
    },
  };
  const { signal } = new AbortController();
  const offline = false;
  await withDownloadProgress({ talk, signal }, offline, (options) =>
    resolveModel(REPO, undefined, { ...options, env: bench.env }),
  );
  const from = shown.findIndex((line) => line.startsWith('model.safetensors: the hub'));
  assert.deepEqual(shown.slice(from), [
    'model.safetensors: the hub\'s rate limit "resolvers" is reached (HTTP 429); trying again in 1.0 s',
    'end of tokenizer_config.json',
    'waiting for the hub: 2 seconds',
    '0 seconds',
    '1 seconds',
    '2 seconds',
    'end of waiting for the hub',
    'model.safetensors: 300000 bytes',
    'end of model.safetensors',
  ]);
});
