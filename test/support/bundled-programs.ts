/** Programs that are bundled with what the READMEs say to install: by esbuild in `npm test`, by others in `npm run test:bundlers`. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'vitest';

export interface BundledProgram {
  readonly name: string;
  /** Ours, that its app installs. */
  readonly packages: readonly string[];
  /** Others, and the package of ours that has each of them in the workspace. */
  readonly libraries: Readonly<Record<string, string>>;
  /** What it imports of each package of ours. */
  readonly imports: Readonly<Record<string, readonly string[]>>;
  /** Of an async function, which returns what is looked at. `VENDOR_URL` leads to what `startVendor` serves. */
  readonly body: string;
  readonly expected: unknown;
  /** How often it asks the vendor. */
  readonly requests: number;
}

const ENGINE = ['otp-config', 'otp-core'];
const SECRET = "OTP_SECRET: 'eYq3mJw7Zr5Yk1uXcD9sLfH2bNeT8gQaRiOvW6pV'";
const TWILIO = `
  ${SECRET},
  TWILIO_ACCOUNT_SID: 'AC0123456789abcdef0123456789abcdef',
  TWILIO_AUTH_TOKEN: '0123456789abcdef0123456789abcdef',
  TWILIO_PHONE_NUMBER: '+14155550100',`;

const GATEWAY: BundledProgram = {
  name: 'an app with a gateway sends, and names what it has not installed when that is chosen',
  packages: [...ENGINE, 'otp-http-gateway', 'otp-web'],
  libraries: { axios: 'otp-http-gateway' },
  imports: { 'otp-config': ['createOtpFromEnv'], 'otp-web': ['createOtpHandler'] },
  body: `
    const env = { OTP_PROVIDER: 'inbox', ${SECRET}, OTP_INBOX_URL: process.env.VENDOR_URL };
    const { engine, close } = await createOtpFromEnv(env);
    const sent = await engine.request({ to: '+393123456789' });
    await close();
    const other = { OTP_PROVIDER: 'inbox,twilio', ${TWILIO} OTP_STORE: 'redis://127.0.0.1:9', OTP_DEFAULT_COUNTRY: 'IT' };
    const error = await createOtpFromEnv(other).catch((reason) => reason);
    return {
      ok: sent.ok,
      handler: typeof createOtpHandler,
      problems: error.problems?.map(({ message }) => message) ?? String(error),
    };`,
  expected: {
    ok: true,
    handler: 'function',
    problems: [
      expect.stringContaining('npm install @countersign/otp-twilio twilio'),
      expect.stringContaining('npm install @countersign/otp-routing'),
      expect.stringContaining('npm install @countersign/otp-phone'),
      expect.stringContaining('npm install @countersign/otp-redis ioredis'),
    ],
  },
  requests: 1,
};

function redisWith(library: string): BundledProgram {
  return {
    name: `a store in Redis has ${library} alone`,
    packages: ['otp-redis', 'otp-core'],
    libraries: { [library]: 'otp-redis' },
    imports: { 'otp-redis': ['createRedisStores'] },
    body: `
      const { store, rateLimiter } = createRedisStores({ url: 'redis://127.0.0.1:1', commandTimeoutMs: 50 });
      const error = await rateLimiter.take([{ key: 'k', max: 1, durationMs: 1000 }], null).catch((reason) => reason);
      await Promise.all([store.close(), rateLimiter.close()]);
      return error.code;`,
    expected: 'OTP_STORE_UNAVAILABLE',
    requests: 0,
  };
}

function postgresWith(library: string): BundledProgram {
  return {
    name: `a store in PostgreSQL has ${library} alone`,
    packages: ['otp-postgres', 'otp-core'],
    libraries: { [library]: 'otp-postgres' },
    imports: { 'otp-postgres': ['createPostgresStores'] },
    body: `
      const { store, rateLimiter } = createPostgresStores({
        url: 'postgres://127.0.0.1:1/app', library: '${library}', queryTimeoutMs: 500,
      });
      const error = await store.ready().catch((reason) => reason);
      await Promise.all([store.close(), rateLimiter.close()]);
      return error.code;`,
    expected: 'OTP_STORE_UNAVAILABLE',
    requests: 0,
  };
}

const NO_CLIENT: BundledProgram = {
  name: 'a store without a client says what to install',
  packages: ['otp-redis', 'otp-postgres', 'otp-core'],
  libraries: {},
  imports: { 'otp-redis': ['createRedisStores'], 'otp-postgres': ['createPostgresStores'] },
  body: `
    const { rateLimiter } = createRedisStores({ url: 'redis://127.0.0.1:1', onWarning() {} });
    const { store } = createPostgresStores({ url: 'postgres://127.0.0.1:1/app' });
    const take = () => rateLimiter.take([{ key: 'k', max: 1, durationMs: 1000 }], null);
    const tell = (reason) => reason.message;
    return [await take().catch(tell), await store.ready().catch(tell)];`,
  expected: [expect.stringContaining('npm install ioredis'), expect.stringContaining('npm install pg')],
  requests: 0,
};

const ADAPTER: BundledProgram = {
  name: 'an app with an adapter as a value sends through its SDK',
  packages: [...ENGINE, 'otp-twilio'],
  libraries: { twilio: 'otp-twilio' },
  imports: { 'otp-config': ['createOtpFromEnv'], 'otp-twilio': ['twilioAdapter'] },
  body: `
    const env = { OTP_PROVIDER: 'twilio', ${TWILIO} TWILIO_BASE_URL: process.env.VENDOR_URL };
    const { engine, close } = await createOtpFromEnv(env, { adapters: [twilioAdapter] });
    const sent = await engine.request({ to: '+393123456789' });
    await close();
    return { ok: sent.ok, delivery: sent.delivery ?? sent.failure };`,
  expected: { ok: true, delivery: 'accepted' },
  requests: 1,
};

function withoutSdk(name: string, factory: string, options: string): BundledProgram {
  return {
    name: `${name} without its SDK builds, and refuses what it cannot send`,
    packages: [name, 'otp-core'],
    libraries: {},
    imports: { [name]: [factory] },
    body: `
      const account = { accountSid: 'AC' + '0'.repeat(32) };
      return await ${factory}(${options}).send({ to: '+393123456789', text: 'x' });`,
    expected: expect.objectContaining({
      status: 'refused',
      failure: expect.objectContaining({ category: 'configuration' }),
    }),
    requests: 0,
  };
}

export const BUNDLED_PROGRAMS: readonly BundledProgram[] = [
  GATEWAY,
  redisWith('ioredis'),
  redisWith('redis'),
  postgresWith('pg'),
  postgresWith('postgres'),
  NO_CLIENT,
  ADAPTER,
  withoutSdk('otp-twilio', 'createTwilioSmsSender', "{ ...account, authToken: 'f'.repeat(32), from: 'Acme' }"),
  withoutSdk('otp-telnyx', 'createTelnyxSmsSender', "{ apiKey: 'KEY0123456789ABCDEF', from: '+14155550100' }"),
  withoutSdk('otp-sns', 'createSnsSmsSender', "{ region: 'eu-west-1' }"),
];

/** Takes whatever is posted to it, as Twilio and as a gateway would. */
export async function startVendor() {
  const asked: string[] = [];
  const answer = { id: 'message-1', sid: `SM${'0'.repeat(32)}`, status: 'queued', num_segments: '1' };
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(201, { 'Content-Type': 'application/json' }).end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked, close: () => void server.close() };
}
