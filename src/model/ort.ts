/** ONNX Runtime: sessions, devices and tensors. The only file that imports onnxruntime-node; it runs in the worker. */
import ort from 'onnxruntime-node';
import { InputError, LlmgeoError, outOfMemory } from '../errors.ts';
import type { Device } from './device.ts';
import { GraphBuilder } from './onnx/graph.ts';

export type Session = ort.InferenceSession;
export type Feeds = Record<string, ort.Tensor>;
type Outputs = ort.InferenceSession.OnnxValueMapType;

// what matters of its messages comes as an error; a line in colour on stderr helps nobody
ort.env.logLevel = 'fatal';

export interface SessionSettings {
  device: Device;
  threads: number;
}

/**
 * Compiles a graph for one device. Nothing falls back: the provider stands alone, without 'cpu' behind it.
 * @throws LlmgeoError when ONNX Runtime cannot compile it there
 */
export async function createSession(
  model: Uint8Array,
  { device, threads }: SessionSettings,
): Promise<Session> {
  const settings: ort.InferenceSession.SessionOptions = {
    executionProviders: [device],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    enableMemPattern: false,
    logSeverityLevel: 3,
    extra: {
      session: {
        // idle threads of one session must not spin: they slow the next session's run by a fifth to a third
        intra_op: { allow_spinning: '0' },
        // what the device cannot compute must fail, not move to the CPU unseen
        disable_cpu_ep_fallback: device === 'cpu' ? '0' : '1',
      },
    },
  };
  try {
    return await ort.InferenceSession.create(model, settings);
  } catch (error) {
    throw (
      outOfMemory(error) ??
      new LlmgeoError(
        `ONNX Runtime cannot compile the model for ${device}: ${firstLine(error)}`,
        device === 'cpu'
          ? 'run again with --verbose and report it'
          : 'leave the device out to run on the CPU',
        1,
        error,
      )
    );
  }
}

/**
 * Runs a one-node graph on the device.
 * @throws InputError when this build of ONNX Runtime lacks the device or it does not work on this machine
 */
export async function probeDevice(device: Device): Promise<void> {
  const supported = ort.listSupportedBackends().map((backend) => backend.name);
  if (!supported.includes(device))
    throw new InputError(
      `device ${device}: this build of ONNX Runtime has no such device, only ${supported.join(', ')}`,
      'leave the device out to run on the CPU',
    );
  try {
    const g = new GraphBuilder();
    g.node('Add', 'sum', [g.input('a', 'float32', [1]), 'a']);
    g.output('sum', 'float32', [1]);
    const session = await createSession(g.encode('probe'), { device, threads: 1 });
    const { sum } = await session.run({ a: float32(Float32Array.of(1), [1]) });
    await session.release();
    if ((sum.data as Float32Array)[0] !== 2) throw new Error(`1 + 1 gave ${sum.data}`);
  } catch (error) {
    const reason = firstLine(error instanceof LlmgeoError ? error.cause : error);
    throw new InputError(`device ${device} does not work here: ${reason}`, deviceHint(device), error);
  }
}

function deviceHint(device: Device): string {
  if (device === 'cuda')
    return 'CUDA needs its libraries beside ONNX Runtime: ONNXRUNTIME_NODE_INSTALL=cuda12 node node_modules/onnxruntime-node/script/install, or leave the device out';
  if (device === 'webgpu')
    return 'WebGPU needs a Vulkan, Metal or Direct3D 12 driver; leave the device out to run on the CPU';
  return 'leave the device out to run on the CPU';
}

/** Runs a session; a failure inside ONNX Runtime becomes one readable line. */
export async function runSession(session: Session, feeds: Feeds): Promise<Outputs> {
  try {
    return await session.run(feeds);
  } catch (error) {
    throw (
      outOfMemory(error) ??
      new LlmgeoError(
        `ONNX Runtime failed: ${firstLine(error)}`,
        'run again with --verbose and report it',
        1,
        error,
      )
    );
  }
}

/** The readable part of an error of ONNX Runtime, which may begin with the place in its source. */
function firstLine(error: unknown): string {
  const line = (error instanceof Error ? error.message : String(error)).split('\n')[0];
  return line.replace(/^.*was false\. /, '').replace(/^\/\S+ /, '');
}

export function float32(data: Float32Array, dims: number[]): ort.Tensor {
  return new ort.Tensor('float32', data, dims);
}

export function int64(data: BigInt64Array, dims: number[]): ort.Tensor {
  return new ort.Tensor('int64', data, dims);
}

/**
 * A float16 tensor over raw half-precision bits. A plain object, since from Node 23 on the Tensor constructor
 * takes only the runtime's own Float16Array, while the binding reads any tensor-shaped object.
 */
export function float16(data: Uint16Array, dims: number[]): ort.Tensor {
  return { type: 'float16', data, dims, location: 'cpu' } as unknown as ort.Tensor;
}
