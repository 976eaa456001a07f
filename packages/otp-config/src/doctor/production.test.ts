/** What passes while an app is built, and is pointed at or refused in production. */
import { describe, expect, it } from 'vitest';
import { ACCOUNTS, environmentOf } from '../test-support/environments.ts';
import { problemsOf } from '../test-support/problems-of.ts';
import { examine } from './examine.ts';

const GOOD_SECRET = 'pV3tq0mJw7Zr5Yk1uXcD9sLfH2bNeT8gQaRiOvW6';
const SOUND = {
  ...environmentOf('twilio', 'sns'),
  NODE_ENV: 'production',
  OTP_SECRET: GOOD_SECRET,
  OTP_STORE: 'redis://cache.example',
  OTP_APP_NAME: 'Acme',
  OTP_ALLOWED_COUNTRIES: 'IT,US',
};

type Variables = Readonly<Record<string, string>>;

async function findingsOf(environment: Variables) {
  const { findings } = await examine({ environment, nowMs: Date.UTC(2026, 11, 1), isInstalled: () => true });
  return findings;
}

async function flawsOf(environment: Variables): Promise<readonly string[]> {
  const findings = await findingsOf(environment);
  return findings.filter(({ level }) => level !== 'ok').map(({ level, code }) => `${level} ${code}`);
}

/** As if these had never been set. */
function without(...names: readonly string[]): Variables {
  return Object.fromEntries(Object.entries(SOUND).filter(([name]) => !names.includes(name)));
}

describe('the doctor, in production', () => {
  it.each([
    ['all countries and no cap', without('OTP_ALLOWED_COUNTRIES'), 'all-countries'],
    [
      'a default country, which bounds nothing',
      { ...without('OTP_ALLOWED_COUNTRIES'), OTP_DEFAULT_COUNTRY: 'IT' },
      'all-countries',
    ],
    ['messages without a name', without('OTP_APP_NAME'), 'no-app-name'],
    [
      'requests of one address without a real limit',
      { ...SOUND, OTP_REQUESTS_PER_ADDRESS_PER_HOUR: '100000' },
      'weak-address-limit',
    ],
    [
      'checks of one address without a real limit',
      { ...SOUND, OTP_CHECKS_PER_ADDRESS_PER_HOUR: '5000' },
      'weak-address-limit',
    ],
    ['the proxy of a platform', { ...SOUND, DYNO: 'web.1' }, 'shared-address'],
    ['the proxy of another platform', { ...SOUND, RENDER: 'true' }, 'shared-address'],
    [
      'receipts that go to this machine',
      { ...SOUND, TWILIO_STATUS_CALLBACK: 'https://localhost:3000/x' },
      'unreachable-callback',
    ],
  ])('warns of %s, and of nothing else', async (_what, environment, code) => {
    expect(await flawsOf(environment)).toEqual([`warning ${code}`]);
    const elsewhere = await flawsOf({ ...environment, NODE_ENV: 'staging' });
    expect(elsewhere).toEqual([]);
  });

  it.each([
    ['all countries, on purpose', { ...SOUND, OTP_ALLOWED_COUNTRIES: '*' }],
    ['a cap in place of countries', { ...without('OTP_ALLOWED_COUNTRIES'), OTP_REQUESTS_PER_HOUR: '300' }],
    [
      'limits as high as a carrier needs',
      { ...SOUND, OTP_REQUESTS_PER_ADDRESS_PER_HOUR: '1000', OTP_CHECKS_PER_ADDRESS_PER_HOUR: '2000' },
    ],
    ['a proxy that the app trusts', { ...SOUND, FLY_ALLOC_ID: 'x', OTP_TRUSTED_PROXIES: '1' }],
    [
      'no proxy, as somebody has said',
      {
        ...SOUND,
        ...environmentOf('http-gateway'),
        OTP_SECRET: GOOD_SECRET,
        OTP_PUBLIC_URL: 'https://app.example',
        OTP_TRUSTED_PROXIES: '0',
      },
    ],
  ])('is content with %s', async (_what, environment) => {
    expect(await flawsOf(environment)).toEqual([]);
  });

  it('asks for no name where the provider words the message', async () => {
    const verify = { ...without('OTP_APP_NAME'), ...ACCOUNTS['twilio-verify'], OTP_PROVIDER: 'twilio-verify' };
    expect(await flawsOf(verify)).not.toContain('warning no-app-name');
  });

  it('takes a public URL for a sign of a proxy', async () => {
    expect(await flawsOf({ ...SOUND, OTP_PUBLIC_URL: 'https://app.example/otp' })).toContain('warning shared-address');
  });

  it('tells what an attack can cost, by the price that it is told', async () => {
    const usual = (await findingsOf(SOUND)).find(({ code }) => code === 'attack-cost')?.message;
    expect(usual).toContain('2,400 messages (120 USD) from one address, 7,200 messages (360 USD) from one network');
    expect(usual).toContain('OTP_REQUESTS_PER_HOUR is not set');
    const capped = { ...SOUND, OTP_REQUESTS_PER_HOUR: '50', OTP_MESSAGE_PRICE_USD: '0.2' };
    const told = (await findingsOf(capped)).find(({ code }) => code === 'attack-cost')?.message;
    expect(told).toContain('altogether at most 1,200 messages (240 USD). A message costs 0.2 USD.');
  });

  it('finds fault with no cooldown wherever it is', async () => {
    const findings = await findingsOf({ ...SOUND, NODE_ENV: 'test', OTP_COOLDOWN_SECONDS: '0' });
    const found = findings.filter(({ message }) => message.includes('policy.cooldownsMs'));
    expect(found).toHaveLength(1);
  });
});

describe('a base URL in production', () => {
  const loopback = [
    'http://127.0.0.1:4025',
    'https://localhost:8443',
    'http://api.localhost',
    'http://127.1',
    'http://2130706433',
    'http://0.0.0.0:4025',
    'http://[::1]:4025',
    'http://[::ffff:127.0.0.1]',
    'HTTP://LOCALHOST.:4025',
  ];

  it.each(loopback)('is refused where it leads to this machine: %s', async (url) => {
    const environment = { ...SOUND, TWILIO_BASE_URL: url };
    const problems = await problemsOf(environment);
    expect(Object.keys(problems)).toEqual(['provider.0.baseUrl']);
    expect(problems['provider.0.baseUrl']).toMatch(
      /^\(TWILIO_BASE_URL\) leads to this machine.*OTP_ALLOW_INSECURE_BASE_URL=1/,
    );
    expect(await flawsOf(environment)).toEqual(['problem insecure-base-url']);
  });

  it.each([
    ['telnyx', 'TELNYX_BASE_URL'],
    ['telnyx-verify', 'TELNYX_BASE_URL'],
    ['sinch', 'SINCH_BASE_URL'],
    ['sinch-sms', 'SINCH_SMS_BASE_URL'],
    ['sns', 'AWS_ENDPOINT_URL_SNS'],
    ['twilio-verify', 'TWILIO_BASE_URL'],
    ['http-gateway', 'SMS_ENDPOINT'],
  ] as const)(
    'is refused over plain http and on this machine for %s, by whichever variable',
    async (name, variable) => {
      for (const url of ['http://vendor.example/v1', 'http://127.0.0.1:4025/v1']) {
        const problems = await problemsOf({ ...environmentOf(name), NODE_ENV: 'production', [variable]: url });
        expect(Object.values(problems)).toEqual([expect.stringContaining(`(${variable})`)]);
        expect(JSON.stringify(problems)).toContain('OTP_ALLOW_INSECURE_BASE_URL=1');
      }
    },
  );

  it('is refused for a retired provider as well', async () => {
    const retired = {
      ...SOUND,
      ...ACCOUNTS.sinch,
      OTP_RETIRED_PROVIDERS: 'sinch',
      SINCH_BASE_URL: 'http://127.0.0.1:9',
    };
    expect(Object.keys(await problemsOf(retired))).toEqual(['retired.0.baseUrl']);
  });

  it('is taken on purpose: on this machine for all, over plain http for a gateway', async () => {
    const onPurpose = { NODE_ENV: 'production', OTP_ALLOW_INSECURE_BASE_URL: '1' };
    expect(await problemsOf({ ...SOUND, ...onPurpose, TWILIO_BASE_URL: 'http://127.0.0.1:4025' })).toEqual({});
    const gateway = { ...environmentOf('http-gateway'), ...onPurpose, SMS_ENDPOINT: 'http://10.0.0.7:13013/send' };
    expect(await problemsOf(gateway)).toEqual({});
    const telnyx = { ...environmentOf('telnyx'), ...onPurpose, TELNYX_BASE_URL: 'http://10.0.0.7' };
    expect((await problemsOf(telnyx))['provider.baseUrl']).toContain('must start with https://');
  });

  it.each(['development', 'test', 'staging', ''])('is taken on this machine where NODE_ENV is %j', async (NODE_ENV) => {
    expect(await problemsOf({ ...SOUND, NODE_ENV, TWILIO_BASE_URL: 'http://127.0.0.1:4025' })).toEqual({});
  });

  it.each(['https://localhost.example', 'https://127.0.0.1.example', 'https://api.telnyx.com'])(
    'is taken where it only looks like this machine: %s',
    async (url) => {
      expect(await problemsOf({ ...environmentOf('telnyx'), NODE_ENV: 'production', TELNYX_BASE_URL: url })).toEqual(
        {},
      );
    },
  );
});
