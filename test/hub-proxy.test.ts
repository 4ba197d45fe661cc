import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { LlmgeoError } from '../src/errors.ts';
import { proxyFor } from '../src/hub/proxy.ts';
import { resolveModel } from '../src/hub/resolve.ts';
import { certificateOf } from './support/certificate.ts';
import { openBench, REPO, spawnPull } from './support/hub-bench.ts';
import { startMirror } from './support/hub-mirror.ts';
import { startProxy, startTls } from './support/proxy-server.ts';

const HTTPS = 'https://huggingface.co/a/b';
const HTTP = 'http://mirror:8080/a/b';

test('the proxy follows the scheme of the address, else ALL_PROXY, small letters first', () => {
  const cases: [NodeJS.ProcessEnv, string, string | undefined][] = [
    [{}, HTTPS, undefined],
    [{ HTTPS_PROXY: 'http://p:1', HTTP_PROXY: 'http://q:1' }, HTTPS, 'http://p:1'],
    [{ HTTPS_PROXY: 'http://p:1', HTTP_PROXY: 'http://q:1' }, HTTP, 'http://q:1'],
    [{ HTTP_PROXY: 'http://q:1' }, HTTPS, undefined],
    [{ HTTPS_PROXY: 'http://p:1' }, HTTP, undefined],
    [{ https_proxy: 'http://s:1', HTTPS_PROXY: 'http://p:1' }, HTTPS, 'http://s:1'],
    [{ https_proxy: '', HTTPS_PROXY: 'http://p:1' }, HTTPS, undefined],
    [{ ALL_PROXY: 'http://a:1' }, HTTPS, 'http://a:1'],
    [{ all_proxy: 'socks5://a:1', HTTPS_PROXY: 'http://p:1' }, HTTP, 'socks5://a:1'],
    [{ all_proxy: 'http://a:1', HTTPS_PROXY: 'http://p:1' }, HTTPS, 'http://p:1'],
    [{ HTTPS_PROXY: 'p:3128' }, HTTPS, 'http://p:3128'],
    [{ HTTPS_PROXY: 'http://ada:s%40x@p:3128' }, HTTPS, 'http://ada:s%40x@p:3128'],
  ];
  for (const [env, url, address] of cases)
    assert.equal(proxyFor(env, url)?.address, address, JSON.stringify([env, url]));
});

test('a wrong address of a proxy names its variable, and no password', () => {
  for (const value of ['http://', 'ftp://p:21', 'http://p:99999', 'http://ada:%zz@p', 'pass@p@q:x']) {
    assert.throws(
      () => proxyFor({ https_proxy: value }, HTTPS),
      (error: LlmgeoError) => {
        assert.match(error.message, /^https_proxy is not the address of a proxy: "/);
        assert.doesNotMatch(error.message, /pass|%zz/, value);
        return error instanceof LlmgeoError && error.exitCode === 2;
      },
      value,
    );
  }
});

test('a download goes through the proxy, except to hosts of NO_PROXY', async (t) => {
  const bench = await openBench(t);
  const proxy = await startProxy(t, {}, `Basic ${Buffer.from('ada:s@x').toString('base64')}`);
  const env = { ...bench.env, HTTP_PROXY: proxy.url.replace('//', '//ada:s%40x@') };
  await resolveModel(REPO, undefined, { env });
  const hub = new URL(bench.hub.url).host;
  assert.equal(proxy.tunnels[0], hub);
  assert.ok(
    proxy.tunnels.some((target) => target !== hub),
    'the store of blobs too',
  );
  const { length } = proxy.tunnels;
  const direct = { ...env, HF_HUB_CACHE: join(bench.cache, 'b'), no_proxy: 'example.com,127.0.0.1' };
  await resolveModel(REPO, undefined, { env: direct });
  assert.equal(proxy.tunnels.length, length);
});

test('a proxy that refuses or is not there is named by its variable, without its password', async (t) => {
  const bench = await openBench(t);
  const proxy = await startProxy(t, {}, 'Basic other');
  for (const address of [proxy.url, 'http://127.0.0.1:9']) {
    const env = { ...bench.env, http_proxy: address.replace('//', '//ada:secret@') };
    await assert.rejects(resolveModel(REPO, undefined, { ...bench.options, env }), (error: LlmgeoError) => {
      assert.match(error.hint, /check the network and the proxy in http_proxy/);
      assert.doesNotMatch([error.message, error.hint, ...bench.warnings].join(), /secret/);
      return error.exitCode === 75;
    });
  }
  assert.match(bench.warnings.join('\n'), /407/);
  assert.deepEqual(bench.hub.requests, []);
});

test("through a mirror the token reaches the hub's own host by https, and no store", async (t) => {
  const bench = await openBench(t);
  bench.repos[REPO].token = 'hf_own';
  const certificate = certificateOf('huggingface.co');
  const proxy = await startProxy(t, {
    'huggingface.co:443': await startTls(t, certificate, bench.hub.url),
  });
  const authority = join(bench.cache, 'ca.pem');
  await writeFile(authority, certificate.cert);
  const mirror = await startMirror(t, 'https://huggingface.co');
  const env = {
    ...bench.env,
    HF_ENDPOINT: mirror.url,
    HF_TOKEN: 'hf_own',
    HTTPS_PROXY: proxy.url,
    NODE_EXTRA_CA_CERTS: authority,
  };
  const { code, output } = await spawnPull(env, REPO).done;
  assert.equal(code, 0, output);
  assert.deepEqual([...new Set(proxy.tunnels)], ['huggingface.co:443']);
  assert.deepEqual([...new Set(mirror.tokens)], ['Bearer hf_own']);
  assert.deepEqual([...new Set(bench.hub.tokens)], ['hf_own']);
  assert.deepEqual(bench.hub.leaked, []);
});

test('a mirror that points to any other host keeps the token', async (t) => {
  const bench = await openBench(t);
  const mirror = await startMirror(t, bench.hub.url);
  const env = { ...bench.env, HF_ENDPOINT: mirror.url, HF_TOKEN: 'hf_own' };
  await assert.rejects(resolveModel(REPO, undefined, { env }), /does not answer like the hub/);
  assert.deepEqual([...new Set(mirror.tokens)], ['Bearer hf_own']);
  assert.deepEqual(bench.hub.requests, [], 'its answer is not the word of the hub');
});
