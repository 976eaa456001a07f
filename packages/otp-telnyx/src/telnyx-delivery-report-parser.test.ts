import { createPrivateKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { OtpConfigurationError } from '@countersign/otp-core/adapter';
import type { DeliveryReportRequest } from '@countersign/otp-core/spec';
import { describe, expect, it } from 'vitest';
import {
  createTelnyxDeliveryReportParser,
  type TelnyxDeliveryReportParserOptions,
} from './telnyx-delivery-report-parser.ts';
import { TELNYX_ERROR_CODES } from './telnyx-errors.ts';
import { MESSAGE_ID, VERIFICATION_ID } from './test-support/telnyx-answers.ts';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const PUBLIC_KEY = publicKey.export({ type: 'spki', format: 'der' }).subarray(-32).toString('base64');
const SECONDS = 1_900_000_000;
const OCCURRED_AT = '2030-03-17T17:46:39.148+00:00';

function createParser(options: Partial<TelnyxDeliveryReportParserOptions> = {}) {
  return createTelnyxDeliveryReportParser({
    publicKey: PUBLIC_KEY,
    clock: { now: () => SECONDS * 1000 },
    ...options,
  });
}

interface Signing {
  readonly timestamp?: string;
  readonly key?: KeyObject;
}

/** A webhook as Telnyx would send it. */
function createRequest(
  body: unknown,
  { timestamp = String(SECONDS), key = privateKey }: Signing = {},
): DeliveryReportRequest {
  const raw = body instanceof Uint8Array ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  const signature = sign(null, Buffer.concat([Buffer.from(`${timestamp}|`), raw]), key).toString('base64');
  return {
    method: 'POST',
    url: '/webhooks/telnyx',
    headers: { 'telnyx-signature-ed25519': signature, 'telnyx-timestamp': timestamp },
    body: raw,
  };
}

function messageEvent(type: string, status: string, errors: readonly object[] = []): object {
  const payload = {
    id: MESSAGE_ID,
    record_type: 'message',
    direction: 'outbound',
    to: [{ phone_number: '+393923456789', status }],
    text: 'Your code is 804617.',
    errors,
  };
  return { data: { event_type: type, id: 'e1', occurred_at: OCCURRED_AT, payload }, meta: { attempt: 1 } };
}

function verifyEvent(type: string, changes: object = {}): object {
  const payload = {
    id: VERIFICATION_ID,
    record_type: 'verification',
    custom_code: '804617',
    phone_number: '+393923456789',
    failed_attempts: 0,
    status: 'pending',
    type: 'sms',
    ...changes,
  };
  return { data: { event_type: type, id: 'e2', occurred_at: OCCURRED_AT, payload } };
}

const REPORT = { providerId: 'telnyx', messageId: MESSAGE_ID, atMs: Date.parse(OCCURRED_AT), failure: null };
const VERIFY_REPORT = { ...REPORT, providerId: 'telnyx-verify', messageId: VERIFICATION_ID };

describe('createTelnyxDeliveryReportParser', () => {
  it('is a parser of the first specification', () => {
    expect(createParser()).toMatchObject({
      specificationVersion: 'v1',
      kind: 'delivery-report-parser',
      providerId: 'telnyx',
    });
  });

  it('knows the signature of Telnyx, by a vector that others check against too', async () => {
    const body =
      '{"data":{"event_type":"message.finalized","id":"4ee8c3a6-4995-4309-a3c6-38e3db9ea4be","occurred_at":"2024-01-15T21:32:14.148+00:00",' +
      '"record_type":"event","payload":{"id":"ac012cbf-5e09-46af-a69a-7c0e2d90993c","record_type":"message","direction":"outbound",' +
      '"to":[{"phone_number":"+13125550002","status":"delivered"}],"errors":[]}},"meta":{"attempt":1,"delivered_to":"https://example.com/webhooks"}}';
    const parser = createTelnyxDeliveryReportParser({
      publicKey: '3j+JH9ikVC7PxDGC7OhZ9VJkMlb4KnDpAbdn6v7wt2w=',
      clock: { now: () => 1_795_168_000_000 },
    });
    const signature = 'wJvyehfEo1nI8kso+j/5otOIDDvvHCyd0jJZhHNGh3A4ieK1MnUQwYDqLtquobjc81wvfxHEO0iCUEljc/2/Bw==';
    const headers = { 'telnyx-signature-ed25519': signature, 'telnyx-timestamp': '1795168000' };
    expect(await parser.parse({ method: 'POST', url: '/', headers, body: Buffer.from(body) })).toEqual({
      status: 'verified',
      reports: [
        {
          providerId: 'telnyx',
          messageId: 'ac012cbf-5e09-46af-a69a-7c0e2d90993c',
          status: 'delivered',
          atMs: Date.parse('2024-01-15T21:32:14.148Z'),
          failure: null,
        },
      ],
      reply: null,
    });
  });

  it.each([
    ['message.sent', 'queued', 'in-transit'],
    ['message.sent', 'sent', 'in-transit'],
    ['message.finalized', 'delivered', 'delivered'],
    ['message.finalized', 'delivery_unconfirmed', 'in-transit'],
  ])('reads %s with %s as %s', async (type, state, status) => {
    expect(await createParser().parse(createRequest(messageEvent(type, state)))).toEqual({
      status: 'verified',
      reports: [{ ...REPORT, status }],
      reply: null,
    });
  });

  it.each([
    ['verify.sent', { delivery_status: 'sent' }, 'in-transit'],
    ['verify.delivered', { delivery_status: 'delivered' }, 'delivered'],
    ['verify.delivered', { delivery_status: 'delivery_unconfirmed' }, 'in-transit'],
    ['verify.sent', {}, 'in-transit'],
    ['verify.delivered', {}, 'delivered'],
  ])('reads %s with %j as %s, and shows nothing of its code', async (type, changes, status) => {
    const outcome = await createParser().parse(createRequest(verifyEvent(type, changes)));
    expect(outcome).toEqual({ status: 'verified', reports: [{ ...VERIFY_REPORT, status }], reply: null });
    expect(JSON.stringify(outcome)).not.toContain('804617');
  });

  it.each([...TELNYX_ERROR_CODES])(
    'tells by the code %s why a message was not delivered',
    async (code, { category }) => {
      const event = messageEvent('message.finalized', 'delivery_failed', [
        { code, title: 'Title', detail: '+393923456789' },
      ]);
      const outcome = await createParser().parse(createRequest(event));
      expect(outcome).toMatchObject({
        reports: [{ status: 'undelivered', failure: { category, providerId: 'telnyx', providerCode: code } }],
      });
      expect(JSON.stringify(outcome)).not.toMatch(/393923456789|804617|Title/);
    },
  );

  it.each([
    ['message.finalized', messageEvent('message.finalized', 'sending_failed'), 'telnyx', 'sending_failed'],
    [
      'verify.failed',
      verifyEvent('verify.failed', { delivery_status: 'delivery_failed' }),
      'telnyx-verify',
      'delivery_failed',
    ],
    ['verify.failed without a state', verifyEvent('verify.failed'), 'telnyx-verify', 'delivery_failed'],
  ])('keeps the state where %s gives no code', async (_what, event, providerId, providerCode) => {
    expect(await createParser().parse(createRequest(event))).toMatchObject({
      reports: [{ status: 'undelivered', failure: { category: 'unknown', providerId, providerCode } }],
    });
  });

  it('names the providers as it was told', async () => {
    const parser = createParser({ providerId: 'first', verificationProviderId: 'second' });
    expect(await parser.parse(createRequest(messageEvent('message.sent', 'sent')))).toMatchObject({
      reports: [{ providerId: 'first' }],
    });
    expect(await parser.parse(createRequest(verifyEvent('verify.sent')))).toMatchObject({
      reports: [{ providerId: 'second' }],
    });
  });

  it.each([
    ['another event', { data: { event_type: 'message.received', payload: { text: 'STOP' } } }],
    ['a state that is new', messageEvent('message.sent', 'teleported')],
  ])('reports nothing about %s', async (_what, event) => {
    expect(await createParser().parse(createRequest(event))).toEqual({ status: 'verified', reports: [], reply: null });
  });

  it.each(['yesterday', '2030-03-17T17:46:39', 7, undefined])('tells no time that is none: %j', async (time) => {
    const event = messageEvent('message.sent', 'sent') as { data: { occurred_at: unknown } };
    event.data.occurred_at = time;
    expect(await createParser().parse(createRequest(event))).toMatchObject({ reports: [{ atMs: null }] });
  });

  it.each([
    ['299 s old', -299, 'verified'],
    ['300 s old', -300, 'verified'],
    ['301 s old', -301, 'refused'],
    ['300 s ahead', 300, 'verified'],
    ['301 s ahead', 301, 'refused'],
  ])('judges a signature that is %s', async (_what, seconds, status) => {
    const request = createRequest(messageEvent('message.sent', 'sent'), { timestamp: String(SECONDS + seconds) });
    const outcome = await createParser().parse(request);
    expect(outcome.status).toBe(status);
    if (outcome.status === 'refused') expect(outcome.reason).toBe('stale');
  });

  it('takes the same webhook again: who has seen it is not for a parser to remember', async () => {
    const parser = createParser();
    const request = createRequest(messageEvent('message.sent', 'sent'));
    expect(await parser.parse(request)).toEqual(await parser.parse(request));
  });

  const genuine = createRequest(messageEvent('message.finalized', 'delivered'));
  const { 'telnyx-signature-ed25519': signature = '', 'telnyx-timestamp': timestamp = '' } = genuine.headers;
  const other = generateKeyPairSync('ed25519').privateKey;

  it.each([
    ['no signature', { ...genuine, headers: { 'telnyx-timestamp': timestamp } }],
    ['no timestamp', { ...genuine, headers: { 'telnyx-signature-ed25519': signature } }],
    ['another timestamp', { ...genuine, headers: { ...genuine.headers, 'telnyx-timestamp': String(SECONDS + 1) } }],
    ['a timestamp that is none', { ...genuine, headers: { ...genuine.headers, 'telnyx-timestamp': '1e9' } }],
    ['another key', createRequest(messageEvent('message.finalized', 'delivered'), { key: other })],
    ['one byte more', { ...genuine, body: Buffer.concat([genuine.body, Buffer.from(' ')]) }],
    ['another state', { ...genuine, body: Buffer.from(String(genuine.body).replace('delivered', 'deliverea')) }],
    [
      'a signature cut short',
      { ...genuine, headers: { ...genuine.headers, 'telnyx-signature-ed25519': signature.slice(4) } },
    ],
    [
      'a signature of nothing',
      { ...genuine, headers: { ...genuine.headers, 'telnyx-signature-ed25519': 'A'.repeat(86).concat('==') } },
    ],
    [
      'a signature that is no text',
      { ...genuine, headers: { 'telnyx-signature-ed25519': 7, 'telnyx-timestamp': timestamp } },
    ],
    [
      'a signature of 5 MB',
      { ...genuine, headers: { ...genuine.headers, 'telnyx-signature-ed25519': 'A'.repeat(5_000_000) } },
    ],
    ['no headers', { ...genuine, headers: undefined }],
    ['a garbled body and no signature', { ...genuine, body: Buffer.from('{'), headers: {} }],
  ])('refuses a webhook with %s', async (_what, request) => {
    expect(await createParser().parse(request as unknown as DeliveryReportRequest)).toEqual({
      status: 'refused',
      reason: 'unauthenticated',
    });
  });

  it.each([
    ['no JSON', createRequest('{"data":')],
    ['bytes that are not UTF-8', createRequest(Buffer.from([0xff, 0xfe]))],
    ['nothing', createRequest('')],
    ['a list', createRequest([])],
    ['null', createRequest('null')],
    ['no event', createRequest({ data: {} })],
    ['no payload', createRequest({ data: { event_type: 'message.sent' } })],
    ['an id that is none', createRequest(verifyEvent('verify.sent', { id: 'a b' }))],
    ['no recipient', createRequest({ data: { event_type: 'message.sent', payload: { id: MESSAGE_ID, to: {} } } })],
    [
      'everything behind __proto__',
      createRequest(`{"__proto__":${JSON.stringify(messageEvent('message.sent', 'sent'))}}`),
    ],
    ['deep JSON', createRequest('['.repeat(100_000))],
    ['300 kB', createRequest(`{"x":"${'x'.repeat(300_000)}"}`)],
    ['another method', { ...genuine, method: 'GET' }],
    ['a parsed body', { ...genuine, body: JSON.parse(String(genuine.body)) }],
  ])('refuses a signed webhook with %s', async (_what, request) => {
    expect(await createParser().parse(request)).toEqual({ status: 'refused', reason: 'malformed' });
  });

  it('never throws', async () => {
    for (const request of [undefined, null, 7, 'x', [], {}, { body: new Uint8Array(), headers: null }]) {
      expect((await createParser().parse(request as unknown as DeliveryReportRequest)).status).toBe('refused');
    }
  });

  it.each([
    ['no key', {}, ['publicKey']],
    ['a PEM', { publicKey: createPrivateKey(privateKey.export({ type: 'pkcs8', format: 'pem' })) }, ['publicKey']],
    ['an API key', { publicKey: 'KEY0123456789' }, ['publicKey']],
    ['31 bytes', { publicKey: Buffer.alloc(31).toString('base64') }, ['publicKey']],
    ['a clock that is none', { publicKey: PUBLIC_KEY, clock: {} }, ['clock']],
    [
      'ids that are none',
      { publicKey: PUBLIC_KEY, providerId: 'A', verificationProviderId: '' },
      ['providerId', 'verificationProviderId'],
    ],
    ['a misspelt option', { publicKey: PUBLIC_KEY, publickey: '' }, ['publickey']],
  ])('refuses options with %s', (_what, options, expected) => {
    let problems: string[] = [];
    try {
      createTelnyxDeliveryReportParser(options as TelnyxDeliveryReportParserOptions);
    } catch (error) {
      if (!(error instanceof OtpConfigurationError)) throw error;
      problems = error.problems.map((problem) => problem.option);
      expect(error.message).not.toContain('KEY0');
    }
    expect(problems).toEqual(expected);
  });
});
