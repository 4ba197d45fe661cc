/** Worker thread: ONNX Runtime blocks the thread that calls it, so the model lives here and the main thread stays free. */
import { parentPort } from 'node:worker_threads';
import { LlmgeoError, outOfMemory } from '../errors.ts';
import { openCheckpoint } from './checkpoint.ts';
import { readArchitecture } from './families/index.ts';
import { Cancelled, Model } from './forward.ts';
import type { EncodeRequest, OpenRequest, ProductRequest, Reply, Request, WireError } from './messages.ts';
import { probeDevice } from './ort.ts';
import { UntrainedWeights } from './untrained.ts';
import { WeightReader } from './weights.ts';

const port = parentPort!;
let model: Model | undefined;
let closing: Int32Array;

function reply(message: Reply, transfer: ArrayBuffer[] = []): void {
  port.postMessage(message, transfer);
}

async function open({
  folder,
  weights: weightFile,
  device,
  threads,
  untrained,
  closeFlag,
}: OpenRequest): Promise<void> {
  closing = closeFlag;
  const checkpoint = await openCheckpoint(folder, weightFile);
  const architecture = readArchitecture(checkpoint.config);
  if (device !== 'cpu') await probeDevice(device);
  const weights =
    untrained === undefined
      ? // only the CPU provider is known to cast float16 weights on every machine; the others get them widened
        await WeightReader.open(checkpoint, architecture, device === 'cpu')
      : new UntrainedWeights(architecture, untrained);
  model = new Model(architecture, weights, device, threads);
  const { modelType, shape, parameters } = architecture;
  const files = untrained === undefined ? checkpoint.files : [];
  reply({ kind: 'opened', modelType, shape, parameters, files });
}

async function encode({ batch, capture, cancelFlag }: EncodeRequest): Promise<void> {
  const encodings = await model!.encode(batch, capture, {
    cancelled: () => Atomics.load(closing, 0) !== 0 || Atomics.load(cancelFlag, 0) !== 0,
    onBlock: (done, total) => reply({ kind: 'block', done, total }),
  });
  const buffers = encodings.flatMap(({ hidden, gram, attention, values }) => [
    ...[hidden, attention, values].flatMap((tensors) =>
      Array.from(tensors.values(), (tensor) => tensor.data.buffer as ArrayBuffer),
    ),
    ...Array.from(gram.values(), (matrix) => matrix.buffer as ArrayBuffer),
  ]);
  reply({ kind: 'encoded', encodings }, buffers);
}

async function product({ a, b }: ProductRequest): Promise<void> {
  const result = await model!.product(a, b);
  reply({ kind: 'multiplied', product: result }, [result.buffer as ArrayBuffer]);
}

async function close(): Promise<void> {
  const closing = model?.close();
  model = undefined;
  await closing;
  reply({ kind: 'closed' });
}

async function end(): Promise<void> {
  port.close();
}

const handlers = { open, encode, product, close, end };

function wireError(thrown: unknown): WireError {
  if (thrown instanceof Cancelled) return { cancelled: true, message: 'cancelled' };
  const error = outOfMemory(thrown) ?? thrown;
  if (error instanceof LlmgeoError)
    return { message: error.message, hint: error.hint, exitCode: error.exitCode, stack: error.stack };
  return error instanceof Error ? { message: error.message, stack: error.stack } : { message: String(error) };
}

// one request at a time, in the order they came
let last: Promise<void> = Promise.resolve();
port.on('message', (request: Request) => {
  last = last
    .then(() => handlers[request.kind](request as never))
    .catch((error) => reply({ kind: 'failed', error: wireError(error) }));
});
