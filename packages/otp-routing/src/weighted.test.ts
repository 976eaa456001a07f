import { OtpConfigurationError } from '@countersign/otp-core/adapter';
import { describe, expect, it } from 'vitest';
import { createPlayedSender } from './test-support/played-sender.ts';
import { type WeightedRoute, weighted } from './weighted.ts';
import { withFailover } from './with-failover.ts';

const MESSAGE = { to: '+14155550123', text: 'Your code is 042817.' };

function routes(...weights: readonly number[]): WeightedRoute[] {
  return weights.map((weight, index) => ({ sender: createPlayedSender(`vendor-${index}`), weight }));
}

async function taker(weights: readonly number[], drawn: number): Promise<string | undefined> {
  const outcome = await weighted(routes(...weights), { random: () => drawn }).send(MESSAGE);
  return outcome.status === 'accepted' ? outcome.providerId : undefined;
}

describe('weighted', () => {
  it.each([
    [[3, 1], 0, 'vendor-0'],
    [[3, 1], 0.7499, 'vendor-0'],
    [[3, 1], 0.75, 'vendor-1'],
    [[3, 1], 0.9999, 'vendor-1'],
    [[0, 2, 0], 0, 'vendor-1'],
    [[0, 2, 0], 0.9999, 'vendor-1'],
    [[0.1, 0.2, 0.7], 0.29, 'vendor-1'],
    // Not from 0 to below 1, or not even a number: somebody is drawn all the same.
    [[1, 1], 1, 'vendor-1'],
    [[1, 1], Number.NaN, 'vendor-1'],
  ])('of weights %j, draws by %d %s', async (weights, drawn, vendor) => {
    expect(await taker(weights, drawn)).toBe(vendor);
  });

  it('gives each its share by chance', async () => {
    const list = routes(1, 1);
    const sender = weighted(list);
    for (let index = 0; index < 200; index += 1) await sender.send(MESSAGE);
    const counts = list.map((route) => (route.sender as ReturnType<typeof createPlayedSender>).messages.length);
    expect(Math.min(...counts)).toBeGreaterThan(50);
  });

  it('asks no other where the one that was drawn refuses, unless a failover does', async () => {
    const [dead, alive] = [createPlayedSender('dead', 'refuse unavailable'), createPlayedSender('alive')];
    const share = weighted([
      { sender: dead, weight: 1 },
      { sender: alive, weight: 0 },
    ]);
    expect(await share.send(MESSAGE)).toMatchObject({ status: 'refused', failure: { providerId: 'dead' } });
    expect(await withFailover([share, alive]).send(MESSAGE)).toMatchObject({ providerId: 'alive' });
  });

  it.each([
    ['no list', undefined],
    ['an empty list', []],
    ['nothing but zeros', routes(0, 0)],
    ['a negative weight', routes(1, -1)],
    ['an endless weight', routes(1, Number.POSITIVE_INFINITY)],
    ['a weight that is no number', [{ sender: createPlayedSender('a'), weight: '1' }]],
    ['a sender twice', [...routes(1), ...routes(1)]],
    ['what is no sender', [{ sender: {}, weight: 1 }]],
    ['what is no route', [null]],
  ])('refuses %s', (_name, list) => {
    expect(() => weighted(list as WeightedRoute[])).toThrow(OtpConfigurationError);
  });

  it('refuses options that make no sense', () => {
    expect(() => weighted(routes(1), { random: 0.5, seed: 1 } as object)).toThrow(/seed is not an option.*random must/);
  });
});
