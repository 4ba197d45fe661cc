// Resolves one data set in a process of its own, for fixtures/hub/judge.py.
import { resolveDataset } from '../../src/hub/resolve.ts';

for (const { path } of (await resolveDataset(process.argv[2])).files) console.log(path);
