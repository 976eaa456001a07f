import { describe, expect, it } from 'vitest';
import { SNS_DELIVERY_RESPONSES } from './sns-errors.ts';
import { createLog, MESSAGE_ID, PUBLISHED_AT_MS, parseNotification } from './test-support/arrange-parser.ts';

describe('readDeliveryLogs', () => {
  it('tells the time when the phone acknowledged, where the carrier says so', async () => {
    const log = createLog('SUCCESS', { dwellTimeMsUntilDeviceAck: 1344 });
    expect(await parseNotification(log)).toMatchObject({ reports: [{ atMs: PUBLISHED_AT_MS + 1344 }] });
  });

  it.each([
    ['no time', { notification: { messageId: MESSAGE_ID } }, null],
    ['a time that is none', { notification: { messageId: MESSAGE_ID, timestamp: 'yesterday' } }, null],
    ['a month that is none', { notification: { messageId: MESSAGE_ID, timestamp: '2030-13-17 17:40:34' } }, null],
    ['no duration', { delivery: {} }, PUBLISHED_AT_MS],
    ['a duration that is none', { delivery: { dwellTimeMs: -1 } }, PUBLISHED_AT_MS],
  ])('tells what time there is with %s', async (_what, changes, atMs) => {
    expect(await parseNotification(createLog('SUCCESS', {}, changes))).toMatchObject({ reports: [{ atMs }] });
  });

  it.each([...SNS_DELIVERY_RESPONSES])('tells why a message was not delivered: %s', async (sentence, meaning) => {
    const outcome = await parseNotification(createLog('FAILURE', { providerResponse: sentence }));
    expect(outcome).toMatchObject({
      reports: [{ status: 'undelivered', failure: { ...meaning, providerId: 'sns', providerCode: sentence } }],
    });
    expect(JSON.stringify(outcome)).not.toContain('393923456789');
  });

  it.each(['Could not reach +393923456789 with 804617', 7, undefined, '__proto__'])(
    'repeats no sentence that it does not know: %j',
    async (providerResponse) => {
      const outcome = await parseNotification(createLog('FAILURE', { providerResponse }));
      expect(outcome).toMatchObject({ reports: [{ failure: { category: 'unknown', providerCode: 'FAILURE' } }] });
      expect(JSON.stringify(outcome)).not.toMatch(/393923456789|804617/);
    },
  );

  it('reads a list of records, and a batch of CloudWatch Logs', async () => {
    const logs = [createLog('SUCCESS'), createLog('FAILURE'), { other: 1 }, null];
    const reports = [{ status: 'delivered' }, { status: 'undelivered' }];
    expect(await parseNotification(logs)).toMatchObject({ reports });
    const logEvents = logs.map((log, index) => ({ id: String(index), timestamp: 0, message: JSON.stringify(log) }));
    expect(await parseNotification({ messageType: 'DATA_MESSAGE', logEvents })).toMatchObject({ reports });
  });

  it.each([
    ['a text', 'hello'],
    ['an id that is none', createLog('SUCCESS', {}, { notification: { messageId: 'code 804617' } })],
    ['a state that is new', createLog('PENDING')],
    ['a control message of CloudWatch Logs', { messageType: 'CONTROL_MESSAGE', logEvents: [] }],
    ['deep JSON', '['.repeat(50_000)],
    ['everything behind __proto__', `{"__proto__":${JSON.stringify(createLog('SUCCESS'))}}`],
  ])('reports nothing about %s', async (_what, message) => {
    expect(await parseNotification(message)).toEqual({ status: 'verified', reports: [], reply: null });
  });
});
