/** What is left of the caller's time, divided among those who may still be asked. */
import type { CallOptions, MessageChannel, SendOutcome, SmsSender } from '@countersign/otp-core/spec';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { byCountry } from './by-country.ts';
import type { RoutingEvent } from './routing-event.ts';
import { refused } from './test-support/failures.ts';
import { weighted } from './weighted.ts';
import { withFailover } from './with-failover.ts';

const MESSAGE = { to: '+14155550123', text: 'Your code is 042817.' };

/** Takes so long, or as long as it is told, and then refuses; the last one accepts. */
function hearing(takesMs: number | 'all', count: number) {
  const told: (number | undefined)[] = [];
  const senders = Array.from(
    { length: count },
    (_, index): SmsSender => ({
      ...{ specificationVersion: 'v1', kind: 'sms-sender', providerId: `vendor-${index}` },
      async send(_message, { timeoutMs }: CallOptions = {}): Promise<SendOutcome> {
        told.push(timeoutMs);
        if (index === count - 1) return { status: 'accepted', messageId: null };
        await new Promise((resolve) => setTimeout(resolve, takesMs === 'all' ? timeoutMs : takesMs));
        return refused(`vendor-${index}`, takesMs === 'all' ? 'timeout' : 'unavailable');
      },
    }),
  );
  return { senders, told };
}

describe('a failover', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it.each([
    [1, undefined, [8_750]],
    [2, undefined, [4_500, 4_250]],
    [3, undefined, [3_000, 3_000, 2_750]],
    [6, undefined, [2_000, 2_000, 2_000, 1_500, 750, 500]],
    [3, 60_000, [3_000, 3_000, 2_750]],
    [3, 4_500, [2_000, 1_250, 1_000]],
    [2, 100, [50, 25]],
  ])('of %i, told %s ms, gives each its share of what is left', async (count, timeoutMs, expected) => {
    const { senders, told } = hearing('all', count);
    const sending = withFailover(senders).send(MESSAGE, timeoutMs === undefined ? {} : { timeoutMs });
    await vi.runAllTimersAsync();
    expect((await sending).status).toBe('accepted');
    expect(told).toEqual(expected);
  });

  it('gives what one left over to the next', async () => {
    const { senders, told } = hearing(100, 3);
    const sending = withFailover(senders).send(MESSAGE);
    await vi.runAllTimersAsync();
    await sending;
    expect(told).toEqual([3_000, 4_450, 8_550]);
  });

  it('sets nothing aside for a vendor that is left alone', async () => {
    const { senders, told } = hearing(0, 1);
    const [hears] = senders as [SmsSender];
    const first: SmsSender = {
      ...hears,
      send: async (message, options) => {
        await hears.send(message, options);
        return refused('vendor-0', 'unreachable-recipient');
      },
    };
    const dead: SmsSender = { ...hears, providerId: 'dead', send: async () => refused('dead', 'unavailable') };
    const sender = withFailover([first, dead], { openAfterFailures: 1 });
    await sender.send(MESSAGE);
    await sender.send(MESSAGE);
    expect(told).toEqual([4_500, 8_750]);
  });

  it('ends when its caller’s time is over, and tells it so', async () => {
    const silent: SmsSender = { ...hearing(0, 1).senders[0], send: () => new Promise(() => {}) } as SmsSender;
    const sending = withFailover([silent]).send(MESSAGE, { timeoutMs: 500 });
    await vi.advanceTimersByTimeAsync(500);
    expect(await sending).toMatchObject({ status: 'unknown', failure: { category: 'timeout' } });
  });

  it('blames no vendor for a caller with hardly any time', async () => {
    const events: RoutingEvent[] = [];
    const { senders } = hearing('all', 2);
    const sender = withFailover(senders, { openAfterFailures: 1, onEvent: (event) => events.push(event) });
    const hurried = sender.send(MESSAGE, { timeoutMs: 900 });
    await vi.runAllTimersAsync();
    await hurried;
    expect(events.map(({ type }) => type)).toEqual(['provider-failed-over']);
    const patient = withFailover(hearing('all', 2).senders, {
      openAfterFailures: 1,
      onEvent: (event) => events.push(event),
    }).send(MESSAGE);
    await vi.runAllTimersAsync();
    await patient;
    expect(events.map(({ type }) => type)).toContain('circuit-opened');
  });
});

describe('a route', () => {
  it.each([
    ['by country', (sender: SmsSender) => byCountry({ default: sender })],
    ['by weight', (sender: SmsSender) => weighted([{ sender, weight: 1 }])],
  ])('%s tells what is left, and nothing where nobody says', async (_how, route) => {
    const { senders, told } = hearing(0, 1);
    const sender = route(senders[0] as SmsSender);
    await sender.send(MESSAGE, { timeoutMs: 3_000 });
    await sender.send(MESSAGE);
    expect(told[0]).toBeGreaterThan(2_000);
    expect(told[0]).toBeLessThanOrEqual(2_750);
    expect(told[1]).toBeUndefined();
  });
});

describe('the channel of a route', () => {
  const over = (channel?: MessageChannel): SmsSender => ({
    ...{ specificationVersion: 'v1', kind: 'sms-sender', providerId: channel ?? 'texts' },
    ...(channel === undefined ? {} : { channel }),
    send: async () => ({ status: 'accepted', messageId: 'm-1' }),
  });

  it('is that of its senders where all have the same', () => {
    const another = { ...over('whatsapp'), providerId: 'another' };
    expect(withFailover([over('whatsapp'), another])).toMatchObject({ channel: 'whatsapp' });
    expect(byCountry({ '+1': over('voice') })).toMatchObject({ channel: 'voice' });
    expect(weighted([{ sender: over('rcs'), weight: 1 }])).toMatchObject({ channel: 'rcs' });
    expect(withFailover([over('sms'), over()])).not.toHaveProperty('channel');
  });

  it('is told by each outcome where they differ', async () => {
    const sender = withFailover([over('whatsapp'), over()], { onRepeat: 'another' });
    expect(sender).not.toHaveProperty('channel');
    expect(await sender.send(MESSAGE)).toMatchObject({ providerId: 'whatsapp', channel: 'whatsapp' });
    expect(await sender.send(MESSAGE)).toEqual({ status: 'accepted', messageId: 'm-1', providerId: 'texts' });
    const around = byCountry({ default: withFailover([over('voice'), over()]) });
    expect(await around.send(MESSAGE)).toMatchObject({ providerId: 'voice', channel: 'voice' });
  });

  it('must be one that there is', () => {
    const sender = { ...over(), channel: 'pigeon' } as unknown as SmsSender;
    expect(() => withFailover([sender])).toThrow(/senders\.0\.channel/);
    expect(() => byCountry({ default: sender })).toThrow(/routes\.default\.channel/);
  });
});
