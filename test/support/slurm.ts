import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { emptyFolder } from './cli.ts';

const NEEDED = ['munged', 'slurmctld', 'slurmd', 'sbatch', 'sinfo', 'squeue', 'scancel', 'scontrol'];
const missing = NEEDED.find((name) => spawnSync('which', [name]).status !== 0);

/** Why a test on Slurm is skipped; false where it runs here. */
export const noSlurm = missing
  ? `no ${missing} here (test/support/install-engines.sh)`
  : process.getuid?.() !== 0 && 'the daemons of Slurm need root';

/** A Slurm of two virtual nodes on this machine, all of it in one folder. */
export interface Slurm {
  /** What its commands need in the environment. */
  env: { SLURM_CONF: string };
  stop(): Promise<void>;
}

/** Starts munge and Slurm beside any that run here, and waits until both nodes take jobs. */
export async function startSlurm(): Promise<Slurm> {
  const folder = emptyFolder();
  chmodSync(folder, 0o755); // munged asks that everybody can reach its socket
  const slurm = { env: { SLURM_CONF: join(folder, 'slurm.conf') }, stop: () => stopDaemons(folder) };
  try {
    startMunge(folder);
    writeFileSync(slurm.env.SLURM_CONF, configuration(folder, await freePorts(3)));
    for (const name of ['state', 'spool-n1', 'spool-n2']) mkdirSync(join(folder, name));
    start('slurmctld', [], slurm.env);
    for (const node of ['n1', 'n2']) start('slurmd', ['-N', node], slurm.env);
    await nodesIdle(slurm.env);
    return slurm;
  } catch (error) {
    await slurm.stop();
    throw error;
  }
}

function startMunge(folder: string): void {
  writeFileSync(join(folder, 'munge.key'), randomBytes(128), { mode: 0o600 });
  const files = ['socket', 'key', 'pid', 'log', 'seed'].map((kind) => {
    const flag = kind === 'socket' ? '--socket' : `--${kind}-file`;
    return `${flag}=${join(folder, `munge.${kind}`)}`;
  });
  start('munged', files, {});
}

function start(daemon: string, args: string[], env: NodeJS.ProcessEnv): void {
  // no pipes: what a daemon inherits of them would keep this waiting
  const { status } = spawnSync(daemon, args, { env: { ...process.env, ...env }, stdio: 'ignore' });
  if (status !== 0) throw new Error(`${daemon} ${args.join(' ')} did not start`);
}

/**
 * No systemd, no cgroups, no accounting: what `ProctrackType`, `TaskPlugin` and `JobAcctGatherType` say. The nodes claim
 * more than this machine has; a job that is requeued waits for its credential to expire.
 */
function configuration(folder: string, ports: number[]): string {
  const host = hostname().split('.')[0];
  const node = (name: string, port: number) =>
    `NodeName=${name} NodeHostname=${host} NodeAddr=127.0.0.1 Port=${port} CPUs=16 RealMemory=32000`;
  return `ClusterName=llmgeo
SlurmctldHost=${host}(127.0.0.1)
SlurmctldPort=${ports[0]}
AuthType=auth/munge
AuthInfo=socket=${join(folder, 'munge.socket')},cred_expire=5
CryptoType=crypto/munge
ProctrackType=proctrack/pgid
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SlurmdParameters=config_overrides
SchedulerParameters=batch_sched_delay=0,sched_interval=1
SlurmUser=root
SlurmdUser=root
ReturnToService=2
StateSaveLocation=${join(folder, 'state')}
SlurmdSpoolDir=${join(folder, 'spool-%n')}
SlurmctldPidFile=${join(folder, 'slurmctld.pid')}
SlurmdPidFile=${join(folder, 'slurmd-%n.pid')}
SlurmctldLogFile=${join(folder, 'slurmctld.log')}
SlurmdLogFile=${join(folder, 'slurmd-%n.log')}
${node('n1', ports[1])}
${node('n2', ports[2])}
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP
`;
}

/** Ports that nobody listens on just now, all different. */
async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => new Promise((resolve) => server.once('listening', resolve))));
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

const DEADLINE_MS = 60_000;

async function nodesIdle(env: NodeJS.ProcessEnv): Promise<void> {
  const options = { env: { ...process.env, ...env }, encoding: 'utf8' } as const;
  for (const end = Date.now() + DEADLINE_MS; Date.now() < end; await setTimeout(200)) {
    const { stdout } = spawnSync('sinfo', ['--noheader', '--Node', '--format=%T'], options);
    if (/^idle\nidle\n$/.test(stdout)) return;
  }
  throw new Error(`the nodes are not ready: ${spawnSync('scontrol', ['show', 'nodes'], options).stdout}`);
}

/** The nodes first: the controller takes leave of them. Each has ended before the next is told. */
async function stopDaemons(folder: string): Promise<void> {
  for (const name of ['slurmd-n1', 'slurmd-n2', 'slurmctld', 'munge']) {
    const file = join(folder, `${name}.pid`);
    if (!existsSync(file)) continue;
    const pid = Number(readFileSync(file, 'utf8'));
    if (isRunning(pid)) process.kill(pid, 'SIGTERM');
    while (isRunning(pid)) await setTimeout(50);
  }
}

/** Not so where it has ended and nobody has asked for its exit code, as in a container without init. */
function isRunning(pid: number): boolean {
  const stat = `/proc/${pid}/stat`;
  return existsSync(stat) && !/\) Z /.test(readFileSync(stat, 'utf8'));
}

/** Waits until none of the jobs is in the queue any more. */
export async function jobsEnded(env: NodeJS.ProcessEnv, timeoutMs = 240_000): Promise<void> {
  const options = { env: { ...process.env, ...env }, encoding: 'utf8' } as const;
  for (const end = Date.now() + timeoutMs; Date.now() < end; await setTimeout(300))
    if (spawnSync('squeue', ['--noheader'], options).stdout === '') return;
  throw new Error(`jobs are left:\n${spawnSync('squeue', ['--format=%i %T %r'], options).stdout}`);
}
