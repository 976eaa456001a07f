/** What importing `otp-core` adds to the start of a process. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { median } from '../measure/statistics.ts';

/** From here the package's name resolves. */
const HERE = fileURLToPath(new URL('.', import.meta.url));

export interface ImportTime {
  /** Milliseconds over a process that does nothing. */
  readonly importMs: number;
  readonly emptyProcessMs: number;
}

/** The median of the differences of processes started alternately, from start to end. */
export function measureImportTime(processes: number): ImportTime {
  const emptyMs: number[] = [];
  const differencesMs: number[] = [];
  for (let round = -2; round < processes; round += 1) {
    const empty = processMs(['--eval', '']);
    const importing = processMs(['--input-type=module', '--eval', "import '@countersign/otp-core'"]);
    // The first ones only fill the file cache.
    if (round < 0) continue;
    emptyMs.push(empty);
    differencesMs.push(importing - empty);
  }
  return { importMs: median(differencesMs), emptyProcessMs: median(emptyMs) };
}

function processMs(argumentList: readonly string[]): number {
  const startedAtMs = performance.now();
  const { status } = spawnSync(process.execPath, argumentList, { cwd: HERE, stdio: 'ignore' });
  if (status !== 0) throw new Error(`node ${argumentList.join(' ')} failed.`);
  return performance.now() - startedAtMs;
}
