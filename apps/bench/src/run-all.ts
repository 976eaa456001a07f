/** All of them, one after the other, each in a process of its own: one that pins itself to a core does not pin the next. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('./bench.ts', import.meta.url));
/** Not all of them have a short form. */
const WITHOUT_QUICK = ['year'];

export async function runAll(names: readonly string[], argumentList: readonly string[]): Promise<void> {
  const failed: string[] = [];
  for (const [index, name] of names.entries()) {
    console.log(`\n===== ${name}, ${index + 1} of ${names.length}`);
    const itsArguments = WITHOUT_QUICK.includes(name) ? [] : argumentList;
    const child = spawn(process.execPath, [...process.execArgv, PROGRAM, name, ...itsArguments], { stdio: 'inherit' });
    const passOn = (signal: NodeJS.Signals) => void child.kill(signal);
    for (const signal of SIGNALS) process.on(signal, passOn);
    const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
    for (const each of SIGNALS) process.off(each, passOn);
    if (signal !== null || (code ?? 0) > 128) {
      process.exitCode = code ?? 1;
      return;
    }
    if (code !== 0) failed.push(name);
  }
  if (failed.length === 0) return;
  console.log(`\nFailed, or missed a target: ${failed.join(', ')}.`);
  process.exitCode = 1;
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
