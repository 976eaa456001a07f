import { describe, expect, it } from 'vitest';
import { type Account, askVendor } from './ask-vendor.ts';

const ACCOUNT: Account<string> = {
  providerId: 'acme',
  vendor: { name: 'Acme', readError: () => ({ code: null, meaning: undefined }) },
  credentials: [],
  timeoutMs: 60_000,
};

function askSilence(timeoutMs: number, leftMs: number, signal: AbortSignal | null = null) {
  const call = { status: 'ready', signal, endsAtMs: performance.now() + leftMs } as const;
  return askVendor({ ...ACCOUNT, timeoutMs }, call, [], () => new Promise<never>(() => {}));
}

describe('askVendor of one who never answers', () => {
  it.each([
    ['the account allows', 1, Number.POSITIVE_INFINITY],
    ['the caller has left', 60_000, 1],
    ['the caller had left before', 60_000, -1],
  ])('ends after the time that %s, as a time-out', async (_whose, timeoutMs, leftMs) => {
    const message = 'Acme did not answer in time; nothing was sent.';
    const outcome = { status: 'refused', failure: { category: 'timeout', message } };
    expect(await askSilence(timeoutMs, leftMs)).toMatchObject({ status: 'failed', statusCode: null, outcome });
  });

  it('ends when the caller stops waiting', async () => {
    const stop = new AbortController();
    const answer = askSilence(60_000, 60_000, stop.signal);
    stop.abort();
    const message = 'The caller stopped waiting for Acme; nothing was sent.';
    expect(await answer).toMatchObject({ outcome: { failure: { category: 'timeout', message } } });
  });
});
