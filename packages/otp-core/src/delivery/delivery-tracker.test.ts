import { createManualClock, createRecordingSmsSender } from '@countersign/otp-testing';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createOtpEngine } from '../engine/create-otp-engine.ts';
import { OtpConfigurationError } from '../errors/otp-error.ts';
import type { OtpEvent } from '../events/otp-event.ts';
import { createMemoryCodeStore } from '../memory/index.ts';
import type { DeliveryReport } from '../spec/index.ts';
import type { DeliveryEvent } from './delivery-event.ts';
import { createDeliveryTracker, type DeliveryTrackerOptions } from './delivery-tracker.ts';

const NUMBER = '+14155550123';
const FAILURE = {
  category: 'unreachable-recipient',
  retryable: false,
  providerId: 'recording',
  message: 'The phone is off.',
} as const;

afterEach(() => {
  vi.useRealTimers();
});

function report(messageId: string, changes: Partial<DeliveryReport> = {}): DeliveryReport {
  return { providerId: 'recording', messageId, status: 'delivered', atMs: null, failure: null, ...changes };
}

function arrange(options: Partial<DeliveryTrackerOptions> = {}) {
  const clock = createManualClock();
  const told: Array<OtpEvent | DeliveryEvent> = [];
  const tracker = createDeliveryTracker({ onEvent: (event) => told.push(event), clock, ...options });
  const otp = createOtpEngine({
    provider: createRecordingSmsSender(),
    store: createMemoryCodeStore(),
    secret: 'a secret of the tests, 32 bytes and more',
    clock,
    onEvent: tracker.onEvent,
  });
  const deliveries = () => told.filter((each) => each.type.startsWith('message-') && each.type.endsWith('delivered'));
  return { clock, told, tracker, otp, deliveries };
}

describe('createDeliveryTracker', () => {
  it('tells once that a message was delivered, of which challenge, and how long it took', async () => {
    const { clock, told, tracker, otp, deliveries } = arrange();
    await otp.request({ to: NUMBER, tenant: 'acme', purpose: 'login' });
    const accepted = told.find((each) => each.type === 'message-accepted');
    expect(accepted).toMatchObject({ providerId: 'recording', messageId: 'message-1' });
    await clock.advance(2500);
    tracker.report(report('message-1', { status: 'in-transit' }));
    expect(deliveries()).toEqual([]);
    tracker.report(report('message-1', { atMs: clock.now() - 400 }));
    tracker.report(report('message-1'));
    expect(deliveries()).toEqual([
      {
        type: 'message-delivered',
        atMs: clock.now(),
        providerId: 'recording',
        messageId: 'message-1',
        tenant: 'acme',
        purpose: 'login',
        subject: accepted?.type === 'message-accepted' ? accepted.subject : '',
        challengeId: accepted?.type === 'message-accepted' ? accepted.challengeId : '',
        durationMs: 2500,
        reportedAtMs: clock.now() - 400,
      },
    ]);
  });

  it('tells why a message was not delivered, and drops what contradicts it later', async () => {
    const { tracker, otp, deliveries } = arrange();
    await otp.request({ to: NUMBER });
    tracker.report(report('message-1', { status: 'undelivered', failure: FAILURE }));
    tracker.report(report('message-1', { status: 'delivered' }));
    expect(deliveries()).toMatchObject([{ type: 'message-undelivered', failure: FAILURE, purpose: 'default' }]);
  });

  it('waits for the message where the report comes first', async () => {
    const { clock, tracker, otp, deliveries } = arrange();
    tracker.report(report('message-1'));
    await clock.advance(29_999);
    expect(deliveries()).toEqual([]);
    await otp.request({ to: NUMBER });
    expect(deliveries()).toMatchObject([{ type: 'message-delivered', purpose: 'default', durationMs: 0 }]);
    await clock.advance(60_000);
    expect(deliveries()).toHaveLength(1);
  });

  it('tells a report of a message that another process sent, without its challenge', async () => {
    const { clock, tracker, deliveries } = arrange();
    tracker.report(report('sent-elsewhere'));
    await clock.advance(30_000);
    expect(deliveries()).toMatchObject([{ messageId: 'sent-elsewhere', challengeId: null, durationMs: null }]);
  });

  it('takes no report for a message of another provider', async () => {
    const { tracker, otp, deliveries } = arrange();
    await otp.request({ to: NUMBER });
    tracker.report(report('message-1', { providerId: 'another' }));
    expect(deliveries()).toEqual([]);
  });

  it('forgets the oldest beyond its bound, and tells what waits when it is closed', async () => {
    const { clock, tracker, deliveries } = arrange({ maxMessages: 2 });
    for (const messageId of ['a', 'b', 'c']) tracker.report(report(messageId));
    tracker.close();
    expect(deliveries().map((each) => 'messageId' in each && each.messageId)).toEqual(['b', 'c']);
    await clock.advance(60_000);
    expect(deliveries()).toHaveLength(2);
  });

  it('forgets messages that were not reported as well', async () => {
    const { tracker, otp, deliveries } = arrange({ maxMessages: 1 });
    for (const to of [NUMBER, '+447700900456']) expect(await otp.request({ to })).toMatchObject({ ok: true });
    tracker.report(report('message-1'));
    expect(deliveries()).toEqual([]);
  });

  it('knows no message any more once it is closed', async () => {
    const { tracker, otp, deliveries } = arrange();
    await otp.request({ to: NUMBER });
    tracker.close();
    tracker.report(report('message-1'));
    expect(deliveries()).toEqual([]);
  });

  it('waits by timers of its own where it is given no clock, and leaves none behind', () => {
    vi.useFakeTimers();
    const told: string[] = [];
    const tracker = createDeliveryTracker({ onEvent: ({ type }) => told.push(type) });
    tracker.report(report('message-1'));
    vi.advanceTimersByTime(29_999);
    expect(told).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(told).toEqual(['message-delivered']);
    tracker.report(report('message-2'));
    expect(vi.getTimerCount()).toBe(1);
    tracker.close();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('never verifies anybody: a delivered code still has to be told', async () => {
    const { tracker, otp } = arrange();
    const sent = await otp.request({ to: NUMBER });
    tracker.report(report('message-1'));
    if (!sent.ok) throw new Error('not sent');
    expect(await otp.verify({ challenge: sent.challenge, code: '000000' })).toMatchObject({ reason: 'mismatch' });
  });

  it('believes the first of two reports that contradict each other before the message', async () => {
    const { clock, tracker, otp, deliveries } = arrange();
    tracker.report(report('message-1', { status: 'undelivered', failure: FAILURE }));
    tracker.report(report('message-1', { status: 'delivered' }));
    await otp.request({ to: NUMBER });
    await clock.advance(60_000);
    expect(deliveries()).toMatchObject([{ type: 'message-undelivered', failure: FAILURE }]);
  });

  it('leaves no rejection of an async listener to the process', async () => {
    const rejections: unknown[] = [];
    const keep = (reason: unknown) => void rejections.push(reason);
    process.on('unhandledRejection', keep);
    const { tracker, otp } = arrange({ onEvent: () => Promise.reject(new Error('the listener')) });
    await otp.request({ to: NUMBER });
    tracker.report(report('message-1'));
    await new Promise((resolve) => setImmediate(resolve));
    process.off('unhandledRejection', keep);
    expect(rejections).toEqual([]);
  });

  it('lets no listener fail a request or a webhook', async () => {
    const { tracker, otp } = arrange({
      onEvent: () => {
        throw new Error('the listener');
      },
    });
    expect(await otp.request({ to: NUMBER })).toMatchObject({ ok: true });
    expect(() => tracker.report(report('message-1'))).not.toThrow();
  });

  it('names every option that makes no sense', () => {
    const wrong = { onEvent: 7, maxMessages: 0, earlyMs: -1, extra: 1 } as unknown as DeliveryTrackerOptions;
    expect(() => createDeliveryTracker(wrong)).toThrow(OtpConfigurationError);
    expect(() => createDeliveryTracker(wrong)).toThrow(
      /createDeliveryTracker.* extra .*onEvent must be a function.*maxMessages .*earlyMs /,
    );
    const options = ['extra', 'onEvent', 'maxMessages', 'earlyMs'].map((option) => expect.objectContaining({ option }));
    expect(() => createDeliveryTracker(wrong)).toThrow(expect.objectContaining({ problems: options }));
  });
});
