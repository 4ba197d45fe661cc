import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { checks } from '../src/commands/doctor-checks.ts';
import { emptyFolder, llmgeo } from './support/cli.ts';
import { startHubServer } from './support/hub-server.ts';

test('doctor has a row for all that llmgeo uses, and what runs here runs', () => {
  const run = llmgeo(['doctor', '--json']);
  assert.equal(run.status, 0, run.stderr);
  const { rows } = JSON.parse(run.stdout);
  const status = Object.fromEntries(rows.map((row: Record<string, string>) => [row.check, row.status]));
  for (const check of ['Node', 'ONNX Runtime', 'device cpu', 'tokenizer', 'cache folder', 'free disk'])
    assert.equal(status[check], 'ok', check);
  assert.equal(status[process.platform === 'darwin' ? 'device dml' : 'device coreml'], 'unavailable');
  assert.equal(status.network, 'skipped');
  assert.ok('letters in PNG and PDF' in status);
});

/** One check under an environment, as `run` of the check sees it. */
async function check(name: string, env: Record<string, string>): Promise<string> {
  const before = { ...process.env };
  Object.assign(process.env, env);
  try {
    return await checks(false)
      .find((one) => one.name === name)!
      .run()
      .catch((error: Error) => `failed: ${error.message}`);
  } finally {
    process.env = before;
  }
}

test('the cache folder is looked at where it is, or where it would be made', async () => {
  const folder = emptyFolder();
  const file = join(folder, 'file');
  writeFileSync(file, '');
  assert.equal(await check('cache folder', { HF_HUB_CACHE: folder }), folder);
  const later = join(folder, 'a', 'b');
  assert.equal(await check('cache folder', { HF_HUB_CACHE: later }), `${later}, to be made`);
  assert.match(await check('cache folder', { HF_HUB_CACHE: join(file, 'hub') }), /^failed: /);
});

test('the network is asked as a download would, and a page that is no hub is not taken for one', async (t) => {
  const hub = await startHubServer({});
  t.after(() => hub.close());
  const online = { HF_HUB_OFFLINE: '', TRANSFORMERS_OFFLINE: '' };
  assert.match(
    await check('network', { ...online, HF_ENDPOINT: 'http://127.0.0.1:9' }),
    /^failed: no usable answer/,
  );
  assert.match(await check('network', { ...online, HF_ENDPOINT: hub.url }), /^failed: /);
});
