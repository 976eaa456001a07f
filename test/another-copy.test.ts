/** A process may load a package twice: as ESM and as CommonJS, or in two versions. Errors of one are errors to the other. */
import { createOtpEngine, type OtpEngineOptions } from '@countersign/otp-core';
import { createMemoryCodeStore } from '@countersign/otp-core/memory';
import { createRecordingSmsSender } from '@countersign/otp-testing';
import { describe, expect, it } from 'vitest';

const NUMBER = '+14155550123';
const BUILT_CORE = new URL('../packages/otp-core/dist/index.js', import.meta.url).href;

function engineWith(options: Partial<OtpEngineOptions> = {}) {
  return createOtpEngine({
    provider: createRecordingSmsSender(),
    store: createMemoryCodeStore(),
    secret: 'a secret of the tests, 32 bytes and more',
    ...options,
  });
}

describe('an error', () => {
  it('is told apart by code, also by another copy of the package', async () => {
    const failing = { ...createMemoryCodeStore(), issue: () => Promise.reject(new Error()) };
    const thrown = await Promise.all([
      engineWith()
        .request({ to: NUMBER, purpose: 'no name' })
        .catch((error: unknown) => error),
      engineWith({ store: failing })
        .request({ to: NUMBER })
        .catch((error: unknown) => error),
      Promise.resolve()
        .then(() => engineWith({ secret: 'short' }))
        .catch((error: unknown) => error),
    ]);
    const copy: typeof import('@countersign/otp-core') = await import(`${BUILT_CORE}?another-copy`);
    expect(thrown.map((error) => copy.OtpError.isInstance(error) && error.code)).toEqual([
      'OTP_MISUSE',
      'OTP_STORE_UNAVAILABLE',
      'OTP_CONFIGURATION',
    ]);
    expect(thrown.map((error) => copy.OtpStoreError.isInstance(error))).toEqual([false, true, false]);
    expect(thrown.map((error) => error instanceof copy.OtpError)).toEqual([false, false, false]);
  });
});
