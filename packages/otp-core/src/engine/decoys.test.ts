import { describe, expect, it } from 'vitest';
import { createTestBed, granted, NUMBER } from './test-support/test-bed.ts';

describe('a decoy', () => {
  it.each(['', 'x'.repeat(1025), 7, null, undefined, {}, ['x']])('is refused when its name is %j', async (decoy) => {
    const { otp } = createTestBed();
    expect(await otp.request({ to: { decoy: decoy as string } })).toEqual({
      ok: false,
      reason: 'invalid-phone-number',
    });
  });

  it('may have a long name, and is marked in events', async () => {
    const { otp, events } = createTestBed();
    granted(await otp.request({ to: { decoy: 'x'.repeat(1024) } }));
    granted(await otp.request({ to: NUMBER }));
    expect(events.filter((event) => event.type === 'code-issued').map((event) => event.decoy)).toEqual([true, false]);
  });
});
