import { randomBytes } from 'node:crypto';
import { type CliContext, EXIT_CODES, type ExitCode } from './cli-context.ts';

/** As many as the keys that are made of it. */
const SECRET_BYTES = 32;

/** One line for a `.env`, and nothing else: it can be appended to one. */
export function giveSecret({ print }: CliContext): ExitCode {
  print(freshSecretLine());
  return EXIT_CODES.done;
}

export function freshSecretLine(): string {
  return `OTP_SECRET=${randomBytes(SECRET_BYTES).toString('base64url')}`;
}
