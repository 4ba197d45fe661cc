import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { isHub, readSettings, sameOrigin, staysOnHub } from '../src/hub/settings.ts';

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

test('the token comes from HF_TOKEN, else from the file that Python writes, and says from where', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'llmgeo-token-'));
  t.after(() => rmSync(folder, { recursive: true }));
  assert.equal(readSettings({ HOME, HF_HOME: folder }).token, null);
  writeFileSync(join(folder, 'token'), ' hf_file \n');
  writeFileSync(join(folder, 'other'), 'hf_other');
  const inFile = { value: 'hf_file', source: `the file ${join(folder, 'token')}` };
  const cases: [NodeJS.ProcessEnv, ReturnType<typeof readSettings>['token']][] = [
    [{}, inFile],
    [{ HF_TOKEN: ' hf_env\n' }, { value: 'hf_env', source: 'HF_TOKEN' }],
    [{ HUGGING_FACE_HUB_TOKEN: 'hf_old' }, { value: 'hf_old', source: 'HUGGING_FACE_HUB_TOKEN' }],
    [
      { HF_TOKEN: 'hf_env', HUGGING_FACE_HUB_TOKEN: 'hf_old' },
      { value: 'hf_env', source: 'HF_TOKEN' },
    ],
    [{ HF_TOKEN: '' }, inFile],
    [{ HF_TOKEN: '  ', HUGGING_FACE_HUB_TOKEN: 'hf_old' }, inFile],
    [
      { HF_TOKEN_PATH: join(folder, 'other') },
      { value: 'hf_other', source: `the file ${join(folder, 'other')}` },
    ],
    [{ HF_TOKEN_PATH: join(folder, 'none') }, null],
    [{ HF_TOKEN: 'hf_env', HF_HUB_DISABLE_IMPLICIT_TOKEN: '1' }, null],
  ];
  for (const [env, token] of cases)
    assert.deepEqual(readSettings({ HOME, HF_HOME: folder, ...env }).token, token, JSON.stringify(env));
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

test('a redirect stays on the hub or leaves it', () => {
  const { endpoint } = readSettings({});
  const mirror = 'http://mirror:8080';
  assert.ok(staysOnHub(`${mirror}/a/b`, `${mirror}/c`));
  assert.ok(staysOnHub(`${mirror}/a/b`, `${endpoint}/a/b`));
  assert.ok(!staysOnHub(`${endpoint}/a/b`, 'https://store.example/blob'));
  assert.ok(!sameOrigin(`${mirror}/a`, 'http://mirror:8081/a'));
  assert.ok(!sameOrigin('https://mirror/a', 'http://mirror/a'));
  assert.ok(sameOrigin('https://mirror/a', 'https://mirror:443/b'));
});

test("the token goes to the endpoint and the hub's own hosts, by https, and nowhere else", () => {
  const mirror = 'http://mirror:8080/hf';
  for (const url of [
    'http://mirror:8080/a',
    'https://huggingface.co/a',
    'https://HuggingFace.co:443/a',
    'https://hf.co/a',
  ])
    assert.ok(isHub(mirror, url), url);
  for (const url of [
    'http://huggingface.co/a',
    'https://huggingface.co:8443/a',
    'https://cdn-lfs.huggingface.co/a',
    'https://cas-bridge.xethub.hf.co/a',
    'https://huggingface.co.example/a',
    'https://example/huggingface.co',
    'https://huggingface.co@example/a',
    'https://mirror:8080/a',
    'http://mirror/a',
  ])
    assert.ok(!isHub(mirror, url), url);
  assert.ok(!isHub('https://huggingface.co', 'http://huggingface.co/a'), 'never back from https');
});
