/**
 * Apps bundled by esbuild, as ESM and as CommonJS, from what the READMEs say to install: what is there is taken in and
 * runs, what is not is an error when it is asked for. `npm run test:bundlers` does so with webpack and Next.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { build } from 'esbuild';
import { describe, expect, it, onTestFinished } from 'vitest';
import { installMinimal, type MinimalInstall } from './support/minimal-install.ts';
import { runProgram } from './support/run-program.ts';

type Format = 'esm' | 'cjs';

/** As the README of otp-config has it: libraries of CommonJS ask for `require`, which ESM does not have. */
const BANNER = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

const SECRET = 'eYq3mJw7Zr5Yk1uXcD9sLfH2bNeT8gQaRiOvW6pV';
const GATEWAY = { axios: 'otp-http-gateway' };
const ENGINE = ['otp-config', 'otp-core'];

/** `names` of a package, imported as the format does. */
function use(format: Format, name: string, ...names: readonly string[]): string {
  const list = `{ ${names.join(', ')} }`;
  return format === 'esm' ? `import ${list} from '${name}';` : `const ${list} = require('${name}');`;
}

/** Bundles a program and runs the bundle, which prints JSON; away from `node_modules`, so that it finds nothing there. */
async function runBundled(app: MinimalInstall, format: Format, source: readonly string[]): Promise<unknown> {
  const [head = '', ...program] = source;
  const entry = app.write(
    `app.${format === 'esm' ? 'mjs' : 'cjs'}`,
    `${head}\n(async () => {${program.join('\n')}})();`,
  );
  const away = installMinimal([]);
  const outfile = join(away.folder, format === 'esm' ? 'out.mjs' : 'out.cjs');
  const banner = format === 'esm' ? { banner: { js: BANNER } } : {};
  const { warnings } = await build({
    absWorkingDir: app.folder,
    entryPoints: [entry],
    bundle: true,
    platform: 'node',
    format,
    outfile,
    logLevel: 'silent',
    ...banner,
  });
  expect(warnings).toEqual([]);
  const run = await runProgram(process.execPath, [outfile], { cwd: away.folder, timeLimitMs: 15_000 });
  expect(run).toMatchObject({ exitCode: 0 });
  return JSON.parse(run.stdout);
}

/** Takes whatever is posted to it, as a vendor that answers so. */
async function startVendor(answer: unknown): Promise<{ readonly url: string; readonly asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(201, { 'Content-Type': 'application/json' }).end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

const TWILIO = {
  OTP_PROVIDER: 'twilio',
  OTP_SECRET: SECRET,
  TWILIO_ACCOUNT_SID: 'AC0123456789abcdef0123456789abcdef',
  TWILIO_AUTH_TOKEN: '0123456789abcdef0123456789abcdef',
  TWILIO_PHONE_NUMBER: '+14155550100',
};

const SEND = `
  const sent = await engine.request({ to: '+393123456789' });
  await close();
  console.log(JSON.stringify({ ok: sent.ok, delivery: sent.delivery ?? sent.failure }));`;

describe.each(['esm', 'cjs'] as const)('bundled as %s', (format) => {
  it('an app with a gateway sends, and names what it has not installed when that is chosen', async () => {
    const { url, asked } = await startVendor({ id: 'message-1' });
    const app = installMinimal([...ENGINE, 'otp-http-gateway', 'otp-web'], GATEWAY);
    const inbox = { OTP_PROVIDER: 'inbox', OTP_SECRET: SECRET, OTP_INBOX_URL: url };
    const other = {
      ...TWILIO,
      OTP_PROVIDER: 'inbox,twilio',
      OTP_STORE: 'redis://127.0.0.1:9',
      OTP_DEFAULT_COUNTRY: 'IT',
    };
    expect(
      await runBundled(app, format, [
        `${use(format, '@countersign/otp-config', 'createOtpFromEnv')} ${use(format, '@countersign/otp-web', 'createOtpHandler')}`,
        `const { engine, webhooks, close } = await createOtpFromEnv(${JSON.stringify(inbox)});`,
        `const sent = await engine.request({ to: '+393123456789' });`,
        'await close();',
        `const error = await createOtpFromEnv(${JSON.stringify(other)}).catch((reason) => reason);`,
        'console.log(JSON.stringify({ ok: sent.ok, problems: error.problems.map(({ message }) => message) }));',
      ]),
    ).toEqual({
      ok: true,
      problems: [
        expect.stringContaining('npm install @countersign/otp-twilio twilio'),
        expect.stringContaining('npm install @countersign/otp-routing'),
        expect.stringContaining('npm install @countersign/otp-phone'),
        expect.stringContaining('npm install @countersign/otp-redis ioredis'),
      ],
    });
    expect(asked).toHaveLength(1);
  });

  it.each(['ioredis', 'redis'])('a store in Redis has %s alone', async (library) => {
    const app = installMinimal(['otp-redis', 'otp-core'], { [library]: 'otp-redis' });
    expect(
      await runBundled(app, format, [
        use(format, '@countersign/otp-redis', 'createRedisStores'),
        "const { rateLimiter } = createRedisStores({ url: 'redis://127.0.0.1:1', commandTimeoutMs: 50 });",
        "const error = await rateLimiter.take([{ key: 'k', max: 1, durationMs: 1000 }], null).catch((reason) => reason);",
        'await rateLimiter.close();',
        'console.log(JSON.stringify(error.code)); process.exit(0);',
      ]),
    ).toBe('OTP_STORE_UNAVAILABLE');
  });

  it.each(['pg', 'postgres'])('a store in PostgreSQL has %s alone', async (library) => {
    const app = installMinimal(['otp-postgres', 'otp-core'], { [library]: 'otp-postgres' });
    expect(
      await runBundled(app, format, [
        use(format, '@countersign/otp-postgres', 'createPostgresStores'),
        `const { store } = createPostgresStores({ url: 'postgres://127.0.0.1:1/app', library: '${library}', queryTimeoutMs: 500 });`,
        'const error = await store.ready().catch((reason) => reason);',
        'await store.close();',
        'console.log(JSON.stringify(error.code)); process.exit(0);',
      ]),
    ).toBe('OTP_STORE_UNAVAILABLE');
  });

  it('a store without a client says what to install', async () => {
    const app = installMinimal(['otp-redis', 'otp-postgres', 'otp-core']);
    const told = await runBundled(app, format, [
      `${use(format, '@countersign/otp-redis', 'createRedisStores')} ${use(format, '@countersign/otp-postgres', 'createPostgresStores')}`,
      "const { rateLimiter } = createRedisStores({ url: 'redis://127.0.0.1:1', onWarning() {} });",
      "const { store } = createPostgresStores({ url: 'postgres://127.0.0.1:1/app' });",
      "const take = () => rateLimiter.take([{ key: 'k', max: 1, durationMs: 1000 }], null);",
      'const tell = (reason) => reason.message;',
      'console.log(JSON.stringify([await take().catch(tell), await store.ready().catch(tell)])); process.exit(0);',
    ]);
    expect(told).toEqual([expect.stringContaining('npm install ioredis'), expect.stringContaining('npm install pg')]);
  });

  it('an app with an adapter as a value sends through its SDK', async () => {
    const { url, asked } = await startVendor({ sid: `SM${'0'.repeat(32)}`, status: 'queued', num_segments: '1' });
    const app = installMinimal([...ENGINE, 'otp-twilio'], { twilio: 'otp-twilio' });
    expect(
      await runBundled(app, format, [
        `${use(format, '@countersign/otp-config', 'createOtpFromEnv')} ${use(format, '@countersign/otp-twilio', 'twilioAdapter')}`,
        `const { engine, close } = await createOtpFromEnv(${JSON.stringify({ ...TWILIO, TWILIO_BASE_URL: url })}, { adapters: [twilioAdapter] });`,
        SEND,
      ]),
    ).toEqual({ ok: true, delivery: 'accepted' });
    expect(asked).toHaveLength(1);
  });

  it.each([
    ['otp-twilio', 'createTwilioSmsSender', "{ ...account, authToken: 'f'.repeat(32), from: 'Acme' }"],
    ['otp-telnyx', 'createTelnyxSmsSender', "{ apiKey: 'KEY0123456789ABCDEF', from: '+14155550100' }"],
    ['otp-sns', 'createSnsSmsSender', "{ region: 'eu-west-1' }"],
  ])('%s without its SDK builds, and refuses what it cannot send', async (name, factory, options) => {
    const app = installMinimal([name, 'otp-core']);
    const outcome = await runBundled(app, format, [
      use(format, `@countersign/${name}`, factory),
      `const account = { accountSid: 'AC' + '0'.repeat(32) };`,
      `console.log(JSON.stringify(await ${factory}(${options}).send({ to: '+393123456789', text: 'x' })));`,
    ]);
    expect(outcome).toMatchObject({ status: 'refused', failure: { category: 'configuration' } });
  });
});
