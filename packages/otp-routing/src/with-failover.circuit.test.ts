/** When a vendor is left alone, and when it is asked again. */
import { PROVIDER_FAILURE_CATEGORIES } from '@countersign/otp-core/spec';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FailoverOptions } from './failover-options.ts';
import type { RoutingEvent } from './routing-event.ts';
import { createPlayedSender, type Play } from './test-support/played-sender.ts';
import { withFailover } from './with-failover.ts';

const MESSAGE = { to: '+14155550123', text: 'Your code is 042817.' };

function pair(options: FailoverOptions = {}) {
  const events: RoutingEvent[] = [];
  const main = createPlayedSender('main');
  const backup = createPlayedSender('backup');
  const sender = withFailover([main, backup], {
    onRepeat: 'same',
    repeatWithinMs: 1_000,
    ...options,
    onEvent: (event) => events.push(event),
  });
  /** To a number of its own each time, so that no message is a repeat. */
  let count = 0;
  const send = (callOptions?: { signal: AbortSignal }) => {
    count += 1;
    return sender.send({ ...MESSAGE, to: `+1415555${String(1_000 + count)}` }, callOptions);
  };
  const circuits = () => events.filter(({ type }) => type.startsWith('circuit'));
  return { main, backup, send, circuits };
}

async function sendTimes(send: () => Promise<unknown>, times: number) {
  for (let index = 0; index < times; index += 1) await send();
}

describe('the circuit breakers of withFailover', () => {
  beforeEach(() => vi.useFakeTimers({ now: Date.UTC(2030, 0, 1) }));
  afterEach(() => vi.useRealTimers());

  it('leave a vendor alone that has failed three times in a row', async () => {
    const { main, backup, send, circuits } = pair();
    main.play('refuse unavailable');
    await sendTimes(send, 2);
    expect(circuits()).toEqual([]);
    await sendTimes(send, 3);
    expect(main.messages).toHaveLength(3);
    expect(backup.messages).toHaveLength(5);
    expect(circuits()).toEqual([
      {
        type: 'circuit-opened',
        atMs: Date.now(),
        route: 'failover',
        providerId: 'main',
        category: 'unavailable',
        openForMs: 30_000,
      },
    ]);
  });

  it('forget failures that were not in a row', async () => {
    const { main, send, circuits } = pair();
    main.play(
      'refuse unavailable',
      'refuse unavailable',
      'accept',
      'refuse unavailable',
      'refuse unavailable',
      'accept',
    );
    await sendTimes(send, 8);
    expect(main.messages).toHaveLength(8);
    expect(circuits()).toEqual([]);
  });

  it('let one message through when the time has come, and close when it gets there', async () => {
    const { main, backup, send, circuits } = pair();
    main.play('refuse unavailable', 'refuse unavailable', 'refuse unavailable', 'hang', 'accept');
    await sendTimes(send, 3);
    await vi.advanceTimersByTimeAsync(29_999);
    await send();
    expect(main.messages).toHaveLength(3);

    await vi.advanceTimersByTimeAsync(1);
    const trial = send();
    // All others go on at once; nobody waits for the trial to end.
    await sendTimes(send, 4);
    expect(main.messages).toHaveLength(4);
    expect(backup.messages).toHaveLength(8);
    main.release({ status: 'accepted', messageId: 'm' });
    expect(await trial).toMatchObject({ providerId: 'main' });
    expect(await send()).toMatchObject({ providerId: 'main' });
    expect(circuits().map(({ type }) => type)).toEqual(['circuit-opened', 'circuit-half-open', 'circuit-closed']);
  });

  it('open again when the trial fails', async () => {
    const { main, send, circuits } = pair({ openAfterFailures: 2, openForMs: 5_000 });
    main.play('refuse unavailable', 'refuse unavailable', 'refuse authentication');
    await sendTimes(send, 2);
    await vi.advanceTimersByTimeAsync(5_000);
    await sendTimes(send, 2);
    expect(main.messages).toHaveLength(3);
    expect(circuits()).toMatchObject([
      { type: 'circuit-opened', category: 'unavailable', openForMs: 5_000 },
      { type: 'circuit-half-open', providerId: 'main' },
      { type: 'circuit-opened', category: 'authentication' },
    ]);
  });

  it('stay open when the caller of the trial goes: that shows nothing', async () => {
    const { main, send, circuits } = pair({ openAfterFailures: 1 });
    main.play('refuse unavailable', 'hang');
    await send();
    await vi.advanceTimersByTimeAsync(30_000);
    const controller = new AbortController();
    const trial = send({ signal: controller.signal });
    controller.abort();
    expect(await trial).toMatchObject({ status: 'unknown' });
    expect(circuits().map(({ type }) => type)).toEqual(['circuit-opened', 'circuit-half-open', 'circuit-opened']);
  });

  it.each<Play>([
    'throw',
    'nonsense',
    'refuse unavailable',
    'refuse timeout',
    'refuse authentication',
    'refuse configuration',
    'refuse account-suspended',
    'refuse insufficient-funds',
    ...PROVIDER_FAILURE_CATEGORIES.map((category): Play => `unknown ${category}`),
  ])('count "%s", which is of the vendor’s own making', async (play) => {
    const { main, send, circuits } = pair();
    main.play(play);
    await sendTimes(send, 4);
    expect(main.messages).toHaveLength(3);
    expect(circuits()).toHaveLength(1);
  });

  it.each<Play>([
    'refuse invalid-recipient',
    'refuse unreachable-recipient',
    'refuse opted-out',
    'refuse blocked-destination',
    'refuse content-rejected',
    'refuse fraud-blocked',
    'refuse rate-limited',
    'refuse unknown',
  ])('do not count "%s", which a stranger may bring about', async (play) => {
    const { main, send, circuits } = pair();
    main.play(play);
    await sendTimes(send, 10);
    expect(main.messages).toHaveLength(10);
    expect(circuits()).toEqual([]);
  });

  it('neither count nor forget where nothing can be concluded', async () => {
    const { main, send, circuits } = pair();
    main.play(
      'refuse unavailable',
      'refuse rate-limited',
      'refuse unavailable',
      'refuse unknown',
      'refuse unavailable',
    );
    await sendTimes(send, 5);
    expect(circuits()).toHaveLength(1);
  });

  it('count a vendor that does not answer, so that it costs three users a message and no more', async () => {
    const { main, backup, send } = pair();
    main.play('hang');
    for (let index = 0; index < 3; index += 1) {
      const sending = send();
      await vi.advanceTimersByTimeAsync(9_000);
      expect(await sending).toMatchObject({ status: 'unknown' });
    }
    expect(await send()).toMatchObject({ status: 'accepted', providerId: 'backup' });
    expect(backup.messages).toHaveLength(1);
  });

  it('do not count callers that go', async () => {
    const { main, send, circuits } = pair();
    main.play('hang');
    for (let index = 0; index < 10; index += 1) {
      const controller = new AbortController();
      const sending = send({ signal: controller.signal });
      await vi.advanceTimersByTimeAsync(8_999);
      controller.abort();
      await sending;
    }
    expect(main.messages).toHaveLength(10);
    expect(circuits()).toEqual([]);
  });

  it('do not blame a vendor for the time that another one took', async () => {
    const { main, backup, send, circuits } = pair({ openAfterFailures: 1 });
    main.play('hang');
    backup.play('hang');
    const sending = send();
    await vi.advanceTimersByTimeAsync(8_000);
    main.release({
      status: 'refused',
      failure: { category: 'rate-limited', retryable: true, providerId: 'main', message: '-' },
    });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await sending).toMatchObject({ status: 'unknown', failure: { providerId: 'backup' } });
    expect(circuits()).toEqual([]);
  });

  it('refuse without asking anybody while all are open, and say when to try again', async () => {
    const { main, backup, send } = pair({ openAfterFailures: 1 });
    main.play('refuse authentication', 'accept');
    backup.play('refuse unavailable');
    expect(await send()).toMatchObject({ status: 'refused', failure: { category: 'unavailable', retryable: true } });
    await vi.advanceTimersByTimeAsync(12_000);
    expect(await send()).toEqual({
      status: 'refused',
      failure: {
        category: 'unavailable',
        retryable: true,
        providerId: 'failover',
        retryAfterMs: 18_000,
        message: 'Every provider has failed too often lately; none was asked.',
      },
    });
    expect(main.messages.length + backup.messages.length).toBe(2);
    await vi.advanceTimersByTimeAsync(18_000);
    expect(await send()).toMatchObject({ status: 'accepted', providerId: 'main' });
  });

  it('say that a later call may do better where the vendors that would not refuse were not asked', async () => {
    const { main, backup, send } = pair({ openAfterFailures: 1 });
    main.play('refuse unavailable');
    await send();
    backup.play('refuse blocked-destination');
    expect(await send()).toMatchObject({
      status: 'refused',
      failure: { category: 'blocked-destination', retryable: true },
    });
  });
});
