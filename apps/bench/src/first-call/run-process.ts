/** Runs the fresh process once. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { createPhoneNumbers } from '../memory/contestants/phone-numbers.ts';
import type { FirstCall } from './process-first-call.ts';

const PROGRAM = fileURLToPath(new URL('./process-first-call.ts', import.meta.url));
const PATIENCE_MS = 60_000;

/** New ones each time: vendors have limits by number, and so has the inbox that plays them. */
const nextNumber = createPhoneNumbers();

/** @throws Error with what it said where it sent nothing */
export async function runProcess(environment: Readonly<Record<string, string>>): Promise<FirstCall> {
  const child = spawn(process.execPath, [PROGRAM, nextNumber(), nextNumber()], {
    // Whoever measures may have settings of their own in the shell.
    env: { PATH: process.env.PATH, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: PATIENCE_MS,
    killSignal: 'SIGKILL',
  });
  const [said, complained, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  if (code !== 0) throw new Error(`The process of ${environment.OTP_PROVIDER} failed:\n${complained}`);
  return JSON.parse(said) as FirstCall;
}
