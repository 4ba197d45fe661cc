// Serves the imitated hub until stdin ends, for programs that are not Node (fixtures/hub/judge.py).
// Its first line on stdout is JSON: the address, per repository the sha256 of each file at `main`, and how a second hub is
// reached, which is huggingface.co itself behind a mirror and a proxy.
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { certificateOf } from './certificate.ts';
import { commitOf, type HubRepo, modelFiles, noise } from './hub-content.ts';
import { startMirror } from './hub-mirror.ts';
import { startHubServer } from './hub-server.ts';
import { startProxy, startTls } from './proxy-server.ts';

const shards = ['model-00001-of-00002.safetensors', 'model-00002-of-00002.safetensors'];
const index = JSON.stringify({ weight_map: { a: shards[0], b: shards[1] } });
const { 'model.safetensors': _, 'tokenizer.json': __, ...rest } = modelFiles();
const repo = (files: HubRepo['commits'][string], digit: string): HubRepo => ({
  refs: { main: commitOf(digit), 'refs/pr/1': commitOf(digit) },
  commits: { [commitOf(digit)]: files },
});
const repos: Record<string, HubRepo> = {
  'EleutherAI/pythia-70m': repo(modelFiles(), 'a'),
  'someone/sharded': repo(
    {
      ...rest,
      'model.safetensors.index.json': { content: Buffer.from(index) },
      [shards[0]]: { content: noise(100_000, 2), lfs: true },
      [shards[1]]: { content: noise(100_000, 3), lfs: true },
    },
    'b',
  ),
  'datasets/Anthropic/hh-rlhf': repo(
    {
      'harmless-base/test.jsonl.gz': { content: noise(50_000, 4), lfs: true },
      'README.md': { content: Buffer.from('# data\n') },
    },
    'c',
  ),
};

repos['someone/old-name'] = { refs: {}, commits: {}, renamed: 'EleutherAI/pythia-70m' };
const { 'tokenizer.json': tokenizer, ...unsaid } = modelFiles();
const lacking = Array.from({ length: 9 }, () => ({ status: 404, code: 'EntryNotFound' }));
repos['someone/unsaid'] = repo({ ...unsaid, 'tokenizer.json': { ...tokenizer, head: lacking } }, 'd');

const server = await startHubServer(repos);
const own = await startHubServer({ 'someone/private': { ...repo(modelFiles(), 'e'), token: 'hf_judge' } });
const endings: (() => void)[] = [];
const ending = { after: (end: () => void) => void endings.push(end) };
const certificate = certificateOf('huggingface.co');
const folder = mkdtempSync(join(tmpdir(), 'llmgeo-judge-'));
const authority = join(folder, 'ca.pem');
writeFileSync(authority, certificate.cert);
ending.after(() => rmSync(folder, { recursive: true }));
const port = await startTls(ending, certificate, own.url);
const mirrored = {
  HF_ENDPOINT: (await startMirror(ending, 'https://huggingface.co')).url,
  HTTPS_PROXY: (await startProxy(ending, { 'huggingface.co:443': port })).url,
  NODE_EXTRA_CA_CERTS: authority,
  SSL_CERT_FILE: authority,
};
const files = Object.fromEntries(
  Object.entries(repos)
    .filter(([, { renamed }]) => !renamed)
    .map(([name, { refs, commits }]) => [
      name,
      Object.fromEntries(
        Object.entries(commits[refs.main]).map(([path, { content }]) => [
          path,
          createHash('sha256').update(content).digest('hex'),
        ]),
      ),
    ]),
);
console.log(JSON.stringify({ url: server.url, files, mirrored }));
process.stdin.resume().on('end', async () => {
  const leaked = server.leaked.length + own.leaked.length;
  console.log(JSON.stringify({ leaked, requests: server.requests.length }));
  for (const end of endings) end();
  await Promise.all([server.close(), own.close()]);
});
