import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { InputError } from '../errors.ts';

/** Where a model can run. `auto` is the CPU, until another device has been measured to be faster and as exact. */
export const DEVICES = ['cpu', 'webgpu', 'cuda', 'coreml', 'dml'] as const;
/** What a model can run on: one of `DEVICES`. */
export type Device = (typeof DEVICES)[number];

/** @throws InputError for a device that is none of `DEVICES` */
export function checkDevice(device: string): Device {
  const found = DEVICES.find((one) => one === device);
  if (found !== undefined) return found;
  throw new InputError(
    `device ${JSON.stringify(device)} is unknown`,
    `use one of auto, ${DEVICES.join(', ')}`,
  );
}

/**
 * Physical cores this process may use: matrix products gain nothing from a core's second hardware thread,
 * and one thread too many costs a third of the speed.
 */
export function physicalCores(): number {
  const allowed = availableParallelism();
  return Math.max(1, Math.min(allowed, linuxPhysicalCores() ?? allowed));
}

function linuxPhysicalCores(): number | undefined {
  let cpuinfo: string;
  try {
    cpuinfo = readFileSync('/proc/cpuinfo', 'utf8');
  } catch {
    return undefined;
  }
  const cores = new Set<string>();
  for (const block of cpuinfo.split('\n\n')) {
    const socket = /^physical id\s*:\s*(\d+)/m.exec(block)?.[1];
    const core = /^core id\s*:\s*(\d+)/m.exec(block)?.[1];
    if (socket !== undefined && core !== undefined) cores.add(`${socket}/${core}`);
  }
  return cores.size > 0 ? cores.size : undefined;
}
