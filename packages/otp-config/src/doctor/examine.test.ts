import { describe, expect, it } from 'vitest';
import { ACCOUNTS, environmentOf } from '../test-support/environments.ts';
import { CHECK_CODES } from './check-codes.ts';
import { examine } from './examine.ts';
import type { Finding } from './finding.ts';

const GOOD_SECRET = 'pV3tq0mJw7Zr5Yk1uXcD9sLfH2bNeT8gQaRiOvW6';
const NOW_MS = Date.UTC(2026, 11, 1);

async function findingsOf(
  environment: Readonly<Record<string, string>>,
  isInstalled: (name: string) => boolean = () => true,
): Promise<readonly Finding[]> {
  const { findings } = await examine({ environment, nowMs: NOW_MS, isInstalled });
  for (const { code } of findings) expect(CHECK_CODES).toHaveProperty(code);
  return findings;
}

/** Level and code of all but what is well. */
const flawsOf = (findings: readonly Finding[]) =>
  findings.filter(({ level }) => level !== 'ok').map(({ level, code }) => `${level} ${code}`);

const sound = {
  ...environmentOf('http-gateway'),
  OTP_SECRET: GOOD_SECRET,
  OTP_APP_NAME: 'Acme',
  OTP_REQUESTS_PER_HOUR: '500',
};

describe('examine', () => {
  it('finds nothing wrong with a sound environment, and tells the chance of a guess', async () => {
    const findings = await findingsOf({ ...sound, NODE_ENV: 'production', OTP_STORE: 'redis://cache.example' });
    expect(flawsOf(findings)).toEqual([]);
    expect(findings.map(({ code }) => code)).toEqual(['settings', 'guessing-chance', 'attack-cost']);
    expect(findings[1]?.message).toBe(
      'An attacker has at most a 1 in 11,000 chance a year of guessing a code for one number (target: 1 in 10,000). For one challenge the chance is 1 in 200,000.',
    );
  });

  it('reports what createOtpFromEnv would refuse, each as a problem', async () => {
    const findings = await findingsOf({ OTP_PROVIDER: 'twilio', TWILIO_ACCOUNT_SID: 'AC1', OTP_LENGHT: '6' });
    expect(flawsOf(findings)).toEqual([
      'problem wrong-shape',
      'problem unknown-variable',
      'problem missing-setting',
      'problem missing-setting',
      'problem missing-setting',
    ]);
  });

  it('has adapters and engine judge what is theirs', async () => {
    const findings = await findingsOf({
      ...sound,
      SMS_ENDPOINT: 'http://gateway.example/send',
      OTP_ORIGIN_HOST: 'a/b',
    });
    expect(flawsOf(findings)).toEqual(['problem refused-setting', 'problem refused-setting']);
    expect(findings.some(({ message }) => message.startsWith('provider.endpoint (SMS_ENDPOINT)'))).toBe(true);
  });

  it('misses SDKs and clients that are loaded with the first message only', async () => {
    const environment = { ...environmentOf('twilio', 'sns'), OTP_SECRET: GOOD_SECRET, OTP_STORE: 'redis://localhost' };
    const findings = await findingsOf(environment, (name) => name === 'twilio');
    expect(findings.filter(({ code }) => code === 'missing-package').map(({ message }) => message)).toEqual([
      'sns needs a package that is not installed: npm install @aws-sdk/client-sns.',
      'The store needs a package that is not installed: npm install ioredis.',
    ]);
    expect(flawsOf(await findingsOf(environment, (name) => name !== 'ioredis'))).toEqual([]);
  });

  it('points at a weak policy, and at the price of binding by number', async () => {
    const findings = await findingsOf({ ...sound, OTP_LENGTH: '4', OTP_BINDING: 'number' });
    expect(flawsOf(findings)).toEqual(expect.arrayContaining(['warning weak-policy', 'warning binding-by-number']));
    const binding = findings.find(({ code }) => code === 'binding-by-number');
    expect(binding?.message).toContain("anyone who knows the number can use up the tries of its owner's code");
  });

  it('points at a limit by country where nobody knows countries', async () => {
    const limited = { ...sound, OTP_REQUESTS_PER_COUNTRY_PER_HOUR: '100' };
    expect(flawsOf(await findingsOf(limited))).toEqual(['warning weak-policy']);
    expect(flawsOf(await findingsOf({ ...limited, OTP_ALLOWED_COUNTRIES: 'IT' }))).toEqual([]);
  });

  it('composes the message, and names the character that makes it two', async () => {
    const twoSegments = async (environment: Readonly<Record<string, string>>) => {
      const findings = await findingsOf({ ...sound, ...environment });
      return findings.filter(({ code }) => code === 'second-segment').map(({ message }) => message);
    };
    expect(await twoSegments({ OTP_APP_NAME: 'Café Zoë', OTP_ORIGIN_HOST: 'login.cafe-zoe.example' })).toEqual([
      expect.stringContaining(
        'The character ë (U+00EB) of message.appName (OTP_APP_NAME) is not in the GSM-7 alphabet',
      ),
    ]);
    // The text with the longest code a number can get.
    expect(await twoSegments({ OTP_APP_NAME: 'Łódź Bank' })).toEqual([
      expect.stringMatching(/takes 2 segments .*"Your Łódź Bank code is 00000000\. It .*The character Ł \(U\+0141\)/),
    ]);
    expect(await twoSegments({ OTP_APP_NAME: 'Acme', OTP_ORIGIN_HOST: `${'sub-domain.'.repeat(8)}example` })).toEqual([
      expect.stringContaining('and one segment holds 160. Shorten it.'),
    ]);
    // What is left out, or put together, costs nothing.
    for (const OTP_APP_NAME of ['Ac\u200bme', '\ufeffAcme', 'Café'.normalize('NFD'), 'Ацме']) {
      expect(await twoSegments({ OTP_APP_NAME })).toEqual([]);
    }
    expect(await twoSegments({ ...environmentOf('twilio-verify'), OTP_APP_NAME: 'Łódź Bank' })).toEqual([]);
    expect(await twoSegments({ OTP_APP_NAME: 'x'.repeat(31) })).toEqual([]);
  });

  it("reckons with the length of a provider's codes", async () => {
    const findings = await findingsOf({ ...environmentOf('sinch'), OTP_SECRET: GOOD_SECRET });
    const weak = findings.filter(({ code }) => code === 'weak-policy').map(({ message }) => message);
    expect(weak).toContainEqual(expect.stringMatching(/^provider\.capabilities\.codeLength is 4/));
  });

  it.each([
    [{ OTP_INSTANCES: '3' }, 'problem shared-memory-store'],
    [{ WEB_CONCURRENCY: '4' }, 'problem shared-memory-store'],
    [{ NODE_APP_INSTANCE: '2' }, 'problem shared-memory-store'],
    [{ OTP_INSTANCES: '2', OTP_STORE: 'pglite:./data' }, 'problem shared-memory-store'],
    [{ KUBERNETES_SERVICE_HOST: '10.0.0.1' }, 'warning shared-memory-store'],
    [{ NODE_ENV: 'production' }, 'warning memory-store'],
  ])('points at a store of one process with %j', async (settings, flaw) => {
    expect(flawsOf(await findingsOf({ ...sound, ...settings }))).toEqual([flaw]);
  });

  it.each([
    [{ OTP_INSTANCES: '1', WEB_CONCURRENCY: '4' }],
    [{ OTP_INSTANCES: '3', OTP_STORE: 'redis://localhost' }],
    [{ KUBERNETES_SERVICE_HOST: '10.0.0.1', OTP_INSTANCES: '1' }],
    [{ NODE_APP_INSTANCE: '0' }],
  ])('is content with %j', async (settings) => {
    expect(flawsOf(await findingsOf({ ...sound, ...settings }))).toEqual([]);
  });

  it('points at receipts over plain http', async () => {
    const twilio = { ...environmentOf('twilio'), OTP_SECRET: GOOD_SECRET };
    const findings = await findingsOf({ ...twilio, TWILIO_STATUS_CALLBACK: 'http://app.example/receipts' });
    expect(flawsOf(findings)).toEqual(['warning plain-http']);
    expect(flawsOf(await findingsOf({ ...twilio, TWILIO_BASE_URL: 'http://127.0.0.1:4025' }))).toEqual([]);
  });

  it.each([
    [
      'twilio',
      { OTP_PUBLIC_URL: 'https://app.example/otp' },
      [],
      'expected at https://app.example/otp/webhooks/twilio',
    ],
    ['twilio', { OTP_PUBLIC_URL: 'http://app.example' }, ['warning plain-http'], 'OTP_PUBLIC_URL is not https'],
    ['telnyx', { OTP_PUBLIC_URL: 'https://app.example' }, ['warning incomplete-receipts'], 'without TELNYX_PUBLIC_KEY'],
    [
      'telnyx',
      { TELNYX_WEBHOOK_URL: 'https://a.example' },
      ['warning incomplete-receipts'],
      'TELNYX_WEBHOOK_URL is set',
    ],
    ['sinch-sms', { SINCH_WEBHOOK_SECRET: 'hidden-secret' }, ['warning incomplete-receipts'], 'set OTP_PUBLIC_URL'],
    ['sns', { AWS_SNS_TOPIC_ARNS: 'arn:aws:sns:eu-west-1:1:x' }, ['problem wrong-shape'], 'AWS_SNS_TOPIC_ARNS'],
  ] as const)('tells of %s with %j where receipts go, or what they lack', async (name, settings, flaws, told) => {
    const findings = await findingsOf({ ...environmentOf(name), OTP_SECRET: GOOD_SECRET, ...settings });
    expect(flawsOf(findings)).toEqual(flaws);
    expect(JSON.stringify(findings)).toContain(told);
    expect(JSON.stringify(findings)).not.toContain('hidden-secret');
  });

  it.each([
    ['twilio', {}, 'receipts'],
    ['telnyx', { TELNYX_WEBHOOK_URL: 'https://a.example' }, 'incomplete-receipts'],
    ['sinch', {}, 'receipts'],
  ] as const)(
    'tells once of the receipts of %s with %j, though it is retired as well',
    async (name, settings, code) => {
      const environment = { ...environmentOf(name), OTP_SECRET: GOOD_SECRET, OTP_PUBLIC_URL: 'https://app.example' };
      const told = async (retired: object) =>
        (await findingsOf({ ...environment, ...settings, ...retired })).filter((each) => each.code === code);
      expect(await told({})).toHaveLength(1);
      expect(await told({ OTP_RETIRED_PROVIDERS: name })).toEqual(await told({}));
    },
  );

  it.each([
    ['production', '+15555550100=424242@2026-12-30', ['warning test-numbers'], '30 more days'],
    ['production', '+15555550100=424242@2027-11-30', ['warning test-numbers'], 'weeks, not months'],
    ['production', '+15555550100=424242@2026-11-30', ['warning test-numbers'], '1 test number has ended'],
    ['production', '+15555550100=424242@2029-12-30', ['problem production-refusal'], 'within a year, by 2027-12-01'],
    ['staging', '+15555550100=424242', ['problem production-refusal'], 'unless NODE_ENV is development or test'],
    ['production', '+15555550100=424242', ['problem production-refusal'], 'needs a last day'],
    ['development', '+15555550100=424242', [], '1 test number has a code'],
  ])('points at test numbers in %s: %s', async (mode, numbers, flaws, told) => {
    const settings = { ...sound, NODE_ENV: mode, OTP_TEST_NUMBERS: numbers, OTP_STORE: 'redis://localhost' };
    const findings = await findingsOf(settings);
    expect(flawsOf(findings)).toEqual(flaws);
    expect(JSON.stringify(findings)).toContain(told);
    expect(JSON.stringify(findings)).not.toMatch(/424242|5550100/);
  });

  it('says when a retired provider may go, and which need not be named', async () => {
    const findings = await findingsOf({ ...sound, ...ACCOUNTS.sinch, OTP_RETIRED_PROVIDERS: 'sinch,twilio' });
    expect(flawsOf(findings)).toEqual(['warning needless-retired']);
    expect(findings.find(({ code }) => code === 'retired-provider')?.message).toMatch(
      /^sinch .* Remove it 10 minutes after/,
    );
  });

  it('asks for challenges as long as the codes of Twilio Verify', async () => {
    const verify = { ...environmentOf('twilio-verify'), OTP_SECRET: GOOD_SECRET };
    expect(flawsOf(await findingsOf(verify))).toContain('warning provider-code-life');
    const asLong = flawsOf(await findingsOf({ ...verify, OTP_TTL_SECONDS: '600' }));
    expect(asLong).not.toContain('warning provider-code-life');
  });

  it.each([
    ['changeme-changeme-changeme-changeme'],
    ['a'.repeat(44)],
    ['xyzw1vut'.repeat(5)],
    ['uvwuwvvuwvuuwvwuvwvuuvwwuvuwvvwuuwvuvw'],
  ])('takes %s for made up, and does not repeat it', async (secret) => {
    const findings = await findingsOf({ ...sound, OTP_SECRET: secret });
    expect(flawsOf(findings)).toEqual(['warning weak-secret']);
    expect(JSON.stringify(findings)).not.toContain(secret);
  });

  it('keeps a rotation from resetting the counters', async () => {
    const rotating = { ...sound, OTP_SECRET: `${[...GOOD_SECRET].reverse().join('')},${GOOD_SECRET}` };
    const findings = await findingsOf(rotating);
    expect(flawsOf(findings)).toEqual(['warning subject-secret']);
    expect(findings.some(({ code }) => code === 'secret-rotation')).toBe(true);
    expect(flawsOf(await findingsOf({ ...rotating, OTP_SUBJECT_SECRET: GOOD_SECRET }))).toEqual([]);
  });

  it('knows what others call a setting, and that an app may read it itself', async () => {
    const environment = { ...sound, OTP_EXPIRY_SECONDS: '300' };
    const [found] = (await findingsOf(environment)).filter(({ code }) => code === 'unknown-variable');
    expect(found).toMatchObject({ level: 'warning', message: expect.stringContaining('OTP_TTL_SECONDS is') });
  });

  it('leaves the settings of a hook to otp-hooks', async () => {
    const hook = { OTP_HOOK_PLATFORM: 'supabase', OTP_HOOK_KEY_SECRET: GOOD_SECRET, OTP_HOOK_SENDS_PER_HOUR: '500' };
    expect(flawsOf(await findingsOf({ ...sound, ...hook }))).toEqual([]);
    expect(flawsOf(await findingsOf({ ...sound, OTP_HOOKS_PLATFORM: 'x' }))).toEqual(['warning unknown-variable']);
  });

  it("warns of a variable that looks like ours, and may be somebody else's", async () => {
    expect(flawsOf(await findingsOf({ ...sound, OTP_VERSION: '27.1' }))).toEqual(['warning unknown-variable']);
  });
});
