import { describe, expect, it } from 'vitest';
import {
  createTestBed,
  DAY_MS,
  granted,
  HOUR_MS,
  MINUTE_MS,
  NUMBER,
  OTHER_SECRET,
  SECRET,
  wrong,
} from '../test-support/test-bed.ts';

describe('law 3: failures survive', () => {
  /** Uses up what strangers may get wrong in a day: three challenges of five tries. */
  async function exhaust(bed: ReturnType<typeof createTestBed>) {
    for (let challenges = 0; challenges < 3; challenges += 1) {
      const { challenge } = granted(await bed.otp.request({ to: NUMBER, purpose: `purpose-${challenges}` }));
      const code = wrong(bed.provider.lastCode());
      for (let tries = 0; tries < 5; tries += 1)
        await bed.otp.verify({ challenge, code, purpose: `purpose-${challenges}` });
      await bed.clock.advance(HOUR_MS);
    }
  }

  it('survive new challenges, other purposes, expiry, a restart and a rotation of the secret', async () => {
    const bed = createTestBed();
    await exhaust(bed);
    expect(await bed.otp.request({ to: NUMBER })).toMatchObject({ ok: false, reason: 'locked' });
    const restarted = bed.engineWith({ secret: [OTHER_SECRET, SECRET] });
    expect(await restarted.request({ to: NUMBER, purpose: 'another' })).toMatchObject({ ok: false, reason: 'locked' });
  });

  it('are forgotten by time alone: the moment that is told is the moment it goes on', async () => {
    const bed = createTestBed();
    await exhaust(bed);
    const refused = await bed.otp.request({ to: NUMBER });
    if (refused.ok || refused.reason !== 'locked' || refused.retryAt === null) throw new Error('expected a lock');
    await bed.clock.advance(refused.retryAt.getTime() - bed.clock.now() - 1);
    expect(await bed.otp.request({ to: NUMBER })).toMatchObject({ reason: 'locked' });
    await bed.clock.advance(1);
    granted(await bed.otp.request({ to: NUMBER }));
  });

  it('survive a success, which clears the consecutive count and nothing else', async () => {
    const bed = createTestBed();
    for (let rounds = 0; rounds < 3; rounds += 1) {
      const { challenge } = granted(await bed.otp.request({ to: NUMBER, client: { known: true } }));
      for (let tries = 0; tries < 4; tries += 1)
        await bed.otp.verify({ challenge, code: wrong(bed.provider.lastCode()) });
      expect(await bed.otp.verify({ challenge, code: bed.provider.lastCode() })).toMatchObject({ ok: true });
      await bed.clock.advance(HOUR_MS);
    }
    expect(await bed.otp.request({ to: NUMBER })).toMatchObject({ ok: false, reason: 'locked' });
  });

  it('are not cleared by a refused send or by cancelling', async () => {
    const bed = createTestBed({ policy: { failureQuotas: [{ max: 12, durationMs: DAY_MS }], knownClientReserve: 0 } });
    for (let rounds = 0; rounds < 2; rounds += 1) {
      const { challenge } = granted(await bed.otp.request({ to: NUMBER }));
      for (let tries = 0; tries < 4; tries += 1)
        await bed.otp.verify({ challenge, code: wrong(bed.provider.lastCode()) });
      await bed.otp.cancel({ challenge });
      await bed.clock.advance(10 * MINUTE_MS);
    }
    bed.provider.behave('refuse');
    await bed.otp.request({ to: NUMBER });
    await bed.clock.advance(10 * MINUTE_MS);
    expect(await bed.otp.request({ to: NUMBER })).toMatchObject({ ok: false, reason: 'locked' });
  });

  it('lock a number after a hundred in a row until unlock, which clears all', async () => {
    const bed = createTestBed();
    let failures = 0;
    for (let day = 0; failures < 75 && day < 30; day += 1) {
      for (let challenges = 0; challenges < 3; challenges += 1) {
        const result = await bed.otp.request({ to: NUMBER });
        if (!result.ok) break;
        const code = wrong(bed.provider.lastCode());
        for (let tries = 0; tries < 5; tries += 1) {
          const guess = await bed.otp.verify({ challenge: result.challenge, code });
          if (!guess.ok && guess.reason === 'mismatch') failures += 1;
        }
        await bed.clock.advance(10 * MINUTE_MS);
      }
      await bed.clock.advance(DAY_MS);
    }
    expect(failures).toBe(75);
    await bed.clock.advance(30 * DAY_MS);
    expect(await bed.otp.request({ to: NUMBER })).toEqual({ ok: false, reason: 'locked', retryAt: null });
    granted(await bed.otp.request({ to: NUMBER, client: { known: true } }));
    await bed.otp.unlock({ to: NUMBER });
    await bed.clock.advance(10 * MINUTE_MS);
    expect(granted(await bed.otp.request({ to: NUMBER })).codeLength).toBe(6);
  });

  it('keep a number locked though nothing else is remembered so long: no step-up, quotas of a day', async () => {
    const bed = createTestBed({ policy: { preset: 'strict' } });
    for (let attempts = 0; attempts < 100; attempts += 1) {
      const result = await bed.otp.request({ to: NUMBER });
      if (!result.ok && result.reason === 'locked' && result.retryAt === null) break;
      const code = wrong(bed.provider.lastCode());
      for (let tries = 0; result.ok && tries < 3; tries += 1)
        await bed.otp.verify({ challenge: result.challenge, code });
      await bed.clock.advance(2 * HOUR_MS);
    }
    for (const days of [0, 1, 30, 300]) {
      await bed.clock.advance(days * DAY_MS);
      expect(await bed.otp.request({ to: NUMBER })).toEqual({ ok: false, reason: 'locked', retryAt: null });
    }
  });

  it('make the next codes longer for a year, success or not', async () => {
    const bed = createTestBed();
    const first = granted(await bed.otp.request({ to: NUMBER }));
    expect(first.codeLength).toBe(6);
    for (let tries = 0; tries < 5; tries += 1)
      await bed.otp.verify({ challenge: first.challenge, code: wrong(bed.provider.lastCode()) });
    for (let month = 0; month < 11; month += 1) {
      await bed.clock.advance(30 * DAY_MS);
      const { challenge, codeLength } = granted(await bed.otp.request({ to: NUMBER }));
      expect(codeLength).toBe(8);
      expect(await bed.otp.verify({ challenge, code: bed.provider.lastCode() })).toMatchObject({ ok: true });
    }
    await bed.clock.advance(36 * DAY_MS);
    expect(granted(await bed.otp.request({ to: NUMBER })).codeLength).toBe(6);
  });
});
