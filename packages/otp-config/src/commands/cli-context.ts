import type { Environment } from '../settings/otp-settings.ts';

/** What a command gets from whoever starts it. */
export interface CliContext {
  /** What stands behind the command. */
  readonly words: readonly string[];
  readonly environment: Environment;
  readonly nowMs: number;
  /** Where the app is: relative paths start there. */
  readonly folder: string;
  /** Of this package. */
  readonly version: string;
  isInstalled(packageName: string): boolean;
  print(text: string): void;
  printError(text: string): void;
}

/** `failed`: `check` found a problem, or what was asked for could not be done. `misused`: the command line is wrong. */
export const EXIT_CODES = { done: 0, failed: 1, misused: 2 } as const;

export type ExitCode = (typeof EXIT_CODES)[keyof typeof EXIT_CODES];
