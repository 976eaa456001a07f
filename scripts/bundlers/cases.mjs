/** Apps as the READMEs have people install them, and what each has to print once it is bundled. */

/**
 * @typedef {object} BundlerCase
 * @property {string} name
 * @property {readonly string[]} packages ours, by the names of their folders
 * @property {readonly string[]} libraries others, as `npm install` takes them
 * @property {string} program a module that exports `run()`, whose result is what is checked; `VENDOR_URL` is a server that takes anything
 * @property {RegExp} expected of the result as JSON
 */

const SECRET = "OTP_SECRET: 'eYq3mJw7Zr5Yk1uXcD9sLfH2bNeT8gQaRiOvW6pV'";

/** @type {readonly BundlerCase[]} */
export const CASES = [
  {
    name: 'a gateway, and providers that are not installed',
    packages: ['otp-config', 'otp-core', 'otp-web', 'otp-http-gateway', 'otp-provider-utils'],
    libraries: [],
    program: `
import { createOtpFromEnv } from '@countersign/otp-config';
import { createOtpHandler } from '@countersign/otp-web';
export async function run() {
  const env = { OTP_PROVIDER: 'inbox', ${SECRET}, OTP_INBOX_URL: process.env.VENDOR_URL };
  const { engine, close } = await createOtpFromEnv(env);
  const { ok } = await engine.request({ to: '+393123456789' });
  await close();
  const other = { ...env, OTP_PROVIDER: 'sns', AWS_REGION: 'eu-west-1', OTP_STORE: 'redis://127.0.0.1:9' };
  const error = await createOtpFromEnv(other).catch((reason) => reason);
  return { ok, handler: typeof createOtpHandler, problems: error.problems?.map(({ message }) => message) ?? String(error) };
}`,
    expected:
      /"ok":true,"handler":"function".*npm install @countersign\/otp-sns @aws-sdk\/client-sns.*npm install @countersign\/otp-redis ioredis/,
  },
  {
    name: 'Redis with ioredis alone',
    packages: ['otp-redis', 'otp-core'],
    libraries: ['ioredis@6'],
    program: `
import { createRedisStores } from '@countersign/otp-redis';
export async function run() {
  const { store, rateLimiter } = createRedisStores({ url: 'redis://127.0.0.1:1', commandTimeoutMs: 100 });
  const error = await rateLimiter.take([{ key: 'k', max: 1, durationMs: 1000 }], null).catch((reason) => reason);
  await Promise.all([store.close(), rateLimiter.close()]);
  return error.code;
}`,
    expected: /OTP_STORE_UNAVAILABLE/,
  },
  {
    name: 'PostgreSQL with pg alone',
    packages: ['otp-postgres', 'otp-core'],
    libraries: ['pg@8'],
    program: `
import { createPostgresStores } from '@countersign/otp-postgres';
export async function run() {
  const { store, rateLimiter } = createPostgresStores({ url: 'postgres://127.0.0.1:1/app', queryTimeoutMs: 500 });
  const error = await store.ready().catch((reason) => reason);
  await Promise.all([store.close(), rateLimiter.close()]);
  return error.code;
}`,
    expected: /OTP_STORE_UNAVAILABLE/,
  },
  {
    name: 'an adapter as a value, with its SDK',
    packages: ['otp-config', 'otp-core', 'otp-twilio', 'otp-provider-utils'],
    libraries: ['twilio@6'],
    program: `
import { createOtpFromEnv } from '@countersign/otp-config';
import { twilioAdapter } from '@countersign/otp-twilio';
export async function run() {
  const env = {
    OTP_PROVIDER: 'twilio', ${SECRET}, TWILIO_ACCOUNT_SID: 'AC' + '0'.repeat(32), TWILIO_AUTH_TOKEN: 'f'.repeat(32),
    TWILIO_PHONE_NUMBER: '+14155550100', TWILIO_BASE_URL: process.env.VENDOR_URL,
  };
  const { engine, close } = await createOtpFromEnv(env, { adapters: [twilioAdapter] });
  const { ok, delivery } = await engine.request({ to: '+393123456789' });
  await close();
  return { ok, delivery };
}`,
    expected: /"ok":true,"delivery":"accepted"/,
  },
];
