/**
 * A core for the client and another for the server, so that neither takes the other's time and the system does not
 * move them about. Without `taskset` (Linux, of util-linux), or with one core, everything runs wherever the system puts it.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/** `spare`: for a third program; the client's where there are only two. */
export type Cores =
  | { readonly kind: 'pinned'; readonly client: number; readonly server: number; readonly spare: number }
  | { readonly kind: 'not-pinned'; readonly reason: string };

/** Of util-linux. */
const TASKSET = 'taskset';

/** A command line. */
export type Command = readonly [program: string, ...argumentList: string[]];

/** Keeps this process to a core, and picks another one for the server. */
export function pinClient(): Cores {
  const allowed = allowedCores();
  if (allowed === undefined) return { kind: 'not-pinned', reason: 'there is no taskset' };
  const [client] = allowed;
  const server = allowed.find((core) => client !== undefined && core !== client && !shareACore(core, client));
  if (client === undefined || server === undefined) return { kind: 'not-pinned', reason: 'there is only one core' };
  const spare = allowed.find((core) => ![client, server].some((taken) => core === taken || shareACore(core, taken)));
  const { status } = spawnSync(TASKSET, ['-a', '-c', '-p', `${client}`, `${process.pid}`], { stdio: 'ignore' });
  if (status !== 0) return { kind: 'not-pinned', reason: 'taskset failed' };
  return { kind: 'pinned', client, server, spare: spare ?? client };
}

/** The server's command line on its own core. */
export function onServerCore(cores: Cores, command: Command): Command {
  return cores.kind === 'pinned' ? [TASKSET, '-c', `${cores.server}`, ...command] : command;
}

/** The same for a program beside client and server. */
export function onSpareCore(cores: Cores, command: Command): Command {
  return cores.kind === 'pinned' ? [TASKSET, '-c', `${cores.spare}`, ...command] : command;
}

export function describeCores(cores: Cores): string {
  if (cores.kind === 'pinned') return `Client on core ${cores.client}, server on core ${cores.server}.`;
  return `NOT PINNED, as ${cores.reason}: client and server take each other's time, and the ratios mean less.`;
}

/**
 * `0,2-4` as numbers.
 * @internal
 */
export function parseCoreList(text: string): readonly number[] {
  return text.split(',').flatMap((range) => {
    const [first = Number.NaN, last = first] = range.split('-').map(Number);
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
}

function allowedCores(): readonly number[] | undefined {
  const { status, stdout } = spawnSync(TASKSET, ['-c', '-p', `${process.pid}`], { encoding: 'utf8' });
  const list = status === 0 ? /: ([\d,-]+)\s*$/.exec(stdout)?.[1] : undefined;
  return list === undefined ? undefined : parseCoreList(list);
}

/** Two threads of one core slow each other down. */
function shareACore(one: number, other: number): boolean {
  const file = `/sys/devices/system/cpu/cpu${one}/topology/thread_siblings_list`;
  return existsSync(file) && parseCoreList(readFileSync(file, 'utf8').trim()).includes(other);
}
