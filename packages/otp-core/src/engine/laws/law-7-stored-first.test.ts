import { describe, expect, it } from 'vitest';
import { OtpStoreError } from '../../index.ts';
import { createMemoryCodeStore } from '../../memory/index.ts';
import type { CodeStore } from '../../spec/index.ts';
import { createTestBed, granted, NUMBER, OTHER_NUMBER } from '../test-support/test-bed.ts';

describe('law 7: no message leaves unless its state is stored', () => {
  it.each([
    ['rejects', async () => Promise.reject(new Error(`connection to ${NUMBER} lost`))],
    [
      'throws',
      () => {
        throw new Error('no connection');
      },
    ],
    ['answers nonsense', async () => ({ status: 'ok' })],
    ['answers nothing', async () => undefined],
  ])('refuses and sends nothing when the store %s', async (_name, issue) => {
    const store = { ...createMemoryCodeStore(), issue: issue as unknown as CodeStore['issue'] };
    const { otp, provider } = createTestBed({ store });
    const error = await otp.request({ to: NUMBER }).catch((thrown: unknown) => thrown);
    expect(OtpStoreError.isInstance(error)).toBe(true);
    expect(String(error)).not.toContain(NUMBER.slice(1));
    expect(provider.messages).toHaveLength(0);
  });

  it('refuses when the limiter cannot answer', async () => {
    const rateLimiter = { specificationVersion: 'v1', take: async () => Promise.reject(new Error('down')) } as const;
    const { otp, provider } = createTestBed({ rateLimiter });
    await expect(otp.request({ to: NUMBER, client: { ip: '192.0.2.1' } })).rejects.toMatchObject({
      code: 'OTP_STORE_UNAVAILABLE',
    });
    expect(provider.messages).toHaveLength(0);
  });

  it('refuses when the store is full, and forgets nobody', async () => {
    const { otp, provider } = createTestBed({ store: createMemoryCodeStore({ maxNumbers: 1 }) });
    const { challenge } = granted(await otp.request({ to: NUMBER }));
    await expect(otp.request({ to: OTHER_NUMBER })).rejects.toMatchObject({ code: 'OTP_STORE_FULL' });
    expect(provider.messages).toHaveLength(1);
    expect(await otp.verify({ challenge, code: provider.lastCode() })).toMatchObject({ ok: true });
  });

  it('never takes a failing store for a right code', async () => {
    const store = createMemoryCodeStore();
    const { otp, provider } = createTestBed({
      store: { ...store, redeem: async () => Promise.reject(new Error('down')) },
    });
    const { challenge } = granted(await otp.request({ to: NUMBER }));
    await expect(otp.verify({ challenge, code: provider.lastCode() })).rejects.toMatchObject({
      code: 'OTP_STORE_UNAVAILABLE',
    });
  });
});
