import { createHash, createHmac } from 'node:crypto';
import type { CheckOutcome } from '@countersign/otp-core/spec';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { VERIFICATION_ERRORS, VERIFICATION_REASONS } from './sinch-errors.ts';
import type { SinchVerificationProviderOptions } from './sinch-verification-provider.ts';
import { createSinchVerificationProvider } from './sinch-verification-provider.ts';
import { APPLICATION, CODE, expectNoSecretIn, TO } from './test-support/secrets.ts';

const API = 'https://verification.api.sinch.com';
const PATH = '/verification/v1/verifications';
const BASIC = Buffer.from(`${APPLICATION.applicationKey}:${APPLICATION.applicationSecret}`).toString('base64');
const NOW = '2026-11-20T09:52:54.613Z';
const REFERENCE = '018beea3-a942-0094-4a3a-d6b2f2c65057';
const STARTED = { id: REFERENCE, method: 'sms', sms: { template: 'Your code is {{CODE}}', interceptionTimeout: 120 } };

const server = setupServer();
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

/** Answers whatever is asked, and keeps it. */
function sinchAnswers(status: number, content: unknown): Request[] {
  const requests: Request[] = [];
  server.use(
    http.all('*', ({ request }) => {
      requests.push(request.clone());
      const body = typeof content === 'string' ? content : JSON.stringify(content);
      return new HttpResponse(body, { status, headers: { 'Content-Type': 'application/json' } });
    }),
  );
  return requests;
}

function createProvider(options: Partial<SinchVerificationProviderOptions> = {}) {
  return createSinchVerificationProvider({ ...APPLICATION, clock: { now: () => Date.parse(NOW) }, ...options });
}

/** As Sinch's page describes it, written a second time. */
function signatureOf(method: string, path: string, body: string): string {
  const digest = createHash('md5').update(body).digest('base64');
  const text = `${method}\n${digest}\napplication/json\nx-timestamp:${NOW}\n${path}`;
  const key = Buffer.from(APPLICATION.applicationSecret, 'base64');
  return createHmac('sha256', key).update(text).digest('base64');
}

async function expectSigned(request: Request | undefined, method: string, path: string, body: string): Promise<void> {
  expect([request?.method, request?.url]).toEqual([method, `${API}${path}`]);
  expect(await request?.text()).toBe(body);
  expect(request?.headers.get('content-type')).toBe('application/json');
  expect(request?.headers.get('x-timestamp')).toBe(NOW);
  const signature = signatureOf(method, path, body);
  expect(request?.headers.get('authorization')).toBe(`Application ${APPLICATION.applicationKey}:${signature}`);
}

describe('createSinchVerificationProvider', () => {
  it('is a provider that keeps one verification a number and counts no wrong codes', () => {
    expect(createProvider()).toMatchObject({
      specificationVersion: 'v1',
      kind: 'verification-provider',
      providerId: 'sinch',
      capabilities: { concurrency: 'per-number', codeLength: 4, maxChecks: null, checkByNumber: true },
    });
    expect(createProvider({ codeLength: 6 }).capabilities.codeLength).toBe(6);
    expect(createProvider().cancel).toBeUndefined();
  });

  it('starts by exactly one signed request', async () => {
    const requests = sinchAnswers(200, STARTED);
    expect(await createProvider().start({ to: TO, locale: 'sv-SE' })).toEqual({
      status: 'accepted',
      reference: REFERENCE,
      ttlMs: 600_000,
    });
    expect(requests).toHaveLength(1);
    const body = `{"identity":{"type":"number","endpoint":"${TO}"},"method":"sms","smsOptions":{"codeType":"Numeric","expiry":"00:10:00"}}`;
    await expectSigned(requests[0], 'POST', PATH, body);
    expect(requests[0]?.headers.get('accept-language')).toBe('sv-SE');
  });

  it.each([
    [30_000, '00:00:30'],
    [301_000, '00:05:01'],
  ])('tells Sinch a life of %i ms as %s', async (expiryMs, expiry) => {
    const requests = sinchAnswers(200, STARTED);
    expect(await createProvider({ expiryMs }).start({ to: TO })).toMatchObject({ ttlMs: expiryMs });
    expect(await requests[0]?.json()).toMatchObject({ smsOptions: { expiry } });
  });

  it('starts by Basic where told so, without what Sinch takes of signed requests only', async () => {
    const requests = sinchAnswers(200, STARTED);
    const provider = createProvider({ authentication: 'basic' });
    expect(await provider.start({ to: TO })).toEqual({ status: 'accepted', reference: REFERENCE });
    const { applicationKey, applicationSecret } = APPLICATION;
    expect(requests[0]?.headers.get('authorization')).toBe(`Basic ${btoa(`${applicationKey}:${applicationSecret}`)}`);
    expect(requests[0]?.headers.has('x-timestamp')).toBe(false);
    expect(await requests[0]?.text()).toBe(`{"identity":{"type":"number","endpoint":"${TO}"},"method":"sms"}`);
  });

  it.each(['sv\r\nX: y', 'å', '', 'x'.repeat(5_000_000), 7, {}, undefined])(
    'leaves a language that is none to Sinch, case %#',
    async (locale) => {
      const requests = sinchAnswers(200, STARTED);
      expect((await createProvider().start({ to: TO, locale: locale as string })).status).toBe('accepted');
      expect(requests[0]?.headers.has('accept-language')).toBe(false);
    },
  );

  it('reports a code by id and by number, each by exactly one signed request', async () => {
    const requests = sinchAnswers(200, { id: REFERENCE, method: 'sms', status: 'SUCCESSFUL' });
    const approved = { status: 'approved', phoneNumber: null };
    expect(await createProvider().check({ to: TO, reference: REFERENCE, code: CODE })).toEqual(approved);
    expect(await createProvider().check({ to: TO, reference: null, code: CODE })).toEqual(approved);
    expect(requests).toHaveLength(2);
    const body = `{"method":"sms","sms":{"code":"${CODE}"}}`;
    await expectSigned(requests[0], 'PUT', `${PATH}/id/${REFERENCE}`, body);
    await expectSigned(requests[1], 'PUT', `${PATH}/number/${TO}`, body);
  });

  it('signs the path that Sinch sees, whatever stands before it', async () => {
    const requests = sinchAnswers(200, STARTED);
    await createProvider({ baseUrl: 'https://proxy.example/sinch/' }).start({ to: TO });
    expect(requests[0]?.url).toBe(`https://proxy.example/sinch${PATH}`);
    const signature = signatureOf('POST', PATH, (await requests[0]?.text()) ?? '');
    expect(requests[0]?.headers.get('authorization')).toBe(`Application ${APPLICATION.applicationKey}:${signature}`);
  });

  it.each([...VERIFICATION_ERRORS])('takes the code %s of a refused start for %s', async (code, { category }) => {
    const statusCode = Math.floor(Number(code) / 100);
    const requests = sinchAnswers(statusCode, { errorCode: Number(code), message: `Number ${TO} is invalid.` });
    const outcome = await createProvider().start({ to: TO });
    expect(outcome).toMatchObject({
      status: statusCode < 500 ? 'refused' : 'unknown',
      failure: { category, providerId: 'sinch', providerCode: code, statusCode },
    });
    expect(requests).toHaveLength(1);
    expectNoSecretIn(outcome);
  });

  it.each([
    [400, { errorCode: '40001', message: 'x' }, 'refused', 'invalid-recipient', '40001'],
    [400, { errorCode: 49999, message: 'x' }, 'refused', 'unknown', '49999'],
    [402, { errorCode: 40299, message: 'x' }, 'refused', 'insufficient-funds', '40299'],
    [400, { errorCode: TO }, 'refused', 'unknown', undefined],
    [401, '', 'refused', 'authentication', undefined],
    [307, '', 'refused', 'configuration', undefined],
    [408, '', 'unknown', 'timeout', undefined],
    [502, '<html>', 'unknown', 'unavailable', undefined],
    [200, '', 'unknown', 'unknown', undefined],
    [200, '{', 'unknown', 'unknown', undefined],
    [200, {}, 'unknown', 'unknown', undefined],
    [200, { ...STARTED, id: '../x' }, 'unknown', 'unknown', undefined],
    [200, { ...STARTED, id: 'x'.repeat(129) }, 'unknown', 'unknown', undefined],
    [200, { ...STARTED, method: 'flashcall' }, 'unknown', 'unknown', undefined],
    [200, { ...STARTED, identity: { type: 'number', endpoint: '+14155559999' } }, 'unknown', 'unknown', undefined],
    [200, { ...STARTED, identity: 7 }, 'unknown', 'unknown', undefined],
    [200, { ...STARTED, status: 'DENIED', reason: 'Fraud' }, 'refused', 'fraud-blocked', 'Fraud'],
    [200, { ...STARTED, status: 'ERROR', reason: 'Internal error' }, 'unknown', 'unavailable', 'Internal error'],
    [200, { ...STARTED, status: 'FAIL', reason: `Not ${TO}` }, 'unknown', 'unknown', undefined],
    [200, { ...STARTED, status: 'DENIED', reason: 'Number of a prison' }, 'refused', 'unknown', 'Number of a prison'],
  ])('takes a start answered by %i %j for %s, %s', async (statusCode, content, status, category, providerCode) => {
    const requests = sinchAnswers(statusCode, content);
    const outcome = await createProvider().start({ to: TO });
    expect(outcome).toMatchObject({ status, failure: { category, statusCode } });
    expect(outcome.status === 'accepted' ? '' : outcome.failure.providerCode).toBe(providerCode);
    expect(requests).toHaveLength(1);
    expectNoSecretIn(outcome);
  });

  it.each([
    ['the number', TO.slice(1)],
    ['the key', APPLICATION.applicationKey],
    ['the secret', APPLICATION.applicationSecret.replaceAll('=', '')],
    ['what the secret travels in', BASIC.replaceAll('=', '')],
  ])('is not certain of a start whose id repeats %s', async (_what, repeated) => {
    for (const id of [repeated, `id-${repeated}`]) {
      sinchAnswers(200, { ...STARTED, id });
      const outcome = await createProvider({ authentication: 'basic' }).start({ to: TO });
      expect(outcome).toMatchObject({ status: 'unknown', failure: { category: 'unknown', statusCode: 200 } });
      expect(JSON.stringify(outcome)).not.toContain(repeated);
    }
  });

  it.each([
    [401, '40100', { status: 'unknown', failure: { category: 'authentication' } }],
    [400, '49999', { status: 'unknown', failure: { category: 'unknown' } }],
    [404, '40400', { status: 'not-found' }],
  ])(
    'takes %i with %s for what it means, and does not show it where it is the code',
    async (status, code, expected) => {
      sinchAnswers(status, { errorCode: Number(code) });
      const outcome = await createProvider().check({ to: TO, reference: REFERENCE, code });
      expect(outcome).toMatchObject(expected);
      expect(JSON.stringify(outcome)).not.toContain(code);
    },
  );

  const identity = { type: 'number', endpoint: TO };
  it.each([
    [
      { id: REFERENCE, status: 'SUCCESSFUL', identity },
      { status: 'approved', phoneNumber: TO },
    ],
    [
      { status: 'SUCCESSFUL', identity: { endpoint: TO.slice(1) } },
      { status: 'approved', phoneNumber: TO },
    ],
    [
      { status: 'SUCCESSFUL', identity: {} },
      { status: 'approved', phoneNumber: 'unreadable' },
    ],
    [{ status: 'FAIL', reason: 'Invalid code' }, { status: 'mismatch' }],
    [{ status: 'FAIL' }, { status: 'mismatch' }],
    [{ status: 'FAIL', reason: 'Expired' }, { status: 'expired' }],
    [{ status: 'FAIL', reason: 'Failed pending' }, { status: 'not-found' }],
    [{ status: 'ABORTED' }, { status: 'not-found' }],
  ] as [object, CheckOutcome][])('reads the report %j as %j', async (report, expected) => {
    sinchAnswers(200, report);
    expect(await createProvider().check({ to: TO, reference: REFERENCE, code: CODE })).toEqual(expected);
  });

  it.each([...VERIFICATION_REASONS])(
    'does not blame the code for the reason %s, which is %s',
    async (reason, { category }) => {
      for (const status of ['DENIED', 'ERROR']) {
        sinchAnswers(200, { status, reason });
        const outcome = await createProvider().check({ to: TO, reference: REFERENCE, code: CODE });
        expect(outcome).toMatchObject({ status: 'unknown', failure: { category, providerCode: reason } });
      }
    },
  );

  it.each([
    [200, ''],
    [200, []],
    [200, { status: 'PENDING' }],
    [200, { status: 'successful' }],
    [200, { status: true }],
    [200, '{"__proto__":{"status":"SUCCESSFUL"}}'],
    [200, { status: 'SUCCESSFUL', id: 'another-verification' }],
    [200, { status: 'SUCCESSFUL', method: 'callout' }],
    [404, '<html>nothing here</html>'],
    [404, { errorCode: 40499 }],
    [400, { errorCode: 40001 }],
    [401, { errorCode: 40100 }],
    [500, { status: 'SUCCESSFUL' }],
  ])('never approves on %i %j, and does not blame the code', async (statusCode, content) => {
    const requests = sinchAnswers(statusCode, content);
    const outcome = await createProvider().check({ to: TO, reference: REFERENCE, code: CODE });
    expect(outcome.status).toBe('unknown');
    expect(requests).toHaveLength(1);
    expectNoSecretIn(outcome);
  });

  it.each([
    [404, 40400, 'not-found'],
    [400, 40003, 'mismatch'],
  ])('reads %i with %i as %s', async (statusCode, errorCode, status) => {
    sinchAnswers(statusCode, { errorCode, message: `no ${TO}` });
    expect(await createProvider().check({ to: TO, reference: REFERENCE, code: CODE })).toEqual({ status });
  });

  it('asks nobody about what is no code, no reference or no number', async () => {
    const requests = sinchAnswers(200, { status: 'SUCCESSFUL' });
    const right = { to: TO, reference: REFERENCE, code: CODE } as const;
    const check = (input: object) => createProvider().check({ ...right, ...input });
    expect(await check({ code: '80461７' })).toEqual({ status: 'mismatch' });
    expect(await check({ code: ['8046'] })).toEqual({ status: 'mismatch' });
    expect(await check({ reference: undefined })).toEqual({ status: 'not-found' });
    expect(await check({ reference: `${REFERENCE}/..` })).toEqual({ status: 'not-found' });
    expect(await check({ to: '+1/../2' })).toEqual({ status: 'not-found' });
    expect(requests).toHaveLength(0);
  });

  it('shows no credential when it is looked at', () => {
    expectNoSecretIn(createProvider());
  });
});
