import { createHash } from 'node:crypto';
import type { DeliveryReportRequest } from '@countersign/otp-core/spec';
import twilio from 'twilio';
import { describe, expect, it } from 'vitest';
import { AUTH_TOKEN, expectNoSecretIn, FROM, MESSAGE_SID, TO } from './test-support/account.ts';
import { createTwilioDeliveryReportParser } from './twilio-delivery-report-parser.ts';
import { isSigned } from './twilio-signature.ts';

const PUBLIC_URL = 'https://app.example/webhooks/twilio';
const FORM = 'application/x-www-form-urlencoded';
const parser = createTwilioDeliveryReportParser({ authToken: AUTH_TOKEN, publicUrl: PUBLIC_URL });

/** What Twilio's own library signs. */
const sign = (url: string, fields: Record<string, unknown> = {}, authToken = AUTH_TOKEN): string =>
  twilio.getExpectedTwilioSignature(authToken, url, fields);

const DELIVERED = {
  MessageSid: MESSAGE_SID,
  MessageStatus: 'delivered',
  SmsSid: MESSAGE_SID,
  SmsStatus: 'delivered',
  AccountSid: `AC${'1'.repeat(32)}`,
  From: FROM,
  To: TO,
  ApiVersion: '2010-04-01',
  RawDlrDoneDate: '2611200950',
};

/** A callback as Twilio makes it, and what a test changes about it. */
function callback(
  fields: Record<string, string>,
  {
    signedUrl = PUBLIC_URL,
    signature,
    ...changes
  }: Partial<DeliveryReportRequest> & { signedUrl?: string; signature?: string } = {},
): DeliveryReportRequest {
  return {
    method: 'POST',
    url: '/webhooks/twilio',
    headers: { 'content-type': FORM, 'x-twilio-signature': signature ?? sign(signedUrl, fields) },
    body: Buffer.from(new URLSearchParams(fields).toString()),
    ...changes,
  };
}

function jsonCallback(
  body: string | Uint8Array,
  change: { hash?: string; contentType?: string } = {},
): DeliveryReportRequest {
  const bytes = Buffer.from(body);
  const query = `bodySHA256=${change.hash ?? createHash('sha256').update(bytes).digest('hex')}`;
  return {
    method: 'POST',
    url: `/webhooks/twilio?${query}`,
    headers: {
      'content-type': change.contentType ?? 'application/json',
      'x-twilio-signature': sign(`${PUBLIC_URL}?${query}`),
    },
    body: bytes,
  };
}

const VERIFIED = {
  status: 'verified',
  reports: [{ providerId: 'twilio', messageId: MESSAGE_SID, status: 'delivered', atMs: null, failure: null }],
  reply: null,
};
const UNAUTHENTICATED = { status: 'refused', reason: 'unauthenticated' };
const MALFORMED = { status: 'refused', reason: 'malformed' };

describe('createTwilioDeliveryReportParser', () => {
  it('is a parser of the first specification', () => {
    expect(parser).toMatchObject({ specificationVersion: 'v1', kind: 'delivery-report-parser', providerId: 'twilio' });
    expectNoSecretIn(parser);
  });

  it('reads a form', async () => {
    expect(await parser.parse(callback(DELIVERED))).toEqual(VERIFIED);
  });

  it('reads JSON whose hash stands in the address', async () => {
    expect(await parser.parse(jsonCallback(JSON.stringify(DELIVERED)))).toEqual(VERIFIED);
    const failed = JSON.stringify({ ...DELIVERED, MessageStatus: 'failed', ErrorCode: 30003 });
    expect(await parser.parse(jsonCallback(failed))).toMatchObject({
      reports: [{ status: 'undelivered', failure: { category: 'unreachable-recipient', providerCode: '30003' } }],
    });
  });

  it('reads what Twilio signed in a published example, and in another', async () => {
    const fields = new Map(
      Object.entries({
        CallSid: 'CA1234567890ABCDE',
        Caller: '+14158675309',
        Digits: '1234',
        From: '+14158675309',
        To: '+18005551212',
      }).map(([name, value]) => [name, [value]]),
    );
    const request = {
      signature: 'RSOYDt4T1cUTdK1PDd93/VVr8B8=',
      urls: ['https://mycompany.com/myapp.php?foo=1&bar=2'],
      fields,
    };
    expect(isSigned(request, ['12345'])).toBe(true);
    expect(isSigned(request, ['12346'])).toBe(false);

    const url = 'https://example.com/hooks/twilio/status?tenant=a';
    const other = createTwilioDeliveryReportParser({ authToken: '0123456789abcdef0123456789abcdef', publicUrl: url });
    const sid = `SM${'a'.repeat(32)}`;
    const undelivered = {
      AccountSid: `AC${'a'.repeat(32)}`,
      ApiVersion: '2010-04-01',
      ErrorCode: '30005',
      From: '+15005550006',
      MessageSid: sid,
      MessageStatus: 'undelivered',
      RawDlrDoneDate: '2611200950',
      SmsSid: sid,
      SmsStatus: 'undelivered',
      To: '+13035551234',
    };
    const signature = 'c5oRB8NBvxFK2UPDbbrJxFW8eRk=';
    expect(await other.parse(callback(undelivered, { url: '/hooks/twilio/status?tenant=a', signature }))).toMatchObject(
      {
        status: 'verified',
        reports: [{ messageId: sid, status: 'undelivered', failure: { category: 'invalid-recipient' } }],
      },
    );
  });

  it.each([
    ['accepted', 'in-transit'],
    ['scheduled', 'in-transit'],
    ['queued', 'in-transit'],
    ['sending', 'in-transit'],
    ['sent', 'in-transit'],
    ['partially_delivered', 'in-transit'],
    ['delivered', 'delivered'],
    ['read', 'delivered'],
    ['undelivered', 'undelivered'],
    ['failed', 'undelivered'],
    ['canceled', 'undelivered'],
  ])('reads %s as %s', async (MessageStatus, status) => {
    const outcome = await parser.parse(callback({ ...DELIVERED, MessageStatus }));
    expect(outcome).toMatchObject({ status: 'verified', reports: [{ messageId: MESSAGE_SID, status }] });
    const [report] = outcome.status === 'verified' ? outcome.reports : [];
    expect(report?.failure === null).toBe(status !== 'undelivered');
    expectNoSecretIn(outcome);
  });

  it.each([
    ['30003', 'unreachable-recipient', true],
    ['30004', 'blocked-destination', false],
    ['30007', 'content-rejected', false],
    ['30450', 'fraud-blocked', false],
    ['39999', 'unknown', false],
  ])('tells why by the code %s', async (ErrorCode, category, retryable) => {
    const outcome = await parser.parse(callback({ ...DELIVERED, MessageStatus: 'undelivered', ErrorCode }));
    expect(outcome).toMatchObject({ reports: [{ failure: { category, retryable, providerCode: ErrorCode } }] });
  });

  it('shows no code that is none', async () => {
    const outcome = await parser.parse(callback({ ...DELIVERED, MessageStatus: 'failed', ErrorCode: TO.slice(1) }));
    expect(outcome).toMatchObject({ reports: [{ failure: { category: 'unknown' } }] });
    expectNoSecretIn(outcome);
  });

  it('reads the former names of fields', async () => {
    const { MessageSid, MessageStatus, ...former } = DELIVERED;
    expect(MessageSid + MessageStatus).toBe(former.SmsSid + former.SmsStatus);
    expect(await parser.parse(callback(former))).toEqual(VERIFIED);
  });

  it.each([
    ['a call', { CallSid: `CA${'1'.repeat(32)}`, CallStatus: 'completed' }],
    ['a message that came in', { ...DELIVERED, MessageStatus: 'received' }],
    ['a status of the future', { ...DELIVERED, MessageStatus: 'beamed' }],
    ['a SID that is none', { ...DELIVERED, MessageSid: '__proto__' }],
    ['nothing', {}],
  ])('reports nothing where Twilio speaks of %s', async (_what, fields) => {
    const outcome = await parser.parse(callback(fields as Record<string, string>));
    expect(outcome).toEqual({ status: 'verified', reports: [], reply: null });
  });

  it.each([
    ['behind a proxy that changed host, scheme and path', { url: 'http://10.0.0.7:3000/twilio' }],
    ['with the standard port', { signedUrl: 'https://app.example:443/webhooks/twilio' }],
    ['with a query that Twilio was given', { url: '/x?tenant=a', signedUrl: `${PUBLIC_URL}?tenant=a` }],
    ['with a query that nothing may normalise', { url: "/x?a='%7E+b", signedUrl: `${PUBLIC_URL}?a='%7E+b` }],
  ])('believes a signature %s', async (_what, change) => {
    expect(await parser.parse(callback(DELIVERED, change))).toEqual(VERIFIED);
  });

  it.each([
    ['https://app.example:443/hook', 'https://app.example/hook'],
    ['http://app.example/hook', 'http://app.example:80/hook'],
    ['https://[2001:db8::1]/hook', 'https://[2001:db8::1]:443/hook'],
    ['https://me:hush@app.example/hook', 'https://me:hush@app.example:443/hook'],
    ['https://app.example:8443/hook', 'https://app.example/hook'],
    ['https://app.example/hook?tenant=a', 'https://app.example/hook?tenant=a'],
  ])('believes for %s what was signed for %s', async (publicUrl, signedUrl) => {
    const other = createTwilioDeliveryReportParser({ authToken: AUTH_TOKEN, publicUrl });
    expect(await other.parse(callback(DELIVERED, { signedUrl }))).toEqual(VERIFIED);
  });

  it('believes either token while they are rotated', async () => {
    const former = 'deadbeefdeadbeefdeadbeefdeadbeef';
    const both = createTwilioDeliveryReportParser({ authToken: [AUTH_TOKEN, former], publicUrl: PUBLIC_URL });
    const signature = sign(PUBLIC_URL, DELIVERED, former);
    expect(await both.parse(callback(DELIVERED, { signature }))).toEqual(VERIFIED);
    expect(await parser.parse(callback(DELIVERED, { signature }))).toEqual(UNAUTHENTICATED);
  });

  it('signs repeated fields as Twilio does', async () => {
    const body = new URLSearchParams(Object.entries(DELIVERED));
    for (const value of ['b', 'a', 'b', 'é']) body.append('Tag', value);
    const signature = sign(PUBLIC_URL, { ...DELIVERED, Tag: ['b', 'a', 'b', 'é'] });
    expect(await parser.parse(callback(DELIVERED, { signature, body: Buffer.from(body.toString()) }))).toEqual(
      VERIFIED,
    );
  });

  it.each([
    ['another token', callback(DELIVERED, { signature: sign(PUBLIC_URL, DELIVERED, `${AUTH_TOKEN}0`) })],
    ['another address', callback(DELIVERED, { signedUrl: 'https://evil.example/webhooks/twilio' })],
    ['another path', callback(DELIVERED, { signedUrl: `${PUBLIC_URL}/` })],
    ['another status', callback(DELIVERED, { signature: sign(PUBLIC_URL, { ...DELIVERED, MessageStatus: 'failed' }) })],
    [
      'a query that was added',
      callback(DELIVERED, { url: '/webhooks/twilio?admin=1', signedUrl: 'https://x.example' }),
    ],
    ['an empty signature', callback(DELIVERED, { signature: '' })],
    ['a signature of another length', callback(DELIVERED, { signature: sign(PUBLIC_URL, DELIVERED).slice(1) })],
    ['a huge signature', callback(DELIVERED, { signature: 'A'.repeat(5_000_000) })],
    ['no signature', callback(DELIVERED, { headers: { 'content-type': FORM } })],
    [
      'another type',
      callback(DELIVERED, { headers: { 'content-type': 'text/plain', 'x-twilio-signature': sign(PUBLIC_URL) } }),
    ],
    ['no type', callback(DELIVERED, { headers: { 'x-twilio-signature': sign(PUBLIC_URL) } })],
    [
      'JSON without its hash',
      callback(
        {},
        {
          headers: { 'content-type': 'application/json', 'x-twilio-signature': sign(PUBLIC_URL) },
          body: Buffer.from(JSON.stringify(DELIVERED)),
        },
      ),
    ],
    ['JSON with the hash of another body', { ...jsonCallback('{}'), body: Buffer.from(JSON.stringify(DELIVERED)) }],
    ['JSON with a hash that is none', jsonCallback('{}', { hash: 'x' })],
    [
      'a form with the hash of another body',
      jsonCallback('MessageStatus=delivered', { contentType: FORM, hash: '0'.repeat(64) }),
    ],
  ])('refuses %s as unauthenticated', async (_what, request) => {
    expect(await parser.parse(request)).toEqual(UNAUTHENTICATED);
  });

  it.each([
    ['no JSON', jsonCallback('{')],
    ['a JSON list', jsonCallback('[]')],
    ['JSON null', jsonCallback('null')],
    ['deep JSON', jsonCallback('['.repeat(60_000))],
    ['JSON that is no UTF-8', jsonCallback(Buffer.from('{"MessageSid":"\xff"}', 'latin1'))],
    ['a GET', callback(DELIVERED, { method: 'GET' })],
    ['a body of 5 MB', callback({ ...DELIVERED, Body: 'x'.repeat(5_000_000) })],
    ['an address of 5 MB', callback(DELIVERED, { url: `/?${'x'.repeat(5_000_000)}` })],
    ['a body that was parsed', callback(DELIVERED, { body: DELIVERED as never })],
    ['no address', callback(DELIVERED, { url: undefined as never })],
    ['no request', null as never],
  ])('refuses %s as malformed', async (_what, request) => {
    expect(await parser.parse(request)).toEqual(MALFORMED);
  });

  it('is not led astray by fields that are no fields', async () => {
    const body = `{"__proto__":{"MessageSid":"${MESSAGE_SID}","MessageStatus":"delivered"}}`;
    expect(await parser.parse(jsonCallback(body))).toEqual({ status: 'verified', reports: [], reply: null });
    const objects = JSON.stringify({
      ...DELIVERED,
      MessageStatus: { toString: 'delivered' },
      SmsStatus: ['delivered'],
    });
    expect(await parser.parse(jsonCallback(objects))).toMatchObject({ reports: [] });
    expect(({} as Record<string, unknown>).MessageSid).toBe(undefined);
  });

  it('refuses headers that are none', async () => {
    expect(await parser.parse(callback(DELIVERED, { headers: null as never }))).toEqual(UNAUTHENTICATED);
  });

  it('says the same of a callback that comes twice', async () => {
    const request = callback(DELIVERED);
    expect(await parser.parse(request)).toEqual(await parser.parse(request));
  });
});
