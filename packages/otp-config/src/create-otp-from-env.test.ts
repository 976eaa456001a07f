import { type AddressInfo, createServer } from 'node:net';
import type { StoreAdapter } from '@countersign/otp-core/adapter';
import { createMemoryCodeStore, createMemoryRateLimiter } from '@countersign/otp-core/memory';
import { postgresAdapter } from '@countersign/otp-postgres';
import { twilioAdapter } from '@countersign/otp-twilio';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { PROVIDERS } from './catalog/providers.ts';
import { createOtpFromEnv } from './create-otp-from-env.ts';
import { ACCOUNTS, CREDENTIALS, environmentOf, SECRET } from './test-support/environments.ts';
import { type LocalVendors, startLocalVendors } from './test-support/local-vendors.ts';
import { problemsOf } from './test-support/problems-of.ts';

const NUMBER = '+39123456789';

describe('createOtpFromEnv', () => {
  it.each(PROVIDERS.map(({ name }) => name))('makes an engine with %s from its account alone', async (name) => {
    expect(await problemsOf(environmentOf(name))).toEqual({});
  });

  it.each(PROVIDERS.map(({ name }) => name))(
    'names every setting that %s lacks, by option and variable',
    async (name) => {
      const entry = PROVIDERS.find((each) => each.name === name);
      const needed = entry?.settings.filter(({ need }) => need === 'required') ?? [];
      const problems = await problemsOf({ OTP_PROVIDER: name });
      for (const { option, variable, about } of needed) {
        expect(problems[`provider.${option}`]).toContain(`(${variable}) is missing: ${about}`);
      }
      expect(Object.keys(problems)).toHaveLength(needed.length + (entry?.alternatives.length ?? 0) + 1);
      expect(problems.secret).toBe('(OTP_SECRET) is missing; make one with: openssl rand -base64 32');
    },
  );

  it.each([
    ['those that are listed, each once', 'US, IT,US', ['US', 'IT']],
    ['null where every country is meant on purpose', '*', null],
    ['null where nothing is said', undefined, null],
  ])('gives the countries that it sends to: %s', async (_what, OTP_ALLOWED_COUNTRIES, countries) => {
    const otp = await createOtpFromEnv({ ...environmentOf('twilio'), OTP_ALLOWED_COUNTRIES });
    onTestFinished(() => otp.close());
    expect(otp.countries).toEqual(countries);
  });

  it('sends to no other country than those it gives', async () => {
    const otp = await createOtpFromEnv({ ...environmentOf('twilio'), OTP_ALLOWED_COUNTRIES: 'US,IT' });
    onTestFinished(() => otp.close());
    expect(await otp.engine.request({ to: '+4915112345678' })).toEqual({
      ok: false,
      reason: 'destination-not-allowed',
    });
  });

  it('tells PostgreSQL of a pooler, and leaves it to the address where nothing is set', async () => {
    const told: unknown[] = [];
    const recording: StoreAdapter = {
      ...postgresAdapter,
      open(options) {
        told.push(options);
        return { store: createMemoryCodeStore(), rateLimiter: createMemoryRateLimiter(), ready: async () => {} };
      },
    };
    const adapters = [twilioAdapter, recording];
    const environment = { ...environmentOf('twilio'), OTP_STORE: 'postgres://localhost/app' };
    expect(await problemsOf({ ...environment, OTP_STORE_STATEMENTS: 'unnamed' }, { adapters })).toEqual({});
    expect(await problemsOf(environment, { adapters })).toEqual({});
    const common = { url: 'postgres://localhost/app' };
    expect(told).toEqual([{ ...common, statements: 'unnamed' }, common]);
    expect(await problemsOf({ ...environment, OTP_STORE_STATEMENTS: 'none' })).toEqual({
      'store.statements': "(OTP_STORE_STATEMENTS) must be 'named' or 'unnamed'",
    });
  });

  it('says which other settings would do', async () => {
    const { OTP_SECRET = '' } = environmentOf('twilio');
    const problems = await problemsOf({
      OTP_PROVIDER: 'twilio',
      OTP_SECRET,
      TWILIO_ACCOUNT_SID: 'AC0123456789abcdef0123456789abcdef',
      TWILIO_API_KEY: 'SK0123456789abcdef0123456789abcdef',
    });
    expect(problems['provider.apiKeySecret']).toMatch(
      /^\(TWILIO_API_SECRET\) is missing: .*; TWILIO_AUTH_TOKEN would do too$/,
    );
    expect(problems['provider.from']).toMatch(
      /^\(TWILIO_PHONE_NUMBER\) is missing: .*; TWILIO_MESSAGING_SERVICE_SID would do too$/,
    );
    expect(Object.keys(problems)).toEqual(['provider.apiKeySecret', 'provider.from']);
  });

  it('prefers an API key to the auth token, which receipts need beside it', async () => {
    const key = {
      TWILIO_API_KEY: 'SK0123456789abcdef0123456789abcdef',
      TWILIO_API_SECRET: 'the-secret-of-this-api-key-00000',
    };
    expect(await problemsOf({ ...environmentOf('twilio'), ...key })).toEqual({});
  });

  it('tells everything that is wrong at once, and no value of it', async () => {
    const environment = {
      ...environmentOf('twilio', 'telnyx', 'sns'),
      OTP_SECRET: `"${SECRET}"`,
      OTP_LENGTH: 'six',
      OTP_TTL_SECONDS: '601',
      OTP_COOLDOWN_SECONDS: '30,,60',
      OTP_STORE: 'mysql://root:hidden-password@db/app',
      TWILIO_ACCOUNT_SID: 'SK0123456789abcdef0123456789abcdef',
      TELNYX_API_KEY: 'a-key-of-version-1',
      AWS_REGION: 'Ireland',
    };
    const problems = await problemsOf(environment);
    expect(Object.keys(problems).sort()).toEqual([
      'policy.codeLength',
      'policy.cooldownsMs',
      'policy.ttlMs',
      'provider.0.accountSid',
      'provider.1.apiKey',
      'provider.2.region',
      'secret',
      'store',
    ]);
    expect(problems['policy.ttlMs']).toBe('(OTP_TTL_SECONDS) must be a whole number from 1 to 600');
    expect(problems['provider.0.accountSid']).toBe(
      '(TWILIO_ACCOUNT_SID) must be an account SID: AC and 32 hexadecimal digits',
    );
    const told = JSON.stringify(problems);
    for (const value of [...CREDENTIALS, 'hidden-password', 'a-key-of-version-1', 'six', 'Ireland', 'SK0123']) {
      expect(told).not.toContain(value);
    }
  });

  it('tells once what is wrong with a variable that two providers share', async () => {
    const environment = {
      ...environmentOf('twilio'),
      ...ACCOUNTS['twilio-verify'],
      OTP_RETIRED_PROVIDERS: 'twilio-verify',
    };
    const problems = await problemsOf({ ...environment, TWILIO_ACCOUNT_SID: 'AC1' });
    expect(Object.keys(problems)).toEqual(['provider.accountSid']);
  });

  it('passes on what an adapter and the engine refuse, under the names of the settings', async () => {
    const problems = await problemsOf({
      ...environmentOf('telnyx'),
      TELNYX_BASE_URL: 'http://telnyx.example/v2',
      OTP_SECRET: 'too short',
      OTP_ORIGIN_HOST: 'https://app.example/',
    });
    expect(problems['provider.baseUrl']).toBe(
      '(TELNYX_BASE_URL) must start with https://, as plain http shows everything to everyone on the way',
    );
    expect(problems['secret.0']).toMatch(/^\(OTP_SECRET\) must be a string of at least 32 bytes/);
    expect(problems['message.originHost']).toMatch(/^\(OTP_ORIGIN_HOST\)/);
  });

  it.each([
    ['OTP_TTL_SECOND', 'OTP_TTL_SECONDS'],
    ['OTP_PROVDER', 'OTP_PROVIDER'],
    ['OTP_MAX_ATEMPTS', 'OTP_MAX_ATTEMPTS'],
  ])('refuses %s, which would be without effect, and names %s', async (misspelt, meant) => {
    const problems = await problemsOf({ ...environmentOf('inbox'), [misspelt]: '5' });
    expect(problems).toEqual({ [misspelt]: `is not a setting; did you mean ${meant}?` });
  });

  it("lets other people's variables be", async () => {
    expect(
      await problemsOf({ ...environmentOf('inbox'), OTP_VERSION: '27.1', OTP_: 'x', __proto__: 'x' } as never),
    ).toEqual({});
  });

  it('sees a slip where a vendor setting is missing', async () => {
    const { TWILIO_AUTH_TOKEN = '', ...others } = environmentOf('twilio');
    const problems = await problemsOf({ ...others, TWILIO_AUTHTOKEN: TWILIO_AUTH_TOKEN });
    expect(problems['provider.authToken']).toContain('TWILIO_AUTHTOKEN is set: a slip?');
    expect(JSON.stringify(problems)).not.toContain(TWILIO_AUTH_TOKEN);
  });

  it('takes empty variables for unset and spaces around values for nothing', async () => {
    const environment = { ...environmentOf('inbox'), OTP_LENGTH: '', OTP_STORE: '  ', OTP_SECRET: `  ${SECRET}\n` };
    expect(await problemsOf(environment)).toEqual({});
  });

  it.each([
    ['an unknown provider', { OTP_PROVIDER: 'Pigeon_2' }, 'is not a known provider; known are twilio, '],
    ['a provider twice', { OTP_PROVIDER: 'inbox,inbox' }, 'names inbox twice'],
    ['senders beside verification providers', { ...environmentOf('sinch', 'inbox') }, 'mixes senders (inbox) and'],
    ['the inbox in production', { ...environmentOf('inbox'), NODE_ENV: ' Production ' }, 'not in production'],
    ['codes of unequal lengths', environmentOf('twilio-verify', 'telnyx-verify'), 'must make codes of equal length'],
  ])('refuses %s', async (_what, environment, message) => {
    const problems = await problemsOf({ OTP_SECRET: SECRET, ...environment });
    expect(Object.keys(problems)).toEqual(['provider']);
    expect(problems.provider).toContain(message);
  });

  it.each([[undefined], [null], ['OTP_PROVIDER=inbox'], [[]]])('refuses %j for an environment', async (environment) => {
    await expect(createOtpFromEnv(environment as never)).rejects.toMatchObject({ code: 'OTP_CONFIGURATION' });
  });

  it('refuses a value of megabytes without reading it', async () => {
    const problems = await problemsOf({ ...environmentOf('inbox'), OTP_APP_NAME: 'x'.repeat(5_000_000) });
    expect(problems['message.appName']).toBe('(OTP_APP_NAME) is longer than 16384 characters');
  });

  describe('in front of local vendors', () => {
    let vendors: LocalVendors | undefined;
    afterEach(() => vendors?.close());

    it('sends by the figures of the environment', async () => {
      vendors = await startLocalVendors();
      const { engine: otp } = await createOtpFromEnv({
        ...environmentOf('inbox'),
        OTP_INBOX_URL: `${vendors.url}/`,
        OTP_LENGTH: '8',
        OTP_TTL_SECONDS: '120',
        OTP_COOLDOWN_SECONDS: '45',
        OTP_APP_NAME: 'Acme',
        OTP_ORIGIN_HOST: 'acme.example',
      });
      const before = Date.now();
      const sent = await otp.request({ to: NUMBER });
      if (!sent.ok) throw new Error(sent.reason);
      expect(sent.codeLength).toBe(8);
      expect(Math.round((sent.expiresAt.getTime() - before) / 1000)).toBe(120);
      expect(Math.round((sent.resendAt.getTime() - before) / 1000)).toBe(45);
      const [text = ''] = vendors.textsTo(NUMBER);
      expect(text).toMatch(/Acme[\s\S]*\n@acme\.example #\d{8}$/);
      const code = text.slice(-8);
      expect(await otp.verify({ challenge: sent.challenge, code })).toMatchObject({ ok: true, phoneNumber: NUMBER });
      await otp.close();
    });

    it('fails over in the order of the list', async () => {
      vendors = await startLocalVendors();
      const { engine: otp } = await createOtpFromEnv({
        ...environmentOf('http-gateway', 'inbox'),
        // Nothing listens there.
        SMS_ENDPOINT: 'http://127.0.0.1:9/send',
        OTP_INBOX_URL: vendors.url,
      });
      expect(await otp.request({ to: NUMBER })).toMatchObject({ ok: true, delivery: 'accepted' });
      expect(vendors.textsTo(NUMBER)).toHaveLength(1);
      await otp.close();
    });

    it.each([
      [{}, { ok: true, delivery: 'accepted' }],
      // Longer than there is time for: the sender is told what is left, and ends by then.
      [{ SMS_TIMEOUT_MS: '60000' }, { ok: true, delivery: 'accepted' }],
    ])('fails over in time where the first never completes a connection, with %j', async (settings, result) => {
      vendors = await startLocalVendors();
      // The handshake never ends, so nothing was sent.
      const silent = createServer((socket) => void socket.on('error', () => undefined));
      await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
      onTestFinished(() => void silent.close());
      const { engine: otp } = await createOtpFromEnv(
        {
          ...environmentOf('http-gateway', 'inbox'),
          SMS_ENDPOINT: `https://127.0.0.1:${(silent.address() as AddressInfo).port}/send`,
          OTP_INBOX_URL: vendors.url,
          ...settings,
        },
        { deadlines: { providerMs: 600 } },
      );
      expect(await otp.request({ to: NUMBER })).toMatchObject(result);
      expect(vendors.textsTo(NUMBER)).toHaveLength(result.delivery === 'accepted' ? 1 : 0);
      await otp.close();
    });

    it('keeps numbers of other countries out', async () => {
      vendors = await startLocalVendors();
      const { engine: otp } = await createOtpFromEnv({
        ...environmentOf('inbox'),
        OTP_INBOX_URL: vendors.url,
        OTP_ALLOWED_COUNTRIES: 'IT, US',
        OTP_DEFAULT_COUNTRY: 'IT',
      });
      expect(await otp.request({ to: '+447400123456' })).toMatchObject({ reason: 'destination-not-allowed' });
      expect(await otp.request({ to: '312 345 6789' })).toMatchObject({ ok: true });
      expect(vendors.textsTo('+393123456789')).toHaveLength(1);
      await otp.close();
    });
  });

  it('takes what variables cannot say from overrides, which go first', async () => {
    const texts: string[] = [];
    const { engine: otp } = await createOtpFromEnv(
      { OTP_PROVIDER: 'no-such', OTP_LENGTH: '8', OTP_MAX_ATTEMPTS: '3', OTP_SECRET: 'x' },
      {
        secret: SECRET,
        store: createMemoryCodeStore(),
        policy: { codeLength: 7 },
        provider: {
          specificationVersion: 'v1',
          kind: 'sms-sender',
          providerId: 'own',
          send: async ({ text }) => {
            texts.push(text);
            return { status: 'accepted', messageId: null };
          },
        },
      },
    );
    const sent = await otp.request({ to: NUMBER });
    if (!sent.ok) throw new Error(sent.reason);
    expect(sent.codeLength).toBe(7);
    expect(await otp.verify({ challenge: sent.challenge, code: '0000000' })).toMatchObject({ attemptsLeft: 2 });
    expect(texts).toHaveLength(1);
    await otp.close();
  });
});
