import { describe, expect, it } from 'vitest';
import type { PhoneNumberParser } from '../spec/index.ts';
import { createProviderTestBed, createTestBed, granted, NUMBER } from './test-support/test-bed.ts';

describe('what the caller hands over', () => {
  it.each([{ signal: {} }, { signal: null }, { client: null }, { client: [] }, { client: 'me' }, { locale: 7 }])(
    'is refused when it is %j',
    async (field) => {
      const { otp } = createTestBed();
      await expect(otp.request({ to: NUMBER, ...(field as object) })).rejects.toMatchObject({ code: 'OTP_MISUSE' });
    },
  );

  it('reaches the provider as a language only where it is one', async () => {
    for (const [locale, told] of [
      ['de-AT', 'de-AT'],
      ['de_AT', 'de-AT'],
      ['de_AT.UTF-8@euro', 'de-AT'],
      ['C.UTF-8', undefined],
      ['POSIX', undefined],
      ['<de>', undefined],
      ['d', undefined],
      ['de-\n', undefined],
    ] as const) {
      const { otp, provider } = createProviderTestBed();
      granted(await otp.request({ to: NUMBER, locale }));
      expect(provider.starts).toEqual([{ to: NUMBER, ...(told === undefined ? {} : { locale: told }) }]);
    }
  });

  it('is believed about a country only in its two letters', async () => {
    for (const [country, told] of [
      ['US', 'US'],
      ['usa', null],
      ['USA', null],
      ['us', null],
      [7, null],
    ] as const) {
      const phone = {
        parse: (input: string) => ({ status: 'valid', phoneNumber: input, country }),
      } as unknown as PhoneNumberParser;
      const { otp, events } = createTestBed({ phone });
      granted(await otp.request({ to: NUMBER }));
      expect(events[0]).toMatchObject({ type: 'code-issued', country: told });
    }
  });

  it('stops a check too, which may have been made', async () => {
    const { otp, provider } = createProviderTestBed();
    const { challenge } = granted(await otp.request({ to: NUMBER }));
    provider.behaveOnCheck('hang');
    const controller = new AbortController();
    const verifying = otp
      .verify({ challenge, code: '000000', signal: controller.signal })
      .catch((error: unknown) => error);
    await new Promise((resolve) => setImmediate(resolve));
    controller.abort();
    expect(await verifying).toMatchObject({ code: 'OTP_ABORTED' });
    expect(await otp.verify({ challenge, code: '999999' })).toMatchObject({ attemptsLeft: 3 });
  });
});
