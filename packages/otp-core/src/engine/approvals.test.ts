import { describe, expect, it } from 'vitest';
import { createProviderTestBed, createTestBed, granted, NUMBER } from './test-support/test-bed.ts';

describe('an approval', () => {
  it.each([
    ['with the plus', NUMBER, true],
    ['without it', NUMBER.slice(1), true],
    ['of nobody by name', null, true],
    ['of a number that only begins alike', `${NUMBER}4`, false],
  ])('that names the number %s', async (_name, phoneNumber, ok) => {
    const { provider } = createProviderTestBed();
    const { otp } = createTestBed({
      provider: { ...provider, check: async () => ({ status: 'approved', phoneNumber }) },
    });
    const { challenge } = granted(await otp.request({ to: NUMBER }));
    expect((await otp.verify({ challenge, code: '000000' })).ok).toBe(ok);
  });

  it.each(['expired', 'exhausted', 'not-found'] as const)(
    'that is not given because the provider says `%s`',
    async (status) => {
      const { provider } = createProviderTestBed();
      const { otp } = createTestBed({ provider: { ...provider, check: async () => ({ status }) } });
      const { challenge } = granted(await otp.request({ to: NUMBER }));
      expect(await otp.verify({ challenge, code: '000000' })).toEqual({ ok: false, reason: status });
    },
  );
});
