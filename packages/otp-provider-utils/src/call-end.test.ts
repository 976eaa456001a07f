import { describe, expect, it } from 'vitest';
import { createCallEnd } from './call-end.ts';

const NEVER = new Promise<never>(() => {});

describe('createCallEnd', () => {
  it('ends after its own time, as a time-out', async () => {
    const end = createCallEnd(1, new AbortController().signal);
    await expect(end.race(NEVER)).rejects.toThrow();
    expect([end.cause(), end.signal.aborted]).toEqual(['timeout', true]);
    end.dispose();
  });

  it('ends as a time-out where a signal says that a time is over', async () => {
    const end = createCallEnd(60_000, AbortSignal.timeout(1));
    await expect(end.race(NEVER)).rejects.toThrow();
    expect(end.cause()).toBe('timeout');
    end.dispose();
  });

  it.each([undefined, null, 'gone', new Error('gone')])('ends as aborted where the caller stops, for %s', (reason) => {
    const stop = new AbortController();
    const end = createCallEnd(60_000, stop.signal);
    stop.abort(reason);
    expect(end.cause()).toBe('aborted');
    end.dispose();
  });

  it('has ended where its signal was aborted before', async () => {
    const end = createCallEnd(60_000, AbortSignal.abort());
    await expect(end.race(NEVER)).rejects.toThrow();
    expect(end.cause()).toBe('aborted');
    end.dispose();
  });

  it('has no end once it is disposed of', () => {
    const stop = new AbortController();
    const end = createCallEnd(60_000, stop.signal);
    end.dispose();
    stop.abort();
    expect(end.cause()).toBeNull();
  });
});
