/** What a guess is answered where it is not even compared. */

import { createScriptedVerificationProvider } from '@countersign/otp-testing';
import { describe, expect, it } from 'vitest';
import { createMemoryCodeStore, createMemoryRateLimiter } from '../memory/index.ts';
import type { CodeStore } from '../spec/index.ts';
import { createProviderTestBed, createTestBed, granted, NUMBER, wrong } from './test-support/test-bed.ts';

describe('a guess beyond a limit', () => {
  it('is refused, right or not, until the moment that is told', async () => {
    const { otp, provider, clock } = createTestBed({
      rateLimiter: createMemoryRateLimiter(),
      policy: { ttlMs: 600_000, rateLimits: { checksPerAddress: [{ max: 1, durationMs: 60_000 }] } },
    });
    const client = { ip: '192.0.2.1' };
    const { challenge } = granted(await otp.request({ to: NUMBER }));
    expect(await otp.verify({ challenge, code: '000000', client })).toMatchObject({ reason: 'mismatch' });
    const refused = await otp.verify({ challenge, code: provider.lastCode(), client });
    expect(refused).toEqual({ ok: false, reason: 'rate-limited', retryAt: expect.any(Date) });
    if (refused.ok || refused.reason !== 'rate-limited') throw new Error('expected a limit');
    await clock.advance(refused.retryAt.getTime() - clock.now());
    expect(await otp.verify({ challenge, code: provider.lastCode(), client })).toMatchObject({ ok: true });
  });
});

describe('a guess that the store cannot judge', () => {
  it.each(['redeem', 'settle'] as const)('is no success, and the failing %s is told by name', async (verb) => {
    for (const act of [() => Promise.reject(new Error('down')), async () => undefined]) {
      const store = { ...createMemoryCodeStore(), [verb]: act } as CodeStore;
      const { otp, provider, events } = createProviderTestBed({}, { store });
      const { challenge } = granted(await otp.request({ to: NUMBER }));
      const code = provider.lastCode(NUMBER);
      await expect(otp.verify({ challenge, code })).rejects.toMatchObject({
        code: 'OTP_STORE_UNAVAILABLE',
        message: expect.stringContaining(`(${verb})`),
      });
      expect(events.filter((event) => event.type === 'code-verified')).toEqual([]);
    }
    const store = { ...createMemoryCodeStore(), [verb]: () => Promise.reject(new Error('down')) } as CodeStore;
    const { otp, provider, events } = createProviderTestBed({}, { store });
    const { challenge } = granted(await otp.request({ to: NUMBER }));
    await otp.verify({ challenge, code: provider.lastCode(NUMBER) }).catch(() => undefined);
    expect(events.at(-1)).toMatchObject({ type: 'store-failed', operation: verb, tenant: 'default' });
  });

  it('is not judged either where the limiter answers nothing', async () => {
    const bed = createTestBed();
    const { challenge } = granted(await bed.otp.request({ to: NUMBER }));
    const rateLimiter = { ...createMemoryRateLimiter(), take: async () => undefined as never };
    const limited = bed.engineWith({ rateLimiter });
    const guess = { challenge, code: bed.provider.lastCode(), client: { ip: '192.0.2.1' } };
    await expect(limited.verify(guess)).rejects.toMatchObject({ code: 'OTP_STORE_UNAVAILABLE' });
    expect(await bed.otp.verify(guess)).toMatchObject({ ok: true });
  });
});

describe('a code as it was typed', () => {
  const typings: readonly (readonly [name: string, write: (code: string) => string])[] = [
    ['with blanks', (code) => ` ${code.slice(0, 3)} ${code.slice(3)} `],
    ['in a column', (code) => [...code].join('\n')],
    ['with dashes', (code) => `${code.slice(0, 2)}-${code.slice(2, 4)}\u2013${code.slice(4)}`],
    ['in Devanagari', (code) => [...code].map((digit) => String.fromCodePoint(0x966 + Number(digit))).join('')],
    ['in isolates', (code) => `\u2068${code}\u2069`],
  ];

  it.each(typings)('is the code, %s', async (_name, write) => {
    for (const policy of [{}, { binding: 'number' }] as const) {
      const { otp, provider } = createTestBed({ policy });
      const { challenge } = granted(await otp.request({ to: NUMBER }));
      const code = write(provider.lastCode());
      const where = 'binding' in policy ? { to: NUMBER } : { challenge };
      expect(await otp.verify({ ...where, code })).toMatchObject({ ok: true, phoneNumber: NUMBER });
    }
  });

  it('costs a try when it is wrong, and none when it is no code or two', async () => {
    const { otp, provider } = createTestBed();
    const { challenge } = granted(await otp.request({ to: NUMBER }));
    const code = provider.lastCode();
    const malformed = { ok: false, reason: 'malformed', field: 'code' };
    for (const none of [`${code} ${code}`, `${code}\n${code}`, `+${code}`, `#${code}`, code.slice(1), `${code}-0`]) {
      expect(await otp.verify({ challenge, code: none })).toEqual(malformed);
    }
    const guess = [...wrong(code)].join('-');
    expect(await otp.verify({ challenge, code: guess })).toEqual({ ok: false, reason: 'mismatch', attemptsLeft: 4 });
  });

  it('is told from a handle that is none', async () => {
    const { otp, events } = createTestBed();
    const refused = await otp.verify({ challenge: '042817', code: '042817' });
    expect(refused).toEqual({ ok: false, reason: 'malformed', field: 'challenge' });
    expect(events.at(-1)).toMatchObject({ type: 'verification-refused', reason: 'malformed', field: 'challenge' });
  });
});

describe('a guess about a code that a provider made', () => {
  it('is checked by reference, though the provider knows no other way', async () => {
    const { otp, provider } = createProviderTestBed({ checkByNumber: false });
    const { challenge } = granted(await otp.request({ to: NUMBER }));
    expect(await otp.verify({ challenge, code: provider.lastCode(NUMBER) })).toMatchObject({ ok: true });
  });

  it('is asked of nobody else when its maker is configured no more', async () => {
    const bed = createProviderTestBed({ providerId: 'old' });
    const { challenge } = granted(await bed.otp.request({ to: NUMBER }));
    const other = createScriptedVerificationProvider({ providerId: 'new' });
    for (let tries = 0; tries < 6; tries += 1) {
      expect(await bed.engineWith({ provider: other }).verify({ challenge, code: '999999' })).toMatchObject({
        reason: 'provider-unavailable',
        failure: { category: 'configuration', providerId: 'old' },
      });
    }
    expect(other.checks).toEqual([]);
    expect(await bed.otp.verify({ challenge, code: bed.provider.lastCode(NUMBER) })).toMatchObject({ ok: true });
  });
});
