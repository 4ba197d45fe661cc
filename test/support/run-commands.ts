// Runs many commands one after another in one process, since most of a short command's time is its start. Argument 2
// is a JSON list of their arguments; each leaves a message { status, stderr } with the parent.
import { main } from '../../src/cli.ts';

for (const emitter of [process, process.stdout, process.stderr]) emitter.setMaxListeners(0);
for (const args of JSON.parse(process.argv[2]) as string[][]) {
  let stderr = '';
  const write = process.stderr.write;
  process.stderr.write = ((chunk: string | Uint8Array) => {
    stderr += String(chunk);
    return true;
  }) as typeof write;
  process.exitCode = 0;
  await main(args);
  process.stderr.write = write;
  process.send!({ status: process.exitCode, stderr });
}
process.exitCode = 0;
process.disconnect();
