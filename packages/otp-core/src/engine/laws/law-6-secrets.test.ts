import { describe, expect, it } from 'vitest';
import { createMemoryCodeStore } from '../../memory/index.ts';
import { createTestBed, granted, MINUTE_MS, NUMBER, OTHER_SECRET, SECRET, wrong } from '../test-support/test-bed.ts';
import { spyingStore } from '../test-support/watched-store.ts';

describe('law 6: neither the store without the secret nor the secret without the store tells a code', () => {
  it('hands the store nothing that holds a number or a code', async () => {
    const seen: unknown[] = [];
    const { otp, provider } = createTestBed({ store: spyingStore(seen) });
    const { challenge } = granted(await otp.request({ to: NUMBER, idempotencyKey: 'idempotency-key' }));
    await otp.verify({ challenge, code: wrong(provider.lastCode()) });
    await otp.verify({ challenge, code: provider.lastCode() });
    const text = JSON.stringify(seen);
    for (const secret of [NUMBER.slice(1), provider.lastCode(), 'idempotency-key', SECRET])
      expect(text).not.toContain(secret);
  });

  it('keeps the salt out of the handle: the same secret with another store verifies nothing', async () => {
    const bed = createTestBed();
    const { challenge } = granted(await bed.otp.request({ to: NUMBER }));
    const elsewhere = bed.engineWith({ store: createMemoryCodeStore() });
    expect(await elsewhere.verify({ challenge, code: bed.provider.lastCode() })).toEqual({
      ok: false,
      reason: 'not-found',
    });
  });

  it('opens no handle without its secret', async () => {
    const bed = createTestBed();
    const { challenge } = granted(await bed.otp.request({ to: NUMBER }));
    const stranger = bed.engineWith({ secret: OTHER_SECRET, subjectSecret: SECRET });
    expect(await stranger.verify({ challenge, code: bed.provider.lastCode() })).toEqual({
      ok: false,
      reason: 'not-found',
    });
  });

  it('keeps codes and handles in flight valid through a rotation, and ends them when the old secret goes', async () => {
    const bed = createTestBed();
    const { challenge } = granted(await bed.otp.request({ to: NUMBER }));
    const code = bed.provider.lastCode();
    const rotated = bed.engineWith({ secret: [OTHER_SECRET, SECRET] });
    await bed.clock.advance(MINUTE_MS);
    const resent = granted(await rotated.resend({ challenge }));
    expect(bed.provider.lastCode()).toBe(code);
    const dropped = bed.engineWith({ secret: OTHER_SECRET, subjectSecret: SECRET });
    expect(await dropped.verify({ challenge, code })).toMatchObject({ reason: 'not-found' });
    expect(await rotated.verify({ challenge: resent.challenge, code })).toMatchObject({ ok: true });
  });
});
