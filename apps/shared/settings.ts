/** What an example itself reads of the environment. Everything has a default; all else is up to `otp-config`. */
import { OtpConfigurationError, OtpStoreError } from '@countersign/otp-core';

export interface Settings {
  readonly host: string;
  readonly port: number;
  readonly inboxPort: number;
  /** Each a line that names its variable. */
  readonly problems: readonly string[];
}

/** Wrong settings, all of them. */
export class SettingsError extends Error {
  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
  }
}

export function readSettings(environment: NodeJS.ProcessEnv): Settings {
  const problems: string[] = [];
  const readPort = (name: string, usual: number): number => {
    const value = environment[name]?.trim() || String(usual);
    if (/^[0-9]{1,5}$/.test(value) && Number(value) <= 65_535) return Number(value);
    problems.push(`${name} must be a whole number from 0 to 65535`);
    return usual;
  };
  return {
    host: environment.HOST?.trim() || '127.0.0.1',
    port: readPort('PORT', 3000),
    inboxPort: readPort('INBOX_PORT', 4025),
    problems,
  };
}

/**
 * Waits for what is composed of the other settings, so that one run tells of everything that is wrong.
 *
 * @throws SettingsError naming the problems of both
 */
export async function withSettings<Opened extends { close(): Promise<void> }>(
  { problems }: Settings,
  opening: Promise<Opened>,
): Promise<Opened> {
  const opened = await opening.catch((error: unknown) => {
    if (OtpStoreError.isInstance(error)) throw new SettingsError([...problems, `OTP_STORE: ${error.message}`]);
    if (!OtpConfigurationError.isInstance(error)) throw error;
    throw new SettingsError([...problems, ...error.problems.map(({ option, message }) => `${option} ${message}`)]);
  });
  if (problems.length === 0) return opened;
  await opened.close();
  throw new SettingsError(problems);
}
