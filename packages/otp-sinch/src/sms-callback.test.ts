import { createHmac } from 'node:crypto';
import type { DeliveryReportOutcome, DeliveryReportRequest } from '@countersign/otp-core/spec';
import { describe, expect, it } from 'vitest';
import { createSinchDeliveryReportParser } from './sinch-delivery-report-parser.ts';
import { DELIVERY_ERRORS, DELIVERY_STATUSES } from './sinch-errors.ts';
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
import { CODE, expectNoSecretIn, TO, WEBHOOK_SECRET } from './test-support/secrets.ts';

describe('createSinchDeliveryReportParser for text messages', () => {
  const parser = createSinchDeliveryReportParser({ webhookSecret: WEBHOOK_SECRET, clock });
  const BATCH_ID = '01FC66621XXXXX119Z8PMV1QPQ';
  const DELIVERED = {
    batch_id: BATCH_ID,
    type: 'recipient_delivery_report_sms',
    recipient: TO,
    code: 0,
    status: 'Delivered',
    at: '2026-11-20T09:59:58.930Z',
    client_reference: CODE,
  };
  const REPORT = { providerId: 'sinch-sms', messageId: BATCH_ID, atMs: Date.parse(DELIVERED.at) };

  function sign(content: unknown, timestamp = String(NOW_MS / 1000)): DeliveryReportRequest {
    const body = Buffer.from(typeof content === 'string' ? content : JSON.stringify(content));
    const nonce = '01FJA8B4A7BM43YGWSG9GBV067';
    const signature = createHmac('sha256', WEBHOOK_SECRET).update(body).update(`.${nonce}.${timestamp}`);
    return {
      method: 'POST',
      url: '/webhooks/sinch-sms',
      headers: {
        'x-sinch-webhook-signature': signature.digest('base64'),
        'x-sinch-webhook-signature-nonce': nonce,
        'x-sinch-webhook-signature-timestamp': timestamp,
        'x-sinch-webhook-signature-algorithm': 'HmacSHA256',
      },
      body,
    };
  }

  it('takes a callback that was signed elsewhere', async () => {
    const request: DeliveryReportRequest = {
      method: 'POST',
      url: '/',
      headers: {
        'x-sinch-webhook-signature': 'tGpFXeD2rY/TXBrt2bI/A2o8XZbuwK1tOAbXCEq6m/Y=',
        'x-sinch-webhook-signature-nonce': '01FJA8B4A7BM43YGWSG9GBV067',
        'x-sinch-webhook-signature-timestamp': '1634579353',
        'x-sinch-webhook-signature-algorithm': 'HmacSHA256',
      },
      body: Buffer.from(
        '{"batch_id":"01FC66621XXXXX119Z8PMV1QPQ","type":"recipient_delivery_report_sms","recipient":"+44231235674","code":0,"status":"Delivered","at":"2022-08-30T08:16:08.930Z"}',
      ),
    };
    const then = { now: () => 1_634_579_400_000 };
    expect(
      await createSinchDeliveryReportParser({ webhookSecret: WEBHOOK_SECRET, clock: then }).parse(request),
    ).toEqual({
      status: 'verified',
      reports: [{ ...REPORT, atMs: Date.parse('2022-08-30T08:16:08.930Z'), status: 'delivered', failure: null }],
      reply: null,
    });
    expect(await parser.parse(request)).toEqual(STALE);
  });

  it.each(['Queued', 'Dispatched', 'Unknown'])('reports %s as on its way', async (status) => {
    expect(await parser.parse(sign({ ...DELIVERED, status, code: 401 }))).toMatchObject({
      reports: [{ ...REPORT, status: 'in-transit', failure: null }],
    });
  });

  it.each([...DELIVERY_ERRORS])('reports the code %s as %s', async (code, { category }) => {
    const outcome = await parser.parse(sign({ ...DELIVERED, status: 'Aborted', code: Number(code) }));
    expect(outcome).toMatchObject({
      reports: [{ ...REPORT, status: 'undelivered', failure: { category, providerCode: code } }],
    });
    expectNoSecretIn(outcome);
  });

  it.each([...DELIVERY_STATUSES])('reports %s with a code that is not known as %s', async (status, { category }) => {
    expect(await parser.parse(sign({ ...DELIVERED, status, code: 60 }))).toMatchObject({
      reports: [{ status: 'undelivered', failure: { category, providerCode: '60' } }],
    });
    const outcome = await parser.parse(sign({ ...DELIVERED, status, code: CODE }));
    expect(outcome).toMatchObject({ reports: [{ status: 'undelivered', failure: { category } }] });
    expectNoSecretIn(outcome);
  });

  it('reads the statuses of a batch, which has no time', async () => {
    const statuses = [null, { code: 0, status: 'Delivered', count: 1, recipients: [TO] }, { status: 'Lost' }];
    const summary = { type: 'delivery_report_sms', batch_id: BATCH_ID, total_message_count: 1, statuses };
    expect(await parser.parse(sign(summary))).toEqual({
      status: 'verified',
      reports: [{ ...REPORT, atMs: null, status: 'delivered', failure: null }],
      reply: null,
    });
    expect(await parser.parse(sign({ ...summary, statuses: 'Delivered' }))).toEqual(NOTHING);
  });

  it.each(['yesterday', 7, '2026-13-45T99:99:99Z', null])('knows no time in %j', async (at) => {
    expect(await parser.parse(sign({ ...DELIVERED, at }))).toMatchObject({ reports: [{ atMs: null }] });
  });

  it.each([
    ['a message that came in', { type: 'mo_text', body: CODE }],
    ['a status that is new', { ...DELIVERED, status: 'Teleported' }],
    ['no type', { ...DELIVERED, type: undefined }],
  ])('reports nothing on %s', async (_what, content) => {
    expect(await parser.parse(sign(content))).toEqual(NOTHING);
  });

  it.each([
    ['no JSON', 'Delivered'],
    ['no id', { ...DELIVERED, batch_id: undefined }],
    ['an id that is none', { ...DELIVERED, batch_id: TO }],
  ])('refuses %s, though it is signed', async (_what, content) => {
    expect(await parser.parse(sign(content))).toEqual(MALFORMED);
  });

  it.each<[string, Changes]>([
    ['another body', { body: JSON.stringify({ ...DELIVERED, status: 'Failed' }) }],
    ['no signature', { headers: { 'x-sinch-webhook-signature': undefined } }],
    ['another nonce', { headers: { 'x-sinch-webhook-signature-nonce': 'other' } }],
    ['another time', { headers: { 'x-sinch-webhook-signature-timestamp': String(NOW_MS / 1000 + 1) } }],
    ['another algorithm', { headers: { 'x-sinch-webhook-signature-algorithm': 'none' } }],
  ])('authenticates nothing with %s', async (_what, changes) => {
    expect(await parser.parse(changed(sign(DELIVERED), changes))).toEqual(UNAUTHENTICATED);
  });

  it.each(['', '0x10', '1e12', 'now'])('authenticates no time written %j, though it is signed', async (timestamp) => {
    expect(await parser.parse(sign(DELIVERED, timestamp))).toEqual(UNAUTHENTICATED);
  });

  it.each([
    [-300, 'verified'],
    [-301, 'refused'],
    [301, 'refused'],
  ])('takes what was signed %i s from now as %s', async (offset, status) => {
    const outcome: DeliveryReportOutcome = await parser.parse(sign(DELIVERED, String(NOW_MS / 1000 + offset)));
    expect(outcome).toMatchObject(status === 'refused' ? STALE : { status });
  });

  it('says the same of the same callback, again and in any order', async () => {
    const [queued, delivered] = [sign({ ...DELIVERED, status: 'Queued', code: 400 }), sign(DELIVERED)];
    const outcomes = [];
    for (const request of [delivered, queued, delivered]) outcomes.push(await parser.parse(request));
    expect(outcomes[2]).toEqual(outcomes[0]);
    expect(outcomes[1]).toMatchObject({ reports: [{ status: 'in-transit' }] });
  });
});
