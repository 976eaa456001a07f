/** Who comes first when a number is sent to again: resends look like any other message to a sender. */
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FailoverOptions } from './failover-options.ts';
import { createPlayedSender } from './test-support/played-sender.ts';
import { withFailover } from './with-failover.ts';

const TO = '+14155550123';

function three(options: FailoverOptions = {}) {
  const senders = [createPlayedSender('a'), createPlayedSender('b'), createPlayedSender('c')] as const;
  const sender = withFailover(senders, options);
  const takenBy = async (to = TO) => {
    const outcome = await sender.send({ to, text: 'Your code is 042817.' });
    return outcome.status === 'accepted' ? outcome.providerId : outcome.status;
  };
  return { senders, sender, takenBy };
}

describe('a repeat through withFailover', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('goes to the next vendor in the list, in turn', async () => {
    const { takenBy } = three();
    expect([await takenBy(), await takenBy(), await takenBy(), await takenBy()]).toEqual(['a', 'b', 'c', 'a']);
  });

  it('goes to another vendor after an unknown outcome: the user has asked again', async () => {
    const { senders, takenBy } = three();
    senders[0].play('unknown timeout');
    expect([await takenBy(), await takenBy()]).toEqual(['unknown', 'b']);
  });

  it('comes back to the vendor used last only where all others refuse', async () => {
    const { senders, takenBy } = three();
    await takenBy();
    senders[1].play('refuse unavailable');
    senders[2].play('refuse unavailable');
    expect(await takenBy()).toBe('a');
  });

  it('stays with the vendor used last where it is told to, and with the others in their order behind it', async () => {
    const { senders, takenBy } = three({ onRepeat: 'same' });
    senders[0].play('refuse unavailable', 'accept');
    expect([await takenBy(), await takenBy()]).toEqual(['b', 'b']);
    senders[1].play('refuse unavailable');
    expect(await takenBy()).toBe('a');
  });

  it('is one only for that number, and only for a while', async () => {
    const { takenBy } = three({ repeatWithinMs: 60_000 });
    await takenBy();
    expect(await takenBy('+14155550199')).toBe('a');
    await vi.advanceTimersByTimeAsync(59_999);
    expect(await takenBy()).toBe('b');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await takenBy()).toBe('a');
  });

  it('is not one after a refusal: nothing was sent', async () => {
    const { senders, takenBy } = three();
    senders[0].play('refuse opted-out', 'accept');
    expect([await takenBy(), await takenBy()]).toEqual(['refused', 'a']);
  });

  it('is forgotten beyond so many numbers, the oldest first', async () => {
    const { takenBy } = three({ maxRememberedNumbers: 2 });
    for (const to of ['+14155550001', '+14155550002', '+14155550001', '+14155550003']) await takenBy(to);
    expect(await takenBy('+14155550001')).toBe('c');
    expect(await takenBy('+14155550002')).toBe('a');
  });

  it('is told by what is no number in clear', async () => {
    const remembered: unknown[] = [];
    const set = vi.spyOn(Map.prototype, 'set').mockImplementation(function (this: Map<unknown, unknown>, key, value) {
      remembered.push([key, value]);
      return this;
    });
    const { takenBy } = three();
    await takenBy();
    set.mockRestore();
    expect(remembered).not.toEqual([]);
    expect(inspect(remembered, { depth: 5 })).not.toContain('4155550123');
  });
});
