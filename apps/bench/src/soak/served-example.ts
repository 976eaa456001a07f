/** An example app as a process of its own, in front of a store and the recording gateway. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Cores, onServerCore } from '../measure/cores.ts';
import { freePort, startLoopbackServer } from '../measure/loopback-server.ts';
import type { ProcessUsage } from './process-usage.ts';

export const APPS = ['express', 'hono'] as const;
export type AppName = (typeof APPS)[number];

export interface ServedExample {
  readonly name: AppName;
  readonly port: number;
  usage(): Promise<ProcessUsage>;
  /** As a deployment ends it. Its exit code. */
  stop(): Promise<number | null>;
}

export interface ServedExampleOptions {
  readonly cores: Cores;
  readonly settings: Readonly<Record<string, string>>;
  /** Is given each line of its log. */
  readonly onLine: (line: string) => void;
}

export async function serveExample(
  name: AppName,
  { cores, settings, onLine }: ServedExampleOptions,
): Promise<ServedExample> {
  const port = await freePort();
  const usagePort = await freePort();
  const program = fileURLToPath(new URL(`../../../${name}/src/server.ts`, import.meta.url));
  const usage = new URL('./process-usage.ts', import.meta.url).href;
  const { stop } = await startLoopbackServer({
    command: onServerCore(cores, [process.execPath, '--expose-gc', '--import', usage, program]),
    folder: mkdtempSync(join(tmpdir(), 'countersign-bench-soak-')),
    ready: /Ctrl-C/,
    endSignal: 'SIGKILL',
    stopSignal: 'SIGTERM',
    onLine,
    // Whoever measures may have settings of their own in the shell.
    environment: { PATH: process.env.PATH, PORT: `${port}`, BENCH_USAGE_PORT: `${usagePort}`, ...settings },
  });
  return {
    name,
    port,
    async usage() {
      return (await fetch(`http://127.0.0.1:${usagePort}`)).json() as Promise<ProcessUsage>;
    },
    stop,
  };
}
