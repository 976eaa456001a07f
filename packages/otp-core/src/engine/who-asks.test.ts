/** What is known of whoever calls: an address or none, and whether they still wait. */

import { describe, expect, it } from 'vitest';
import { createMemoryRateLimiter } from '../memory/index.ts';
import { createTestBed, granted, HOUR_MS, NUMBER, OTHER_NUMBER } from './test-support/test-bed.ts';

const ONE_AN_HOUR = [{ max: 1, durationMs: HOUR_MS }];

function bedWith(limit: string) {
  const rateLimits = {
    requestsPerAddress: [],
    requestsPerNetwork: [],
    requestsPerNumberPrefix: [],
    checksPerAddress: [],
    [limit]: ONE_AN_HOUR,
  };
  return createTestBed({ rateLimiter: createMemoryRateLimiter(), policy: { rateLimits } });
}

describe('a client without an address', () => {
  it.each([[{}], [{ client: {} }], [{ client: { known: false } }]])(
    'is in no bucket with others: %j',
    async (fields) => {
      for (const limit of ['requestsPerAddress', 'requestsPerNetwork']) {
        const { otp } = bedWith(limit);
        granted(await otp.request({ to: NUMBER, ...fields }));
        granted(await otp.request({ to: OTHER_NUMBER, ...fields }));
      }
      const { otp, provider } = bedWith('checksPerAddress');
      const { challenge } = granted(await otp.request({ to: NUMBER, ...fields }));
      expect(await otp.verify({ challenge, code: '0000000', ...fields })).toMatchObject({ reason: 'malformed' });
      for (const code of ['000000', provider.lastCode()]) {
        expect(await otp.verify({ challenge, code, ...fields })).not.toMatchObject({ reason: 'rate-limited' });
      }
    },
  );
});

describe('an address in any spelling', () => {
  const SPELLINGS = [
    '203.0.113.7',
    '203.0.113.7:40001',
    '  203.0.113.7:40002 ',
    '::ffff:203.0.113.7',
    '::ffff:cb00:7107',
    '[::ffff:203.0.113.7]:40003',
    '64:ff9b::cb00:7107',
  ];

  it.each(['requestsPerAddress', 'requestsPerNetwork', 'checksPerAddress'])('is one client for %s', async (limit) => {
    for (const [first, ...others] of [
      SPELLINGS,
      ['[2001:db8::1]:40001', '2001:DB8::2', '[2001:db8:0:0:ffff::%eth0]:1'],
    ]) {
      for (const ip of others) {
        const { otp } = bedWith(limit);
        const { challenge } = granted(await otp.request({ to: NUMBER, client: { ip: first ?? '' } }));
        await otp.verify({ challenge, code: '000000', client: { ip: first ?? '' } });
        const again =
          limit === 'checksPerAddress'
            ? await otp.verify({ challenge, code: '000000', client: { ip } })
            : await otp.request({ to: OTHER_NUMBER, client: { ip } });
        expect(again, ip).toMatchObject({ reason: 'rate-limited' });
      }
    }
  });
});

describe('an address that is none', () => {
  const words = [
    '',
    '   ',
    'unknown',
    '_hidden',
    'unknown-7',
    '203.0.113',
    '203.0.113.7, 198.51.100.1',
    'x'.repeat(500),
  ];

  it.each(['requestsPerAddress', 'requestsPerNetwork', 'checksPerAddress'])(
    'shares one bucket of %s with all others that are none, the empty one included',
    async (limit) => {
      for (const ip of words) {
        const { otp } = bedWith(limit);
        const { challenge } = granted(await otp.request({ to: NUMBER, client: { ip: 'anything' } }));
        await otp.verify({ challenge, code: '000000', client: { ip: 'anything' } });
        const again =
          limit === 'checksPerAddress'
            ? await otp.verify({ challenge, code: '000000', client: { ip } })
            : await otp.request({ to: OTHER_NUMBER, client: { ip } });
        expect(again, ip).toMatchObject({ reason: 'rate-limited' });
      }
    },
  );

  it('takes nothing from clients whose address is read', async () => {
    const { otp } = bedWith('requestsPerAddress');
    granted(await otp.request({ to: NUMBER, client: { ip: 'unknown' } }));
    granted(await otp.request({ to: OTHER_NUMBER, client: { ip: '203.0.113.7' } }));
  });
});

describe('a caller who has gone', () => {
  it('is told so before anything else is looked at, and no event tells of the call', async () => {
    const { otp, events } = createTestBed();
    const signal = AbortSignal.abort();
    for (const call of [
      otp.request({ to: 'nonsense', signal }),
      otp.resend({ challenge: 'nonsense', signal }),
      otp.verify({ challenge: 'nonsense', code: 'x', signal }),
    ]) {
      await expect(call).rejects.toMatchObject({ code: 'OTP_ABORTED' });
    }
    expect(events).toEqual([]);
  });
});
