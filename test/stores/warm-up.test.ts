/** `OTP_WARM_UP` on real servers: what the first person would wait for has happened before there is one. */
import { createOtpFromEnv, type Otp } from '@countersign/otp-config';
import { createRecordingSmsSender } from '@countersign/otp-testing';
import { type FaultProxy, startFaultProxy } from '@countersign/test-servers/fault-proxy';
import { startPostgres } from '@countersign/test-servers/postgres';
import { startRedis } from '@countersign/test-servers/redis';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

interface Server {
  readonly port: number;
  stop(): Promise<void>;
}

const PLACES: readonly (readonly [name: string, start: () => Promise<Server>, urlAt: (port: number) => string])[] = [
  ['Redis', startRedis, (port) => `redis://127.0.0.1:${port}`],
  ['PostgreSQL', startPostgres, (port) => `postgres://postgres@127.0.0.1:${port}/postgres`],
];
const TO = '+14155550123';

describe.each(PLACES)('OTP_WARM_UP on %s', (_name, start, urlAt) => {
  let server: Server;
  let proxy: FaultProxy;
  let otp: Otp | undefined;
  const provider = createRecordingSmsSender();

  beforeAll(async () => {
    server = await start();
    proxy = await startFaultProxy(server.port);
    // Tables are made before: making them connects as well.
    await (await open({ warmUp: '0', migrate: 'on-start' })).close();
  }, 60_000);
  afterEach(() => otp?.close());
  afterAll(async () => {
    await proxy?.stop();
    await server?.stop();
  });

  interface Opening {
    readonly warmUp: '0' | '1';
    readonly migrate?: 'on-start' | 'never';
  }

  function open({ warmUp, migrate = 'never' }: Opening): Promise<Otp> {
    const environment = {
      OTP_SECRET: 'a secret of the tests of 32 bytes and more',
      OTP_STORE: urlAt(proxy.port),
      OTP_STORE_MIGRATE: migrate,
      OTP_WARM_UP: warmUp,
    };
    return createOtpFromEnv(environment, { provider });
  }

  it('has connections open, so that the first request opens none', async () => {
    otp = await open({ warmUp: '1' });
    const opened = proxy.connectionCount();
    const sent = await otp.engine.request({ to: TO, client: { ip: '192.0.2.1' } });
    expect(sent).toMatchObject({ ok: true });
    expect(proxy.connectionCount()).toBe(opened);
  });

  it('costs the first number nothing: it may ask at once, and has all of its tries', async () => {
    otp = await open({ warmUp: '1' });
    await otp.engine.warmUp();
    const sent = await otp.engine.request({ to: '+14155550124', client: { ip: '192.0.2.2' } });
    if (!sent.ok) throw new Error(sent.reason);
    const code = provider.lastCode() === '000000' ? '111111' : '000000';
    const wrong = await otp.engine.verify({ challenge: sent.challenge, code, client: { ip: '192.0.2.2' } });
    expect(wrong).toMatchObject({ reason: 'mismatch', attemptsLeft: 4 });
  });

  it('rejects where the server does not answer', async () => {
    proxy.fail({ kind: 'refuse' });
    try {
      await expect(open({ warmUp: '1' })).rejects.toMatchObject({ code: expect.stringMatching(/^OTP_STORE_/) });
    } finally {
      proxy.heal();
      otp = undefined;
    }
  });
});
