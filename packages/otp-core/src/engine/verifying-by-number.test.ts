import { describe, expect, it } from 'vitest';
import { createTestBed, granted, NUMBER } from './test-support/test-bed.ts';

describe('a verification by number', () => {
  it('takes no code of a length that no code has, and no handle beside the number', async () => {
    const { otp } = createTestBed({ policy: { binding: 'number' } });
    const { challenge } = granted(await otp.request({ to: NUMBER }));
    for (const code of ['123', '12345678901']) {
      expect(await otp.verify({ to: NUMBER, code })).toEqual({ ok: false, reason: 'malformed', field: 'code' });
    }
    await expect(otp.verify({ to: NUMBER, challenge, code: '000000' } as never)).rejects.toMatchObject({
      code: 'OTP_MISUSE',
    });
  });
});
