import type { DeliveryReportRequest } from '@countersign/otp-core/spec';
import { describe, expect, it } from 'vitest';
import { signAsApplication } from './sinch-client.ts';
import { createSinchDeliveryReportParser } from './sinch-delivery-report-parser.ts';
import { VERIFICATION_REASONS } from './sinch-errors.ts';
import {
  type Changes,
  changed,
  clock,
  MALFORMED,
  NOTHING,
  NOW_MS,
  STALE,
  UNAUTHENTICATED,
} from './test-support/callbacks.ts';
import { APPLICATION, expectNoSecretIn, TO } from './test-support/secrets.ts';

describe('createSinchDeliveryReportParser for verifications', () => {
  const parser = createSinchDeliveryReportParser({ ...APPLICATION, clock });
  const PATH = '/webhooks/sinch';
  const EVENT = {
    id: '018beea3-a942-0094-4a3a-d6b2f2c65057',
    event: 'VerificationSmsDeliveredEvent',
    method: 'sms',
    identity: { type: 'number', endpoint: TO },
    smsResult: 'Successful',
  };
  const REPORT = { providerId: 'sinch', messageId: EVENT.id, atMs: null };

  interface Signing {
    readonly timestamp?: string;
    readonly path?: string;
    readonly contentType?: string;
  }

  function sign(content: unknown, signing: Signing = {}): DeliveryReportRequest {
    const { timestamp = new Date(NOW_MS).toISOString(), path = PATH, contentType = 'application/json' } = signing;
    const body = Buffer.from(typeof content === 'string' ? content : JSON.stringify(content));
    const { applicationKey, applicationSecret } = APPLICATION;
    const signature = signAsApplication(applicationSecret, { method: 'POST', body, contentType, timestamp, path });
    return {
      method: 'POST',
      url: PATH,
      headers: {
        authorization: `Application ${applicationKey}:${signature}`,
        'x-timestamp': timestamp,
        'content-type': contentType,
      },
      body,
    };
  }

  it('is a parser of the first specification', () => {
    expect(parser).toMatchObject({
      specificationVersion: 'v1',
      kind: 'delivery-report-parser',
      providerId: 'sinch',
    });
    expectNoSecretIn(parser);
  });

  it('takes the callback that Sinch publishes as an example', async () => {
    const request: DeliveryReportRequest = {
      method: 'POST',
      url: '/sinch/callback/ace',
      headers: {
        authorization: `Application ${APPLICATION.applicationKey}:Tg6fMyo8mj9pYfWQ9ssbx3Tc1BNC87IEygAfLbJqZb4=`,
        'x-timestamp': '2014-09-24T10:59:41Z',
        'content-type': 'application/json',
      },
      body: Buffer.from(
        '{"event":"ace","callid":"822aa4b7-05b4-4d83-87c7-1f835ee0b6f6_257","timestamp":"2014-09-24T10:59:41Z","version":1}',
      ),
    };
    const then = { now: () => Date.parse('2014-09-24T11:00:00Z') };
    expect(await createSinchDeliveryReportParser({ ...APPLICATION, clock: then }).parse(request)).toEqual(NOTHING);
    expect(await parser.parse(request)).toEqual(STALE);
  });

  it('wants a request for permission answered, as Sinch sends nothing before', async () => {
    expect(await parser.parse(sign({ ...EVENT, event: 'VerificationRequestEvent' }))).toEqual({
      status: 'verified',
      reports: [],
      reply: { contentType: 'application/json', body: '{"action":"allow"}' },
    });
  });

  it('reports a text message that was delivered', async () => {
    expect(await parser.parse(sign(EVENT))).toEqual({
      status: 'verified',
      reports: [{ ...REPORT, status: 'delivered', failure: null }],
      reply: null,
    });
  });

  it('reports a text message that was not', async () => {
    const outcome = await parser.parse(sign({ ...EVENT, smsResult: 'Failed' }));
    expect(outcome).toMatchObject({
      reports: [
        { ...REPORT, status: 'undelivered', failure: { category: 'unreachable-recipient', providerId: 'sinch' } },
      ],
    });
    expectNoSecretIn(outcome);
  });

  it.each([...VERIFICATION_REASONS])('reports the reason %s as %s', async (reason, { category }) => {
    const event = { ...EVENT, event: 'VerificationResultEvent', status: 'ERROR', reason };
    expect(await parser.parse(sign(event))).toMatchObject({
      reports: [{ ...REPORT, status: 'undelivered', failure: { category, providerCode: reason } }],
    });
  });

  it.each([
    ['a right code', { event: 'VerificationResultEvent', status: 'SUCCESSFUL', reason: 'Fraud' }],
    ['a wrong code', { event: 'VerificationResultEvent', status: 'FAIL', reason: 'Invalid code' }],
    ['a code that came too late', { event: 'VerificationResultEvent', status: 'FAIL', reason: 'Expired' }],
    ['a newer verification', { event: 'VerificationResultEvent', status: 'ABORTED' }],
    ['a phone call', { event: 'VerificationResultEvent', method: 'callout', status: 'DENIED', reason: 'Fraud' }],
    ['a result that is new', { smsResult: 'Postponed' }],
    ['an event that is new', { event: 'VerificationPaused' }],
    ['no event', { event: undefined }],
  ])('reports nothing on %s', async (_what, members) => {
    expect(await parser.parse(sign({ ...EVENT, ...members }))).toEqual(NOTHING);
  });

  it.each([
    ['no JSON', 'null'],
    ['broken JSON', '{'],
    ['a list', '[]'],
    ['an id that is none', { ...EVENT, id: TO }],
    ['an id behind __proto__', `{"__proto__":{"id":"x"},"event":"VerificationSmsDeliveredEvent"}`],
  ])('refuses %s, though it is signed', async (_what, content) => {
    expect(await parser.parse(sign(content))).toEqual(MALFORMED);
  });

  it.each<[string, Changes]>([
    ['another body', { body: JSON.stringify({ ...EVENT, smsResult: 'Failed' }) }],
    ['another byte in it', { body: `${JSON.stringify(EVENT)} ` }],
    ['another path', { url: '/webhooks/other' }],
    ['no signature', { headers: { authorization: undefined } }],
    ['an empty signature', { headers: { authorization: `Application ${APPLICATION.applicationKey}:` } }],
    ['another time', { headers: { 'x-timestamp': '2026-11-20T10:00:01.000Z' } }],
    ['no time', { headers: { 'x-timestamp': undefined } }],
    ['another content type', { headers: { 'content-type': 'application/json; charset=utf-8' } }],
    ['a header of 100 kB', { headers: { authorization: 'x'.repeat(100_000) } }],
  ])('authenticates nothing with %s', async (_what, changes) => {
    expect(await parser.parse(changed(sign(EVENT), changes))).toEqual(UNAUTHENTICATED);
  });

  it('authenticates neither the credentials by Basic nor the key of another app', async () => {
    const { applicationKey, applicationSecret } = APPLICATION;
    const signed = sign(EVENT);
    const basic = `Basic ${btoa(`${applicationKey}:${applicationSecret}`)}`;
    const other = String(signed.headers.authorization).replace('669E367E', '00000000');
    for (const authorization of [basic, other]) {
      expect(await parser.parse(changed(signed, { headers: { authorization } }))).toEqual(UNAUTHENTICATED);
    }
  });

  it('takes the key in any case, and a content type as it was signed', async () => {
    const signed = sign(EVENT, { contentType: 'application/json; charset=utf-8' });
    const authorization = String(signed.headers.authorization).replace('669E367E', '669e367e');
    expect(await parser.parse(changed(signed, { headers: { authorization } }))).toMatchObject({ status: 'verified' });
  });

  it.each([
    ['5 minutes ago', -300_000, 'verified'],
    ['longer ago', -300_001, 'refused'],
    ['5 minutes ahead', 300_000, 'verified'],
    ['further ahead', 300_001, 'refused'],
  ])('takes what was signed %s as %s: %s', async (_what, offsetMs, status) => {
    const timestamp = new Date(NOW_MS + offsetMs).toISOString();
    const outcome = await parser.parse(sign(EVENT, { timestamp }));
    expect(outcome).toMatchObject(status === 'refused' ? STALE : { status });
  });

  it('reads a time without a zone as UTC, and tolerates as much as it is told', async () => {
    const timestamp = '2026-11-20T10:00:05.1234567';
    expect((await parser.parse(sign(EVENT, { timestamp }))).status).toBe('verified');
    const strict = createSinchDeliveryReportParser({ ...APPLICATION, clock, toleranceMs: 1_000 });
    expect(await strict.parse(sign(EVENT, { timestamp }))).toEqual(STALE);
  });

  it('cuts host and query off an address without writing the path anew', async () => {
    const path = '/a%2Fb/../c';
    for (const url of [path, `${path}?x=1`, `https://app.example${path}#y`]) {
      const request = changed(sign(EVENT, { path }), { url });
      expect(await parser.parse(request)).toMatchObject({ status: 'verified' });
    }
  });

  it('goes by the public address where a proxy changes it', async () => {
    const publicUrl = 'https://app.example/public/sinch?from=dashboard';
    const behind = createSinchDeliveryReportParser({ ...APPLICATION, clock, publicUrl });
    expect((await behind.parse(sign(EVENT, { path: '/public/sinch' }))).status).toBe('verified');
    expect(await behind.parse(sign(EVENT))).toEqual(UNAUTHENTICATED);
  });

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['no body', { ...sign(EVENT), body: null }],
    ['a body that was parsed', { ...sign(EVENT), body: EVENT }],
    ['5 MB', { ...sign(EVENT), body: Buffer.alloc(5_000_000) }],
    ['an endless address', { ...sign(EVENT), url: `/${'x'.repeat(5_000_000)}` }],
    ['a GET', { ...sign(EVENT), method: 'GET' }],
    ['a member that throws', Object.defineProperty({}, 'method', { get: () => JSON.parse('{') })],
  ])('refuses %s', async (_what, request) => {
    expect(await parser.parse(request as DeliveryReportRequest)).toEqual(MALFORMED);
  });

  it('takes a request without any header for one that proves nothing', async () => {
    const request = { ...sign(EVENT), headers: null } as unknown as DeliveryReportRequest;
    expect(await parser.parse(request)).toEqual(UNAUTHENTICATED);
  });

  it('reads no header from a prototype', async () => {
    const { headers, ...request } = sign(EVENT);
    expect(await parser.parse({ ...request, headers: Object.create(headers) })).toEqual(UNAUTHENTICATED);
  });
});
