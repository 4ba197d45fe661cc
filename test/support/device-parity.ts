/** Run as a program: prints, as JSON, how far a device's forward pass is from the float64 references. */

import type { Device } from '../../src/model/device.ts';
import { Runner } from '../../src/model/runner.ts';
import { fixturesModel, GOLDEN_NAMES, golden } from './goldens.ts';
import { parity, wholeCases } from './parity.ts';

const worst = { hidden: 0, attention: 0, ran: '' };
for (const name of GOLDEN_NAMES) {
  const runner = await Runner.open(fixturesModel(name), { device: process.argv[2] as Device });
  const cases = wholeCases(golden(name));
  const blocks = Array.from({ length: runner.shape.blocks }, (_, layer) => layer);
  const capture = {
    hidden: [...blocks, runner.shape.blocks],
    attention: { blocks, heads: 'all', rows: 'all' } as const,
  };
  const texts = cases.map(({ ids }) => ids);
  for await (const encoding of runner.encode(texts, capture)) {
    const found = parity(encoding, cases[encoding.index]);
    worst.hidden = Math.max(worst.hidden, found.hidden);
    worst.attention = Math.max(worst.attention, found.attention);
  }
  worst.ran = runner.device;
  await runner.close();
}
console.log(JSON.stringify(worst));
