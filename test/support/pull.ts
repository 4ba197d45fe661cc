// Resolves one model in a process of its own, for the tests of two processes and of a killed one.
import { resolveModel } from '../../src/hub/resolve.ts';

const { folder } = await resolveModel(process.argv[2], undefined, {
  onWarning: (message) => console.error(message),
});
console.log(folder);
