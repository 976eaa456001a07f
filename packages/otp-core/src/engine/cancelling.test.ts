import { createScriptedVerificationProvider } from '@countersign/otp-testing';
import { describe, expect, it } from 'vitest';
import { createProviderTestBed, createTestBed, granted, NUMBER } from './test-support/test-bed.ts';

describe('cancel', () => {
  it('tells the provider that made the code, retired or not, and lives with one that cannot be told', async () => {
    const bed = createProviderTestBed({ providerId: 'old' });
    const { challenge } = granted(await bed.otp.request({ to: NUMBER }));
    const provider = createScriptedVerificationProvider({ providerId: 'new' });
    await bed.engineWith({ provider, retired: [bed.provider] }).cancel({ challenge });
    expect(bed.provider.cancelled).toEqual(['verification-1']);
    expect(provider.cancelled).toEqual([]);

    const { cancel: _cancel, ...mute } = createScriptedVerificationProvider();
    const { otp } = createTestBed({ provider: mute });
    await otp.cancel({ challenge: granted(await otp.request({ to: NUMBER })).challenge });
    const own = createTestBed();
    await own.otp.cancel({ challenge: granted(await own.otp.request({ to: NUMBER })).challenge });
  });

  it('does not wait for ever, nor fail with the provider', async () => {
    for (const cancel of [() => new Promise<void>(() => {}), () => Promise.reject(new Error('no'))]) {
      const { otp, clock } = createTestBed({ provider: { ...createScriptedVerificationProvider(), cancel } });
      const cancelling = otp.cancel({ challenge: granted(await otp.request({ to: NUMBER })).challenge });
      await clock.advance(10_000);
      await cancelling;
    }
  });
});
