import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { readSettings, sameOrigin, staysOnHub } from '../src/hub/settings.ts';

const HOME = join('/home', 'ada');

test('the cache folder follows HF_HUB_CACHE, HF_HOME and XDG_CACHE_HOME in that order', () => {
  const cases: [NodeJS.ProcessEnv, string][] = [
    [{}, '/home/ada/.cache/huggingface/hub'],
    [{ XDG_CACHE_HOME: '/xdg' }, '/xdg/huggingface/hub'],
    [{ XDG_CACHE_HOME: '/xdg', HF_HOME: '/hf' }, '/hf/hub'],
    [{ HF_HOME: '~/hf' }, '/home/ada/hf/hub'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the shell's way to write a variable
    [{ HF_HOME: '$DISK/${WHO}/hf', DISK: '/scratch', WHO: 'ada' }, '/scratch/ada/hf/hub'],
    [{ HF_HOME: '/hf/$UNSET' }, '/hf/$UNSET/hub'],
    [{ HF_HOME: '/hf', HUGGINGFACE_HUB_CACHE: '/old' }, '/old'],
    [{ HF_HOME: '/hf', HUGGINGFACE_HUB_CACHE: '/old', HF_HUB_CACHE: '~/new' }, '/home/ada/new'],
  ];
  for (const [env, cache] of cases)
    assert.equal(readSettings({ HOME, ...env }).cache, join(cache), JSON.stringify(env));
});

test('the token comes from HF_TOKEN, else from the file that Python writes', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'llmgeo-token-'));
  t.after(() => rmSync(folder, { recursive: true }));
  assert.equal(readSettings({ HOME, HF_HOME: folder }).token, null);
  writeFileSync(join(folder, 'token'), ' hf_file \n');
  const token = (env: NodeJS.ProcessEnv) => readSettings({ HOME, HF_HOME: folder, ...env }).token;
  assert.equal(token({}), 'hf_file');
  assert.equal(token({ HF_TOKEN: ' hf_env\n' }), 'hf_env');
  assert.equal(token({ HF_TOKEN: '' }), 'hf_file');
  assert.equal(token({ HF_TOKEN: '  ' }), 'hf_file');
  assert.equal(token({ HF_TOKEN: 'hf_env', HF_HUB_DISABLE_IMPLICIT_TOKEN: '1' }), null);
});

test('offline, timeout and endpoint', () => {
  for (const value of ['1', 'on', 'YES', 'True'])
    assert.equal(readSettings({ HF_HUB_OFFLINE: value }).offline, true);
  for (const value of ['0', '', 'off', 'no', 'y'])
    assert.equal(readSettings({ HF_HUB_OFFLINE: value }).offline, false);
  assert.equal(readSettings({}).timeoutMs, 10_000);
  assert.equal(readSettings({ HF_HUB_DOWNLOAD_TIMEOUT: '0.5' }).timeoutMs, 500);
  assert.equal(readSettings({ HF_HUB_DOWNLOAD_TIMEOUT: '0' }).timeoutMs, 10_000);
  assert.throws(() => readSettings({ HF_HUB_DOWNLOAD_TIMEOUT: 'soon' }), /not a number of seconds: "soon"/);
  assert.equal(readSettings({ HF_ENDPOINT: 'http://mirror:8080/hf//' }).endpoint, 'http://mirror:8080/hf');
  for (const wrong of ['mirror', 'ftp://mirror', 'https://']) {
    assert.throws(() => readSettings({ HF_ENDPOINT: wrong }), /HF_ENDPOINT is not a web address/, wrong);
  }
});

test('a redirect stays on the hub or leaves it; the token goes to one origin', () => {
  const { endpoint } = readSettings({});
  const mirror = 'http://mirror:8080';
  assert.ok(staysOnHub(`${mirror}/a/b`, `${mirror}/c`));
  assert.ok(staysOnHub(`${mirror}/a/b`, `${endpoint}/a/b`));
  assert.ok(!staysOnHub(`${endpoint}/a/b`, 'https://store.example/blob'));
  assert.ok(!sameOrigin(`${mirror}/a`, 'http://mirror:8081/a'));
  assert.ok(!sameOrigin('https://mirror/a', 'http://mirror/a'));
  assert.ok(sameOrigin('https://mirror/a', 'https://mirror:443/b'));
});
