import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { SMS_ERRORS } from './sinch-errors.ts';
import type { SinchSmsRegion, SinchSmsSenderOptions } from './sinch-sms-sender.ts';
import { createSinchSmsSender } from './sinch-sms-sender.ts';
import { CODE, expectNoSecretIn, MESSAGE, SERVICE_PLAN, TO } from './test-support/secrets.ts';

const BATCHES = `https://us.sms.api.sinch.com/xms/v1/${SERVICE_PLAN.servicePlanId}/batches`;
const NOW_MS = Date.parse('2026-11-20T09:52:54.613Z');
const BATCH = { id: '01FC66621XXXXX119Z8PMV1QPQ', to: [TO], canceled: false, type: 'mt_text' };

const server = setupServer();
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

/** Answers whatever is asked, and keeps it. */
function sinchAnswers(status: number, body: string, headers: Record<string, string> = {}): Request[] {
  const requests: Request[] = [];
  server.use(
    http.all('*', ({ request }) => {
      requests.push(request.clone());
      return new HttpResponse(body, { status, headers: { 'Content-Type': 'application/json', ...headers } });
    }),
  );
  return requests;
}

function createSender(options: Partial<SinchSmsSenderOptions> = {}) {
  return createSinchSmsSender({ ...SERVICE_PLAN, clock: { now: () => NOW_MS }, ...options });
}

describe('createSinchSmsSender', () => {
  it('is a sender of the first specification', () => {
    expect(createSender()).toMatchObject({ specificationVersion: 'v1', kind: 'sms-sender', providerId: 'sinch-sms' });
    expect(createSender({ providerId: 'sinch-eu' }).providerId).toBe('sinch-eu');
  });

  it('asks for exactly one batch of one message', async () => {
    const requests = sinchAnswers(201, JSON.stringify(BATCH));
    expect(await createSender().send(MESSAGE)).toEqual({ status: 'accepted', messageId: BATCH.id });
    const [request] = requests;
    expect(requests).toHaveLength(1);
    expect([request?.method, request?.url]).toEqual(['POST', BATCHES]);
    expect(request?.headers.get('authorization')).toBe(`Bearer ${SERVICE_PLAN.apiToken}`);
    expect(request?.headers.get('content-type')).toBe('application/json');
    expect(await request?.text()).toBe(
      JSON.stringify({ to: [TO], body: MESSAGE.text, type: 'mt_text', delivery_report: 'none' }),
    );
  });

  it('tells all it is told: originator, reports, mark, and when the code is not worth delivering any more', async () => {
    const requests = sinchAnswers(201, JSON.stringify(BATCH));
    const sender = createSender({
      from: 'Acme',
      callbackUrl: 'https://app.example/webhooks/sinch-sms',
      clientReference: 'production-7',
    });
    await sender.send({ ...MESSAGE, ttlMs: 300_000 } as typeof MESSAGE);
    expect(await requests[0]?.json()).toEqual({
      to: [TO],
      from: 'Acme',
      body: MESSAGE.text,
      type: 'mt_text',
      delivery_report: 'per_recipient',
      callback_url: 'https://app.example/webhooks/sinch-sms',
      client_reference: 'production-7',
      expire_at: '2026-11-20T09:57:54.613Z',
    });
  });

  it.each([
    [10 * 24 * 3_600_000, '2026-11-23T09:52:54.613Z'],
    [0, undefined],
    [-5, undefined],
    [Number.NaN, undefined],
    [Number.POSITIVE_INFINITY, undefined],
    ['300000', undefined],
  ])('writes a life of %s as %s: three days is the longest that Sinch knows', async (ttlMs, expireAt) => {
    const requests = sinchAnswers(201, JSON.stringify(BATCH));
    await createSender().send({ ...MESSAGE, ttlMs } as typeof MESSAGE);
    const batch: unknown = await requests[0]?.json();
    if (expireAt === undefined) expect(batch).not.toHaveProperty('expire_at');
    else expect(batch).toHaveProperty('expire_at', expireAt);
  });

  it.each(['us', 'eu', 'br', 'ca', 'au'] satisfies SinchSmsRegion[])('sends in the region %s', async (region) => {
    const requests = sinchAnswers(201, JSON.stringify(BATCH));
    await createSender({ region, deliveryReport: 'per_recipient_final' }).send(MESSAGE);
    expect(requests[0]?.url).toBe(BATCHES.replace('//us.', `//${region}.`));
    expect(await requests[0]?.json()).toMatchObject({ delivery_report: 'per_recipient_final' });
  });

  it.each([
    ['the number without its plus sign', { ...BATCH, to: [TO.slice(1)] }],
    ['no number', { id: BATCH.id }],
  ])('takes an answer that names %s for a success', async (_what, batch) => {
    sinchAnswers(201, JSON.stringify(batch));
    expect(await createSender().send(MESSAGE)).toEqual({ status: 'accepted', messageId: BATCH.id });
  });

  it.each([
    ['another number', { ...BATCH, to: ['+14155559999'] }],
    ['two numbers', { ...BATCH, to: [TO, '+14155559999'] }],
    ['a number that is no list', { ...BATCH, to: TO }],
    ['a cancelled batch', { ...BATCH, canceled: true }],
    ['no id', { ...BATCH, id: undefined }],
    ['an id that is none', { ...BATCH, id: `${TO} ` }],
    ['an id behind __proto__', JSON.parse(`{"__proto__":{"id":"abc"},"to":["${TO}"]}`)],
  ])('is not certain of a 201 that speaks of %s', async (_what, batch) => {
    const requests = sinchAnswers(201, JSON.stringify(batch));
    const outcome = await createSender().send(MESSAGE);
    expect(outcome).toMatchObject({ status: 'unknown', failure: { category: 'unknown', statusCode: 201 } });
    expect(requests).toHaveLength(1);
    expectNoSecretIn(outcome);
  });

  it.each([
    ['the number', TO.slice(1)],
    ['the code', CODE],
    ['the token', SERVICE_PLAN.apiToken],
  ])('does not show an id that repeats %s: it is a success without one', async (_what, repeated) => {
    for (const id of [repeated, `id-${repeated}`]) {
      sinchAnswers(201, JSON.stringify({ ...BATCH, id }));
      expect(await createSender().send(MESSAGE)).toEqual({ status: 'accepted', messageId: null });
    }
  });

  it.each([...SMS_ERRORS])('takes the code %s for %s', async (code, { category }) => {
    const requests = sinchAnswers(403, JSON.stringify({ code, text: `${TO} ${MESSAGE.text}` }));
    const outcome = await createSender().send(MESSAGE);
    expect(outcome).toMatchObject({
      status: 'refused',
      failure: { category, retryable: false, providerId: 'sinch-sms', providerCode: code, statusCode: 403 },
    });
    expect(requests).toHaveLength(1);
    expectNoSecretIn(outcome);
  });

  it.each([
    [400, '{"code":"new_code_of_theirs"}', 'refused', 'unknown', 'new_code_of_theirs'],
    [400, `{"code":"${TO}"}`, 'refused', 'unknown', undefined],
    [400, `{"code":"code_${MESSAGE.text}"}`, 'refused', 'unknown', undefined],
    [400, '<html>', 'refused', 'unknown', undefined],
    [401, '', 'refused', 'authentication', undefined],
    [402, '', 'refused', 'insufficient-funds', undefined],
    [403, '{"error":{"code":403,"message":"no"}}', 'refused', 'authentication', undefined],
    [404, '', 'refused', 'configuration', undefined],
    [405, '', 'refused', 'configuration', undefined],
    [429, '', 'refused', 'rate-limited', undefined],
    [302, '', 'refused', 'configuration', undefined],
    [408, '', 'unknown', 'timeout', undefined],
    [500, '', 'unknown', 'unavailable', undefined],
    [503, 'busy', 'unknown', 'unavailable', undefined],
    [200, '', 'unknown', 'unknown', undefined],
    [201, '[]', 'unknown', 'unknown', undefined],
    [204, '', 'unknown', 'unknown', undefined],
  ])('takes a %i with %s for %s, %s', async (status, body, expected, category, providerCode) => {
    const requests = sinchAnswers(status, status === 204 ? (null as unknown as string) : body, {
      Location: 'https://elsewhere.example/',
    });
    const outcome = await createSender().send(MESSAGE);
    expect(outcome).toMatchObject({ status: expected, failure: { category, statusCode: status } });
    expect(outcome.status === 'accepted' ? '' : outcome.failure.providerCode).toBe(providerCode);
    expect(requests).toHaveLength(1);
    expectNoSecretIn(outcome);
  });

  it('says when to come back where Sinch does', async () => {
    sinchAnswers(429, '', { 'Retry-After': '7' });
    expect(await createSender().send(MESSAGE)).toMatchObject({ failure: { retryable: true, retryAfterMs: 7_000 } });
  });

  it.each([
    [undefined, 'invalid-recipient'],
    [null, 'invalid-recipient'],
    [{ to: '14155550123', text: 'a' }, 'invalid-recipient'],
    [{ to: '+0123456789', text: 'a' }, 'invalid-recipient'],
    [{ to: `${TO}\n`, text: 'a' }, 'invalid-recipient'],
    [{ to: '+１４１５５５５０１２３', text: 'a' }, 'invalid-recipient'],
    [{ to: TO, text: '' }, 'content-rejected'],
    [{ to: TO, text: 'a'.repeat(1_601) }, 'content-rejected'],
    [{ to: TO, text: 'half \ud800' }, 'content-rejected'],
    [Object.defineProperty({ text: 'a' }, 'to', { get: () => JSON.parse('{') }), 'invalid-recipient'],
  ])('asks nobody for %j', async (message, category) => {
    const requests = sinchAnswers(201, JSON.stringify(BATCH));
    expect(await createSender().send(message as typeof MESSAGE)).toMatchObject({
      status: 'refused',
      failure: { category },
    });
    expect(requests).toHaveLength(0);
  });

  it('refuses a signal that is none', async () => {
    const options = { signal: { aborted: false } as AbortSignal };
    expect(await createSender().send(MESSAGE, options)).toMatchObject({
      status: 'refused',
      failure: { category: 'configuration' },
    });
  });

  it('shows no credential when it is looked at', () => {
    expectNoSecretIn(createSender());
  });
});
