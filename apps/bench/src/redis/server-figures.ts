/** What the server says of itself. */
import type { Redis } from 'ioredis';

export interface ScriptCalls {
  readonly calls: number;
  /** Microseconds in the script, by the server's `commandstats`. */
  readonly usPerCall: number;
}

/** Scripts run while `work` is done, and whether anything else was. @throws Error when the server was asked anything but scripts */
export async function countScriptCalls(client: Redis, work: () => Promise<unknown>): Promise<ScriptCalls> {
  await client.config('RESETSTAT');
  await work();
  const statistics = parseCommandStatistics(await client.info('commandstats'));
  const calls = statistics.get('evalsha');
  const unknownScripts = [...statistics.keys()].filter((command) => command === 'eval' || command === 'script|load');
  if (calls === undefined) throw new Error('No script was run.');
  if (unknownScripts.length > 0) throw new Error('A script was sent as text while calls were counted.');
  return calls;
}

/**
 * By command: lines like `cmdstat_evalsha:calls=2,usec=36,usec_per_call=18.00,…`.
 * @internal
 */
export function parseCommandStatistics(info: string): ReadonlyMap<string, ScriptCalls> {
  const lines = info.matchAll(/^cmdstat_([^:]+):calls=(\d+),usec=(\d+)/gm);
  return new Map(
    Array.from(lines, ([, command = '', calls, us]) => [
      command,
      { calls: Number(calls), usPerCall: Number(us) / Number(calls) },
    ]),
  );
}

/** Microseconds of processor time that the server has taken so far, reading and writing sockets included. */
export async function serverCpuUs(client: Redis): Promise<number> {
  const info = await client.info('cpu');
  return (figureIn(info, 'used_cpu_sys') + figureIn(info, 'used_cpu_user')) * 1e6;
}

/** All memory that the server has handed out for data and whatever it keeps about them. */
export async function serverMemoryBytes(client: Redis): Promise<number> {
  return figureIn(await client.info('memory'), 'used_memory');
}

function figureIn(info: string, name: string): number {
  const figure = new RegExp(`^${name}:([\\d.]+)`, 'm').exec(info)?.[1];
  if (figure === undefined) throw new Error(`The server does not say its ${name}.`);
  return Number(figure);
}
