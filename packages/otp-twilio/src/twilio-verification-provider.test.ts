import type { CheckInput, StartInput } from '@countersign/otp-core/spec';
import { describe, expect, it } from 'vitest';
import {
  ACCOUNT,
  ACCOUNT_SID,
  AUTH_TOKEN,
  CODE,
  checkAnswer,
  errorAnswer,
  expectNoSecretIn,
  SERVICE_SID,
  TO,
  VERIFICATION_SID,
  verificationAnswer,
} from './test-support/account.ts';
import { interceptWire, readForm } from './test-support/wire.ts';
import type { TwilioVerifyOptions } from './twilio-verification-options.ts';
import { createTwilioVerificationProvider } from './twilio-verification-provider.ts';

const answerAll = interceptWire();
const SERVICE = `https://verify.twilio.com/v2/Services/${SERVICE_SID}`;

function createProvider(options: Partial<TwilioVerifyOptions> = {}) {
  return createTwilioVerificationProvider({ ...ACCOUNT, serviceSid: SERVICE_SID, ...options });
}

async function startWith(options: Partial<TwilioVerifyOptions>, input: Partial<StartInput> = {}) {
  const records = answerAll(201, verificationAnswer());
  const outcome = await createProvider(options).start({ to: TO, ...input });
  return { outcome, records, form: readForm(records[0]) };
}

async function checkAgainst(status: number, body: object, input: Partial<CheckInput> = {}) {
  const records = answerAll(status, body as Record<string, string>);
  const outcome = await createProvider().check({ to: TO, reference: VERIFICATION_SID, code: CODE, ...input });
  return { outcome, records, form: readForm(records[0]) };
}

describe('createTwilioVerificationProvider', () => {
  it('is a provider of the first specification that keeps one verification for each number', () => {
    const provider = createProvider({ codeLength: 8 });
    expect(provider).toMatchObject({
      specificationVersion: 'v1',
      kind: 'verification-provider',
      providerId: 'twilio-verify',
      capabilities: { concurrency: 'per-number', codeLength: 8, maxChecks: 5, checkByNumber: true },
    });
    expect(Object.isFrozen(provider) && Object.isFrozen(provider.capabilities)).toBe(true);
    expectNoSecretIn(provider);
  });

  describe('start', () => {
    it('makes exactly the request that Twilio documents', async () => {
      const { outcome, records } = await startWith({});
      expect(outcome).toEqual({ status: 'accepted', reference: VERIFICATION_SID, ttlMs: 600_000 });
      expect(records).toHaveLength(1);
      const [record] = records;
      expect(record?.method).toBe('POST');
      expect(record?.url).toBe(`${SERVICE}/Verifications`);
      const credentials = Buffer.from(`${ACCOUNT_SID}:${AUTH_TOKEN}`).toString('base64');
      expect(record?.headers.get('authorization')).toBe(`Basic ${credentials}`);
      expect(readForm(record)).toEqual({ To: TO, Channel: 'sms' });
    });

    it('says all that it was configured to say', async () => {
      const { form } = await startWith({
        customFriendlyName: 'Così & Co',
        appHash: 'He42w354ol9',
        templateSid: `HJ${'1'.repeat(32)}`,
        templateSubstitutions: { product: 'Bank' },
        rateLimits: { tenant: 'a' },
        locale: 'pt-BR',
      });
      expect(form).toEqual({
        To: TO,
        Channel: 'sms',
        CustomFriendlyName: 'Così & Co',
        AppHash: 'He42w354ol9',
        TemplateSid: `HJ${'1'.repeat(32)}`,
        TemplateCustomSubstitutions: '{"product":"Bank"}',
        RateLimits: '{"tenant":"a"}',
        Locale: 'pt-BR',
      });
    });

    it.each(['sms', 'call', 'whatsapp', 'auto'] as const)('sends by %s', async (channel) => {
      expect((await startWith({ channel })).form).toEqual({ To: TO, Channel: channel });
    });

    it.each([
      ['de', 'de'],
      ['de-CH', 'de'],
      ['en-gb', 'en-GB'],
      ['EN-US', 'en'],
      ['pt-BR', 'pt-BR'],
      ['pt-PT', 'pt'],
      ['zh-Hant-TW', 'zh-HK'],
      ['zh-Hans', 'zh'],
      ['no', 'nb'],
      ['fil-PH', 'tl'],
      ['cy', undefined],
      ['constructor', undefined],
      ['', undefined],
      ['x'.repeat(5_000_000), undefined],
      [7, undefined],
    ])('asks for the language %s as %s', async (locale, expected) => {
      expect((await startWith({}, { locale: locale as string })).form.Locale).toBe(expected);
    });

    it('falls back on its own language', async () => {
      expect((await startWith({ locale: 'cy' }, { locale: 'xx' })).form.Locale).toBe('cy');
      expect((await startWith({ locale: 'cy' }, { locale: 'fr' })).form.Locale).toBe('fr');
    });

    it.each([
      ['203.0.113.7', {}, '203.0.113.7'],
      ['2001:db8::1', {}, '2001:db8::1'],
      ['203.0.113.7', { deviceIp: 'withhold' }, undefined],
      ['localhost', {}, undefined],
      [7, {}, undefined],
    ] as const)('tells the address %s of the client under %j', async (ip, options, expected) => {
      expect((await startWith(options, { ip: ip as string })).form.DeviceIp).toBe(expected);
    });

    it('counts each request by what a function says of it', async () => {
      const rateLimits = ({ ip }: StartInput) => (ip === undefined ? {} : { end_user_ip: ip });
      expect((await startWith({ rateLimits }, { ip: '203.0.113.7' })).form.RateLimits).toBe(
        '{"end_user_ip":"203.0.113.7"}',
      );
      expect((await startWith({ rateLimits })).form.RateLimits).toBe(undefined);
    });

    it.each([
      ['throws', () => expect.fail(`${TO} ${CODE}`)],
      ['gives nothing', () => undefined],
      ['gives a number', () => ({ ip: 7 })],
      ['gives a promise', () => Promise.reject(new Error('later'))],
    ])('starts nothing uncounted where that function %s', async (_what, rateLimits) => {
      const { outcome, records } = await startWith({ rateLimits: rateLimits as never });
      expect(outcome).toMatchObject({ status: 'refused', failure: { category: 'configuration' } });
      expect(records).toHaveLength(0);
      expectNoSecretIn(outcome);
    });

    it('tells what is left of the life of a code that is sent again', async () => {
      answerAll(201, verificationAnswer({ date_updated: '2026-11-20T12:03:20Z' }));
      expect(await createProvider().start({ to: TO })).toMatchObject({ status: 'accepted', ttlMs: 400_000 });
      expect(await createProvider({ codeTtlSeconds: 120 }).start({ to: TO })).toMatchObject({ ttlMs: 1 });
    });

    it.each([
      ['no time', { date_created: null }],
      ['a time that is none', { date_updated: 'soon' }],
    ])('knows no life where Twilio tells %s', async (_what, changes) => {
      answerAll(201, verificationAnswer(changes));
      expect(await createProvider().start({ to: TO })).toEqual({ status: 'accepted', reference: VERIFICATION_SID });
    });

    it.each([
      ['nothing', {}],
      ['a SID of another kind', verificationAnswer({ sid: SERVICE_SID })],
      ['a verification that has ended', verificationAnswer({ status: 'canceled' })],
      ['another number', verificationAnswer({ to: '+14155550199' })],
      ['itself by the number', verificationAnswer({ sid: `VE${TO.slice(1).padStart(32, '0')}` })],
      ['itself by the auth token', verificationAnswer({ sid: `VE${AUTH_TOKEN}` })],
    ])('is not certain of a success that names %s', async (_what, body) => {
      const records = answerAll(201, body as Record<string, string>);
      const outcome = await createProvider().start({ to: TO });
      expect(outcome).toMatchObject({ status: 'unknown', failure: { category: 'unknown' } });
      expect(records).toHaveLength(1);
      expectNoSecretIn(outcome);
    });
  });

  describe('check', () => {
    it('asks by SID', async () => {
      const { outcome, records, form } = await checkAgainst(200, checkAnswer());
      expect(outcome).toEqual({ status: 'approved', phoneNumber: TO });
      expect(records).toHaveLength(1);
      expect([records[0]?.method, records[0]?.url]).toEqual(['POST', `${SERVICE}/VerificationCheck`]);
      expect(form).toEqual({ Code: CODE, VerificationSid: VERIFICATION_SID });
    });

    it('asks by number where there is no reference', async () => {
      const { outcome, form } = await checkAgainst(201, checkAnswer(), { reference: null });
      expect(outcome).toEqual({ status: 'approved', phoneNumber: TO });
      expect(form).toEqual({ Code: CODE, To: TO });
    });

    it('names the number that was approved, whichever was asked', async () => {
      const { outcome } = await checkAgainst(200, checkAnswer({ to: '+14155550199' }));
      expect(outcome).toEqual({ status: 'approved', phoneNumber: '+14155550199' });
    });

    it.each([
      ['pending', 'mismatch'],
      ['max_attempts_reached', 'exhausted'],
      ['expired', 'expired'],
      ['canceled', 'not-found'],
      ['deleted', 'not-found'],
      ['failed', 'not-found'],
    ])('reads the status %s as %s', async (status, expected) => {
      const { outcome } = await checkAgainst(200, checkAnswer({ status, valid: false }));
      expect(outcome).toEqual({ status: expected });
    });

    it.each([
      ['approved, but not valid', checkAnswer({ valid: false })],
      ['approved and valid in words', checkAnswer({ valid: 'true' })],
      ['valid, but pending', checkAnswer({ status: 'pending' })],
      ['approved for no number', checkAnswer({ to: undefined })],
      ['a status of the future', checkAnswer({ status: 'granted' })],
      ['nothing', {}],
    ])('approves nothing that is %s', async (_what, body) => {
      const { outcome } = await checkAgainst(200, body);
      expect(outcome).toMatchObject({ status: 'unknown', failure: { category: 'unknown' } });
      expectNoSecretIn(outcome);
    });

    it.each([
      [404, 20404, { status: 'not-found' }],
      [429, 60202, { status: 'exhausted' }],
      [429, 20429, { status: 'unknown', failure: { category: 'rate-limited' } }],
      [400, 60200, { status: 'unknown', failure: { category: 'configuration', providerCode: '60200' } }],
      [401, 20003, { status: 'unknown', failure: { category: 'authentication' } }],
      [500, 20500, { status: 'unknown', failure: { category: 'unavailable' } }],
    ])('reads %i with %i', async (status, code, expected) => {
      const { outcome, records } = await checkAgainst(status, errorAnswer(code, status));
      expect(outcome).toMatchObject(expected);
      expect(records).toHaveLength(1);
      expectNoSecretIn(outcome);
    });

    it.each([
      [400, 60200, 'configuration'],
      [401, 20003, 'authentication'],
      [400, 81357, 'unknown'],
    ])(
      'takes %i with %i for what it means, and does not show it where it is the code',
      async (status, code, category) => {
        const { outcome } = await checkAgainst(status, errorAnswer(code, status), { code: String(code) });
        expect(outcome).toMatchObject({ status: 'unknown', failure: { category } });
        expect(JSON.stringify(outcome)).not.toContain(String(code));
      },
    );

    it.each([
      [{ code: '123' }, 'mismatch'],
      [{ code: '12345678901' }, 'mismatch'],
      [{ code: '12 456' }, 'mismatch'],
      [{ reference: SERVICE_SID }, 'not-found'],
      [{ reference: `${VERIFICATION_SID}/..` }, 'not-found'],
      [{ to: '0041' as never, reference: null }, 'not-found'],
    ])('does not put %j to Twilio, which would count it', async (input, status) => {
      const { outcome, records } = await checkAgainst(200, checkAnswer(), input);
      expect(outcome).toEqual({ status });
      expect(records).toHaveLength(0);
    });
  });

  describe('cancel', () => {
    it('ends the verification', async () => {
      const records = answerAll(200, verificationAnswer({ status: 'canceled' }));
      await createProvider().cancel?.(VERIFICATION_SID);
      expect(records).toHaveLength(1);
      expect([records[0]?.method, records[0]?.url]).toEqual(['POST', `${SERVICE}/Verifications/${VERIFICATION_SID}`]);
      expect(readForm(records[0])).toEqual({ Status: 'canceled' });
    });

    it('asks nothing about what is no verification', async () => {
      const records = answerAll(200, verificationAnswer());
      for (const reference of ['', SERVICE_SID, `${VERIFICATION_SID}?a=b`, null, {}]) {
        await createProvider().cancel?.(reference as string);
      }
      expect(records).toHaveLength(0);
    });
  });
});
