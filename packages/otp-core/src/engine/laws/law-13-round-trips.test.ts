import { describe, expect, it } from 'vitest';
import type { RateLimiter } from '../../spec/index.ts';
import { createProviderTestBed, createTestBed, granted, NUMBER, OTHER_NUMBER } from '../test-support/test-bed.ts';
import { countingStore } from '../test-support/watched-store.ts';

describe('law 13: a request costs one round trip to the store and a verification one', () => {
  it('calls the store once for each, and once more for a refused send and for an approval', async () => {
    const calls: string[] = [];
    const sent = createTestBed({ store: countingStore(calls) });
    const { challenge } = granted(await sent.otp.request({ to: NUMBER }));
    await sent.otp.verify({ challenge, code: sent.provider.lastCode() });
    expect(calls.splice(0)).toEqual(['issue', 'redeem']);

    sent.provider.behave('refuse');
    await sent.otp.request({ to: OTHER_NUMBER });
    expect(calls.splice(0)).toEqual(['issue', 'discard']);

    const made = createProviderTestBed({}, { store: countingStore(calls) });
    const started = granted(await made.otp.request({ to: NUMBER }));
    await made.otp.verify({ challenge: started.challenge, code: '999999' });
    await made.otp.verify({ challenge: started.challenge, code: made.provider.lastCode(NUMBER) });
    expect(calls.splice(0)).toEqual(['issue', 'redeem', 'redeem', 'settle']);
  });

  it('asks the limiter once, with all its keys, and only where there is one', async () => {
    const taken: number[] = [];
    const rateLimiter: RateLimiter = {
      specificationVersion: 'v1',
      take: async (windows) => {
        taken.push(windows.length);
        return { status: 'allowed' };
      },
    };
    const { otp } = createTestBed({ rateLimiter });
    granted(await otp.request({ to: NUMBER, client: { ip: '192.0.2.1' } }));
    expect(taken).toEqual([3]);
  });
});
