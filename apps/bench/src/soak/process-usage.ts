/**
 * Loaded before an example app, which does not know of it: tells on a port of its own what the process holds after a full
 * collection, and the processor time it has taken.
 */
import { createServer } from 'node:http';
import { collectGarbage } from '../measure/garbage.ts';

export interface ProcessUsage {
  /** Bytes of the heap and of what it holds outside, after a full collection. */
  readonly heldBytes: number;
  readonly residentBytes: number;
  /** Microseconds of processor time, the kernel's part included: before that collection, and after it. */
  readonly cpuUs: readonly [before: number, after: number];
}

function readUsage(): ProcessUsage {
  const before = readCpuUs();
  collectGarbage();
  const { heapUsed, external, rss } = process.memoryUsage();
  return { heldBytes: heapUsed + external, residentBytes: rss, cpuUs: [before, readCpuUs()] };
}

function readCpuUs(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

createServer((_request, response) => response.end(JSON.stringify(readUsage())))
  .listen(Number(process.env.BENCH_USAGE_PORT), '127.0.0.1')
  .unref();
