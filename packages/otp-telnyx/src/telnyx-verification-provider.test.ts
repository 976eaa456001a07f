import { OtpConfigurationError } from '@countersign/otp-core/adapter';
import type { CheckInput, PhoneNumber } from '@countersign/otp-core/spec';
import { describe, expect, it } from 'vitest';
import { TELNYX_ERROR_CODES } from './telnyx-errors.ts';
import {
  createTelnyxVerificationProvider,
  type TelnyxVerificationProviderOptions,
} from './telnyx-verification-provider.ts';
import { mockTelnyx } from './test-support/mock-telnyx.ts';
import { API_KEY, CODE, expectNoSecretIn, MESSAGE } from './test-support/secrets.ts';
import {
  checkAnswer,
  errorAnswer,
  PROFILE_ID,
  VERIFICATION_ID,
  verificationAnswer,
} from './test-support/telnyx-answers.ts';

const telnyx = mockTelnyx();
const TO = MESSAGE.to as PhoneNumber;
const RIGHT: CheckInput = { to: TO, reference: VERIFICATION_ID, code: CODE };

function createProvider(options: object = {}) {
  return createTelnyxVerificationProvider({ apiKey: API_KEY, verifyProfileId: PROFILE_ID, ...options });
}

function problemsOf(options: unknown): string[] {
  try {
    createTelnyxVerificationProvider(options as TelnyxVerificationProviderOptions);
    return [];
  } catch (error) {
    if (!(error instanceof OtpConfigurationError)) throw error;
    expectNoSecretIn(error, error.message, error.problems);
    return error.problems.map((problem) => problem.option);
  }
}

describe('createTelnyxVerificationProvider', () => {
  it('is a provider that claims no more than Telnyx documents', () => {
    expect(createProvider()).toMatchObject({
      specificationVersion: 'v1',
      kind: 'verification-provider',
      providerId: 'telnyx-verify',
      capabilities: { concurrency: 'per-number', codeLength: 5, maxChecks: null, checkByNumber: true },
    });
    expect(createProvider({ codeLength: 6 }).capabilities.codeLength).toBe(6);
    expect('cancel' in createProvider()).toBe(false);
  });

  it.each([
    ['the profile’s life of a code', {}, {}],
    ['a life of its own', { codeTtlMs: 120_000 }, { timeout_secs: 120 }],
  ])('starts by exactly the request that Telnyx documents, with %s', async (_what, options, expected) => {
    const requests = telnyx.answers(200, verificationAnswer(TO, { timeout_secs: 120 }));
    expect(await createProvider(options).start({ to: TO, locale: 'it', ip: '192.0.2.1' })).toEqual({
      status: 'accepted',
      reference: VERIFICATION_ID,
      ttlMs: 120_000,
    });
    expect(requests).toHaveLength(1);
    expect(requests[0]?.method).toBe('POST');
    expect(requests[0]?.url).toBe('https://api.telnyx.com/v2/verifications/sms');
    expect(requests[0]?.headers.get('authorization')).toBe(`Bearer ${API_KEY}`);
    expect(await requests[0]?.json()).toEqual({ phone_number: TO, verify_profile_id: PROFILE_ID, ...expected });
  });

  it.each([
    ['by reference', RIGHT, `/verifications/${VERIFICATION_ID}/actions/verify`, { code: CODE }],
    [
      'by number',
      { ...RIGHT, reference: null },
      `/verifications/by_phone_number/${TO}/actions/verify`,
      { code: CODE, verify_profile_id: PROFILE_ID },
    ],
  ])('checks %s by exactly the request that Telnyx documents', async (_how, input, path, body) => {
    const requests = telnyx.answers(200, checkAnswer(TO, 'accepted'));
    expect(await createProvider().check(input)).toEqual({ status: 'approved', phoneNumber: TO });
    expect(requests).toHaveLength(1);
    expect(requests[0]?.method).toBe('POST');
    expect(requests[0]?.url).toBe(`https://api.telnyx.com/v2${path}`);
    expect(await requests[0]?.json()).toEqual(body);
  });

  it.each([
    ['nothing', {}],
    ['no id', { id: null }],
    ['an id that shows the number', { id: `v-${TO.slice(1)}` }],
    ['an id that shows the key', { id: API_KEY }],
    ['another number', { phone_number: '+393920000000' }],
    ['no number', { phone_number: undefined }],
    ['a verification that has failed', { status: 'error' }],
    ['a verification that has ended', { status: 'expired' }],
  ])('is not certain of a start that is answered with %s', async (what, changes) => {
    const requests = telnyx.answers(200, what === 'nothing' ? {} : verificationAnswer(TO, changes));
    const outcome = await createProvider().start({ to: TO });
    expect(outcome).toMatchObject({ status: 'unknown', failure: { category: 'unknown', statusCode: 200 } });
    expect(requests).toHaveLength(1);
    expectNoSecretIn(outcome);
  });

  it.each(['5', 0, 1e9, null])('tells no life of a code that can be none: %j', async (seconds) => {
    telnyx.answers(200, verificationAnswer(TO, { timeout_secs: seconds }));
    expect(await createProvider().start({ to: TO })).toEqual({ status: 'accepted', reference: VERIFICATION_ID });
  });

  it.each([
    ['a wrong code', 200, checkAnswer(TO, 'rejected'), { status: 'mismatch' }],
    ['a verification that is not there', 404, errorAnswer('10005'), { status: 'not-found' }],
    ['none there, told by another status', 400, errorAnswer('10005'), { status: 'not-found' }],
    [
      'another number',
      200,
      checkAnswer('+393920000000', 'accepted'),
      { status: 'approved', phoneNumber: '+393920000000' },
    ],
  ])('tells %s', async (_what, status, body, expected) => {
    const requests = telnyx.answers(status, body);
    expect(await createProvider().check(RIGHT)).toEqual(expected);
    expect(requests).toHaveLength(1);
  });

  it.each([
    ['an approval without a number', 200, { data: { response_code: 'accepted' } }, 'unknown'],
    ['an approval for what is no number', 200, checkAnswer('anybody', 'accepted'), 'unknown'],
    ['a verdict nobody knows', 200, checkAnswer(TO, 'ACCEPTED'), 'unknown'],
    ['a verdict behind __proto__', 200, `{"__proto__":${JSON.stringify(checkAnswer(TO, 'accepted'))}}`, 'unknown'],
    ['an approval whose status is a failure', 500, checkAnswer(TO, 'accepted'), 'unavailable'],
    ['nothing', 200, '', 'unknown'],
    ['a 404 that is not Telnyx’s', 404, '<html>', 'configuration'],
    ['a key that is not accepted', 401, errorAnswer('10009'), 'authentication'],
    ['a limit', 429, errorAnswer('10011'), 'rate-limited'],
  ] as const)('knows nothing after %s', async (_what, status, body, category) => {
    const requests = telnyx.answers(status, body);
    const outcome = await createProvider().check(RIGHT);
    expect(outcome).toMatchObject({ status: 'unknown', failure: { category, providerId: 'telnyx-verify' } });
    expect(requests).toHaveLength(1);
    expectNoSecretIn(outcome);
  });

  it.each([...TELNYX_ERROR_CODES])('reads the error code %s of a start', async (code, { category }) => {
    const requests = telnyx.answers(400, errorAnswer(code));
    const outcome = await createProvider().start({ to: TO });
    expect(outcome).toMatchObject({
      status: ['10007', '10008'].includes(code) ? 'unknown' : 'refused',
      failure: { category, providerCode: code, statusCode: 400 },
    });
    expect(requests).toHaveLength(1);
    expectNoSecretIn(outcome);
  });

  it.each([
    ['by reference', RIGHT],
    ['by number', { ...RIGHT, reference: null }],
  ])('does not show an error code that is the code of a check %s', async (_how, input) => {
    telnyx.answers(400, errorAnswer('40310'));
    const outcome = await createProvider().check({ ...input, code: '40310' });
    expect(outcome).toMatchObject({ status: 'unknown', failure: { category: 'invalid-recipient' } });
    expect(JSON.stringify(outcome)).not.toContain('40310');
  });

  it.each([
    ['Unicode digits', { ...RIGHT, code: '٨٠٤٦١' }, 'mismatch'],
    ['a code with a line break', { ...RIGHT, code: '80461\n' }, 'mismatch'],
    ['a code of 5 MB', { ...RIGHT, code: '8'.repeat(5_000_000) }, 'mismatch'],
    ['a path for a reference', { ...RIGHT, reference: '../../messages' }, 'not-found'],
    ['no reference', { to: TO, code: CODE }, 'not-found'],
    ['no number', { ...RIGHT, to: '' }, 'not-found'],
    ['nothing', undefined, 'not-found'],
  ])('does not ask about %s', async (_what, input, status) => {
    const requests = telnyx.answers(200, checkAnswer(TO, 'accepted'));
    expect(await createProvider().check(input as CheckInput)).toEqual({ status });
    expect(requests).toHaveLength(0);
  });

  it('asks nothing with a signal that is none', async () => {
    const requests = telnyx.answers(200, checkAnswer(TO, 'accepted'));
    const options = { signal: 'soon' as unknown as AbortSignal };
    expect(await createProvider().start({ to: TO }, options)).toMatchObject({ status: 'refused' });
    expect(await createProvider().check(RIGHT, options)).toMatchObject({ status: 'unknown' });
    expect(requests).toHaveLength(0);
  });

  it.each([
    ['nothing', undefined, ['options', 'verifyProfileId', 'apiKey']],
    ['a profile that is none', { apiKey: API_KEY, verifyProfileId: 'main' }, ['verifyProfileId']],
    ['codes that are too short', { apiKey: API_KEY, verifyProfileId: PROFILE_ID, codeLength: 3 }, ['codeLength']],
    ['half a second', { apiKey: API_KEY, verifyProfileId: PROFILE_ID, codeTtlMs: 60_500 }, ['codeTtlMs']],
    ['an hour', { apiKey: API_KEY, verifyProfileId: PROFILE_ID, codeTtlMs: 3_600_000 }, ['codeTtlMs']],
    ['a provider id that is none', { apiKey: API_KEY, verifyProfileId: PROFILE_ID, providerId: '' }, ['providerId']],
    ['a misspelt option', { apiKey: API_KEY, verifyProfileId: PROFILE_ID, codelength: 6 }, ['codelength']],
  ])('refuses options with %s', (_what, options, expected) => {
    expect(problemsOf(options)).toEqual(expected);
  });
});
