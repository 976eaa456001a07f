/** What the environment may set. Everything has a default: the demo needs no setting at all. */
import type { OtpPolicyOptions } from '@countersign/otp-core';
import type { HttpGatewaySmsSenderOptions } from '@countersign/otp-http-gateway';

export interface Settings {
  readonly host: string;
  readonly port: number;
  readonly inboxPort: number;
  readonly secret: string | null;
  readonly policy: OtpPolicyOptions;
  /** A real gateway; `null`: the local inbox. */
  readonly gateway: HttpGatewaySmsSenderOptions | null;
}

/** @throws Error naming the variable that makes no sense, and no value that is secret */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  return {
    host: env.HOST || '127.0.0.1',
    port: readWhole(env, 'PORT', 65_535) ?? 3000,
    inboxPort: readWhole(env, 'INBOX_PORT', 65_535) ?? 4025,
    secret: env.OTP_SECRET || null,
    policy: readPolicy(env),
    gateway: readGateway(env),
  };
}

function readWhole(env: NodeJS.ProcessEnv, name: string, maximum: number): number | undefined {
  const value = env[name];
  if (value === undefined || value === '') return undefined;
  if (/^[0-9]{1,5}$/.test(value) && Number(value) <= maximum) return Number(value);
  throw new Error(`${name} must be a whole number from 0 to ${maximum}.`);
}

/** What is left out stays as the engine has it; what makes no sense the engine refuses. */
function readPolicy(env: NodeJS.ProcessEnv): OtpPolicyOptions {
  const codeLength = readWhole(env, 'OTP_LENGTH', 10);
  const maxAttempts = readWhole(env, 'OTP_MAX_ATTEMPTS', 10);
  const ttlSeconds = readWhole(env, 'OTP_TTL_SECONDS', 600);
  const cooldownSeconds = readWhole(env, 'OTP_COOLDOWN_SECONDS', 86_400);
  return {
    ...(codeLength === undefined ? {} : { codeLength }),
    ...(maxAttempts === undefined ? {} : { maxAttempts }),
    ...(ttlSeconds === undefined ? {} : { ttlMs: ttlSeconds * 1000 }),
    ...(cooldownSeconds === undefined ? {} : { cooldownsMs: [cooldownSeconds * 1000] }),
  };
}

function readGateway(env: NodeJS.ProcessEnv): HttpGatewaySmsSenderOptions | null {
  if (!env.SMS_ENDPOINT) return null;
  return {
    endpoint: env.SMS_ENDPOINT,
    ...(env.SMS_API_KEY ? { apiKey: env.SMS_API_KEY } : {}),
    ...(env.SMS_USERNAME ? { username: env.SMS_USERNAME } : {}),
    ...(env.SMS_PASSWORD ? { password: env.SMS_PASSWORD } : {}),
  };
}
