/** Runs a program to its end, or to the end of its time. */
import { spawn } from 'node:child_process';

export interface ProgramRun {
  /** `null` when the program was ended by a signal, for example at its time limit. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ProgramOptions {
  readonly cwd: string;
  readonly timeLimitMs: number;
  readonly environment?: NodeJS.ProcessEnv;
}

export function runProgram(
  command: string,
  argumentList: readonly string[],
  options: ProgramOptions,
): Promise<ProgramRun> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, argumentList, {
      cwd: options.cwd,
      env: options.environment ?? process.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: options.timeLimitMs,
      killSignal: 'SIGKILL',
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      stdout += chunk;
    });
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      stderr += chunk;
    });
    child.once('error', reject);
    child.once('close', (exitCode) => resolve({ exitCode, stdout, stderr }));
  });
}
