/** Law 14: input is data. Whatever type, size or alphabet it has, the answer is a clear refusal and nothing else happens. */

import { createRecordingSmsSender, createScriptedVerificationProvider } from '@countersign/otp-testing';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { OtpConfigurationError, type OtpEngineOptions, OtpError } from '../../index.ts';
import { createProviderTestBed, createTestBed, granted, NUMBER, SECRET } from '../test-support/test-bed.ts';

const HUGE = '9'.repeat(5_000_000);
const NOT_STRINGS: readonly unknown[] = [
  null,
  0,
  7,
  Number.NaN,
  true,
  [],
  ['+14155550123'],
  {},
  { length: 6 },
  () => '',
  Symbol('x'),
  10n,
];
const ODD_STRINGS = [
  '',
  ' ',
  '\0',
  '__proto__',
  'constructor',
  '+１４１５５５５０１２３',
  HUGE,
  '🙂',
  "' OR 1=1",
  '{{code}}',
];
/** No numbers and no handles; but codes. */
const FOREIGN_DIGITS = ['٤١٥٥٥٥', '１２３４５６'];
const ODD_NUMBERS = [
  '14155550123',
  '+',
  '+1',
  '+0123456789',
  '+1415555012345678',
  '+1 415 555 0123 ext 5',
  '+44 (0)20 7946 0958',
  '+14155550123\0',
  '+14155550123\n',
  'tel:+14155550123',
  '++14155550123',
];

async function outcomeOf(call: () => Promise<unknown>): Promise<unknown> {
  try {
    return await call();
  } catch (error) {
    if (!OtpError.isInstance(error)) throw error;
    return error;
  }
}

function expectRefused(outcome: unknown): void {
  if (OtpError.isInstance(outcome)) expect(outcome.code).toBe('OTP_MISUSE');
  else expect(outcome).toMatchObject({ ok: false });
}

describe('law 14: request', () => {
  it.each([...NOT_STRINGS, ...ODD_STRINGS, ...ODD_NUMBERS].map((to) => [to]))(
    'refuses what is no number',
    async (to) => {
      const { otp, provider } = createTestBed();
      expect(await otp.request({ to: to as string })).toEqual({ ok: false, reason: 'invalid-phone-number' });
      expect(provider.messages).toHaveLength(0);
    },
  );

  it('asks no parser about what is too long for a number', async () => {
    const parse = vi.fn(() => ({ status: 'invalid' }) as const);
    const { otp } = createTestBed({ phone: { parse } });
    expect(await otp.request({ to: HUGE })).toEqual({ ok: false, reason: 'invalid-phone-number' });
    expect(parse).not.toHaveBeenCalled();
  });

  it('takes the separators people type for what they are', async () => {
    for (const to of ['+1 415 555 0123', '+1-415-555-0123', '+1 (415) 555.0123']) {
      const { otp, provider } = createTestBed();
      granted(await otp.request({ to }));
      expect(provider.messages[0]?.to).toBe(NUMBER);
    }
  });

  it('refuses purposes, tenants, keys and clients that are none', async () => {
    const { otp, provider } = createTestBed();
    const odd = [...NOT_STRINGS, ...ODD_STRINGS.filter((each) => !/^[\x21-\x7e]{1,64}$/.test(each))];
    for (const value of odd) {
      const fields = [
        { purpose: value },
        { tenant: value },
        ...(typeof value === 'string' ? [] : [{ locale: value }, { idempotencyKey: value }, { client: { ip: value } }]),
      ];
      for (const field of fields)
        expectRefused(await outcomeOf(() => otp.request({ to: NUMBER, ...(field as object) })));
    }
    for (const key of ['', HUGE])
      expectRefused(await outcomeOf(() => otp.request({ to: NUMBER, idempotencyKey: key })));
    for (const known of ['true', 1, null])
      expectRefused(await outcomeOf(() => otp.request({ to: NUMBER, client: { known: known as unknown as boolean } })));
    for (const answerAfterMs of [0, -1, Number.NaN, 1.5, 1e9, '5'])
      expectRefused(await outcomeOf(() => otp.request({ to: NUMBER, answerAfterMs: answerAfterMs as number })));
    expect(provider.messages).toHaveLength(0);
  });

  it('refuses an input that is no object, at every operation', async () => {
    const { otp } = createTestBed();
    for (const input of [undefined, null, 7, 'text', []] as never[]) {
      for (const operation of [otp.request, otp.resend, otp.verify, otp.cancel, otp.unlock]) {
        expect(await outcomeOf(() => operation(input))).toMatchObject({ code: 'OTP_MISUSE' });
      }
    }
  });

  it('keeps numbers apart whatever tenants and purposes are called', async () => {
    const { otp } = createTestBed();
    for (const tenant of ['a', 'a:b', '{a}', '*', '__proto__', 'constructor', "a'b", '%s', '\\']) {
      granted(await otp.request({ to: NUMBER, tenant, purpose: tenant }));
    }
  });
});

describe('law 14: verify', () => {
  it.each(
    [...NOT_STRINGS, ...ODD_STRINGS, '12345', '1234567', '12 456', '-12345', '12345.', '0x1234', '1e5000', '٤١٥٥٥'].map(
      (code) => [code],
    ),
  )('refuses what is no code and spends no try', async (code) => {
    const { otp, provider } = createTestBed();
    const { challenge } = granted(await otp.request({ to: NUMBER }));
    for (let tries = 0; tries < 6; tries += 1) {
      expect(await otp.verify({ challenge, code: code as string })).toEqual({
        ok: false,
        reason: 'malformed',
        field: 'code',
      });
    }
    expect(await otp.verify({ challenge, code: provider.lastCode() })).toMatchObject({ ok: true });
  });

  it.each([...NOT_STRINGS, ...ODD_STRINGS, ...FOREIGN_DIGITS].map((challenge) => [challenge]))(
    'refuses what is no handle',
    async (challenge) => {
      const { otp } = createTestBed();
      const handle = challenge as string;
      const refused = await otp.verify({ challenge: handle, code: '123456' });
      expect(refused).toMatchObject({ ok: false });
      expect(['malformed', 'not-found']).toContain(!refused.ok && refused.reason);
      expect(await otp.resend({ challenge: handle })).toEqual({ ok: false, reason: 'challenge-not-active' });
      await otp.cancel({ challenge: handle });
    },
  );

  it('finds nothing behind a handle with any bit changed, cut short or glued together', async () => {
    const { otp, provider } = createTestBed();
    const { challenge } = granted(await otp.request({ to: NUMBER }));
    const other = granted(await otp.request({ to: '+447700900456' })).challenge;
    const code = provider.messages[0]?.text.match(/[0-9]{6}/)?.[0] ?? '';
    const bytes = Buffer.from(challenge, 'base64url');
    const forged = [
      challenge.slice(0, -1),
      `${challenge}A`,
      challenge.slice(0, 100) + other.slice(100),
      `${challenge}=`,
      ` ${challenge}`,
    ];
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const copy = Buffer.from(bytes);
      copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      forged.push(copy.toString('base64url'));
    }
    for (const handle of forged) expect(await otp.verify({ challenge: handle, code })).toMatchObject({ ok: false });
    expect(await otp.verify({ challenge, code })).toMatchObject({ ok: true });
  });

  it('answers arbitrary input with a value or a misuse, and never with a success', async () => {
    const { otp } = createTestBed();
    granted(await otp.request({ to: NUMBER }));
    const anything = fc.anything({ withBigInt: true, withNullPrototype: true, withDate: true, withTypedArray: true });
    await fc.assert(
      fc.asyncProperty(
        fc.record({ challenge: anything, to: anything, code: anything, purpose: anything }, { requiredKeys: [] }),
        async (input) => {
          expectRefused(await outcomeOf(() => otp.verify(input as never)));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('does not let a number stand in for a handle unless the policy binds by number', async () => {
    const { otp, provider } = createTestBed();
    granted(await otp.request({ to: NUMBER }));
    await expect(otp.verify({ to: NUMBER, code: provider.lastCode() })).rejects.toMatchObject({ code: 'OTP_MISUSE' });
  });
});

describe('law 14: unlock', () => {
  it.each([...NOT_STRINGS, undefined, ...ODD_STRINGS, ...ODD_NUMBERS].map((to) => [to]))(
    'calls it misuse when it is given no number',
    async (to) => {
      const { otp } = createTestBed();
      await expect(otp.unlock({ to: to as string })).rejects.toMatchObject({ code: 'OTP_MISUSE' });
    },
  );
});

describe('createOtpEngine', () => {
  it('names everything that makes no sense in one error, and no secret', () => {
    const options = {
      provider: { kind: 'carrier-pigeon' },
      store: {},
      secret: 'short-secret',
      subjectSecret: 7,
      policy: {
        ttlMs: 700_000,
        codeLength: 3,
        maxAttempts: 0,
        cooldownsMs: [500],
        sendQuotas: [{ max: Number.NaN, durationMs: -1 }],
        knownClientReserve: 2,
        colour: 'red',
      },
      purposes: { login: { ttlMs: Number.NaN, sendQuotas: [] } },
      deadlines: { storeMs: 0, patienceMs: 1 },
      message: { appName: 'a\nb' },
      surprise: true,
    };
    const error = construct(options);
    const named = error.problems.map((problem) => problem.option);
    expect(named).toEqual(
      expect.arrayContaining([
        'surprise',
        'provider.kind',
        'store.issue',
        'store.unlock',
        'secret',
        'subjectSecret',
        'policy.ttlMs',
        'policy.codeLength',
        'policy.maxAttempts',
        'policy.cooldownsMs.0',
        'policy.sendQuotas.0.max',
        'policy.sendQuotas.0.durationMs',
        'policy.knownClientReserve',
        'policy.colour',
        'message.appName',
        'purposes.login.ttlMs',
        'purposes.login.sendQuotas',
        'deadlines.storeMs',
        'deadlines.patienceMs',
      ]),
    );
    expect(error.message).not.toContain('short-secret');
  });

  it.each([
    ['a secret twice', { secret: [SECRET, SECRET] }],
    ['no secret', { secret: [] }],
    ['limits that nothing counts', { policy: { rateLimits: { requestsPerAddress: [{ max: 1, durationMs: 1000 }] } } }],
    ['tries that no budget holds', { policy: { failureQuotas: [{ max: 4, durationMs: 1000 }] } }],
    [
      'a purpose whose tries no budget holds',
      {
        purposes: { login: { maxAttempts: 10 } },
        policy: { failureQuotas: [{ max: 8, durationMs: 1000 }], maxAttempts: 2 },
      },
    ],
    [
      'a provider twice',
      { provider: createScriptedVerificationProvider(), retired: [createScriptedVerificationProvider()] },
    ],
    ['a sender as retired', { retired: [createRecordingSmsSender()] }],
    ['no limit on failures', { policy: { failureQuotas: [] } }],
    ['a text without the code', { message: { template: 'Hello' } }],
    ['a text inside the policy', { policy: { message: {} } }],
    ['a purpose that is no name', { purposes: { 'log in': {} } }],
    ['an unknown preset', { policy: { preset: 'lenient' } }],
    ['a policy that is no object', { policy: 'strict' }],
  ])('refuses %s', (_name, options) => {
    expect(construct({ ...validOptions(), ...options })).toBeInstanceOf(OtpConfigurationError);
  });

  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY, 1.5, '5', null, [], {}])(
    'refuses %s where a number belongs',
    (value) => {
      for (const name of [
        'codeLength',
        'ttlMs',
        'maxAttempts',
        'maxLiveChallenges',
        'maxConsecutiveFailures',
        'cooldownsMs',
        'sendQuotas',
        'failureQuotas',
        'stepUp',
        'rateLimits',
      ]) {
        if (name === 'stepUp' && value === null) continue;
        // No wait at all is one that can be wanted.
        if (name === 'cooldownsMs' && Array.isArray(value) && value.length === 0) continue;
        expect(
          construct({ ...validOptions(), policy: { [name]: value } }).problems.length,
          `${name}: ${value}`,
        ).toBeGreaterThan(0);
      }
    },
  );

  it('accepts both presets and what purposes do differently', () => {
    createTestBed({
      policy: { preset: 'strict' },
      purposes: { login: { codeLength: 6, ttlMs: 60_000, binding: 'number' } },
    });
  });
});

function validOptions(): OtpEngineOptions {
  const { provider, store } = createTestBed();
  return { provider, store, secret: SECRET };
}

function construct(options: object): OtpConfigurationError {
  const { engineWith } = createProviderTestBed();
  try {
    engineWith({ ...options } as Partial<OtpEngineOptions>);
  } catch (error) {
    if (OtpConfigurationError.isInstance(error)) return error;
    throw error;
  }
  throw new Error('was accepted');
}
