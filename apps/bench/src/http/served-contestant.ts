/** A contestant's process on the server's core, from its start to its end. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Cores, onServerCore } from '../measure/cores.ts';
import { freePort, type LoopbackServer, startLoopbackServer } from '../measure/loopback-server.ts';
import { createPhoneNumbers } from '../memory/contestants/phone-numbers.ts';
import { type Contestant, nameOf, pathOf } from './contestant.ts';
import { CONNECTIONS } from './load.ts';

const PROGRAM = fileURLToPath(new URL('./served-app.ts', import.meta.url));

export interface ServedContestant {
  readonly contestant: Contestant;
  readonly name: string;
  readonly url: string;
  nextNumber(): string;
  /** Microseconds of processor time that its process has taken so far, its kernel's part included. */
  cpuUs(): Promise<number>;
  stop: LoopbackServer['stop'];
}

export async function serveContestant(
  contestant: Contestant,
  { cores, redisPort }: { readonly cores: Cores; readonly redisPort: number },
): Promise<ServedContestant> {
  const port = await freePort();
  const usagePort = await freePort();
  const settings = JSON.stringify({ ...contestant, port, usagePort, redisPort });
  const { stop } = await startLoopbackServer({
    command: onServerCore(cores, [process.execPath, PROGRAM, settings]),
    folder: mkdtempSync(join(tmpdir(), 'countersign-bench-http-')),
    ready: /^Serving$/m,
    endSignal: 'SIGKILL',
    environment: { ...process.env, NODE_ENV: 'production' },
  });
  return {
    contestant,
    name: nameOf(contestant),
    url: `http://127.0.0.1:${port}${pathOf(contestant)}`,
    nextNumber: contestant.route === 'better-auth' ? createReturningNumbers() : createPhoneNumbers(),
    async cpuUs() {
      const response = await fetch(`http://127.0.0.1:${usagePort}`);
      const { user, system } = (await response.json()) as NodeJS.CpuUsage;
      return user + system;
    },
    stop,
  };
}

/** better-auth looks through all codes that are live, and has no limit by number: a few numbers, so that this costs nothing. */
function createReturningNumbers(): () => string {
  let next = 0;
  return () => {
    next = (next + 1) % CONNECTIONS;
    return `+1555${9_000_000 + next}`;
  };
}
