// Serves the imitated hub until stdin ends, for programs that are not Node (fixtures/hub/judge.py).
// Its first line on stdout is JSON: the address, and per repository the sha256 of each file at `main`.
import { createHash } from 'node:crypto';
import { commitOf, type HubRepo, modelFiles, noise } from './hub-content.ts';
import { startHubServer } from './hub-server.ts';

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

const server = await startHubServer(repos);
const files = Object.fromEntries(
  Object.entries(repos).map(([name, { refs, commits }]) => [
    name,
    Object.fromEntries(
      Object.entries(commits[refs.main]).map(([path, { content }]) => [
        path,
        createHash('sha256').update(content).digest('hex'),
      ]),
    ),
  ]),
);
console.log(JSON.stringify({ url: server.url, files }));
process.stdin.resume().on('end', async () => {
  console.log(JSON.stringify({ leaked: server.leaked.length, requests: server.requests.length }));
  await server.close();
});
