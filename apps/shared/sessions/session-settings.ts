/** What signs the tokens. In production both secrets have to be set; a demo makes its own up, and its sessions end with it. */
import { randomBytes } from 'node:crypto';

export interface SessionSettings {
  readonly accessTokenSecret: string;
  readonly refreshTokenSecret: string;
}

const LEAST_BYTES = 32;

/** Adds a line to `problems` for each secret that is missing or weak. */
export function readSessionSettings(environment: NodeJS.ProcessEnv, problems: string[]): SessionSettings {
  const isProduction = environment.NODE_ENV?.trim().toLowerCase() === 'production';
  const readSecret = (name: string): string => {
    const secret = environment[name]?.trim() ?? '';
    if (secret === '' && isProduction) problems.push(`${name} is missing; make one with: openssl rand -base64 32`);
    if (secret !== '' && Buffer.byteLength(secret) < LEAST_BYTES) {
      problems.push(`${name} must have at least ${LEAST_BYTES} bytes; make one with: openssl rand -base64 32`);
    }
    return secret === '' ? randomBytes(LEAST_BYTES).toString('base64url') : secret;
  };
  const accessTokenSecret = readSecret('ACCESS_TOKEN_SECRET');
  const refreshTokenSecret = readSecret('REFRESH_TOKEN_SECRET');
  if (accessTokenSecret === refreshTokenSecret) {
    problems.push('REFRESH_TOKEN_SECRET must not be ACCESS_TOKEN_SECRET: a token of one kind would pass for the other');
  }
  return { accessTokenSecret, refreshTokenSecret };
}
