import { describe, expect, it } from 'vitest';
import { createTestBed, granted, MINUTE_MS, NUMBER, OTHER_SECRET, SECRET } from './test-support/test-bed.ts';

describe('a rotation', () => {
  it('of the names of records resets counters, while a code in flight keeps its tries and is used once', async () => {
    const bed = createTestBed();
    const { challenge } = granted(await bed.otp.request({ to: NUMBER }));
    expect(await bed.otp.verify({ challenge, code: '999999' })).toMatchObject({ attemptsLeft: 4 });
    const renamed = bed.engineWith({ subjectSecret: OTHER_SECRET });
    expect(await renamed.verify({ challenge, code: '999999' })).toMatchObject({ attemptsLeft: 3 });
    expect(await renamed.verify({ challenge, code: bed.provider.lastCode() })).toMatchObject({ ok: true });
    expect(await bed.otp.verify({ challenge, code: bed.provider.lastCode() })).toMatchObject({ reason: 'not-found' });
    granted(await renamed.request({ to: NUMBER }));
  });

  it('makes new codes under the newest secret at once', async () => {
    const bed = createTestBed();
    const rotated = bed.engineWith({ secret: [OTHER_SECRET, SECRET] });
    const { challenge } = granted(await rotated.request({ to: NUMBER }));
    const dropped = bed.engineWith({ secret: OTHER_SECRET, subjectSecret: SECRET });
    expect(await dropped.verify({ challenge, code: bed.provider.lastCode() })).toMatchObject({ ok: true });
    await bed.clock.advance(MINUTE_MS);
  });
});
