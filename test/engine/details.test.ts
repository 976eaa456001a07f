/** Small promises, each with the input that would break it. */
import { createOtpEngine, type OtpEngineOptions, type OtpEvent, OtpStoreError } from '@countersign/otp-core';
import { createMemoryCodeStore, createMemoryRateLimiter } from '@countersign/otp-core/memory';
import type { CodeStore, PhoneNumberParser } from '@countersign/otp-core/spec';
import { createRecordingSmsSender, createScriptedVerificationProvider } from '@countersign/otp-testing';
import { describe, expect, it } from 'vitest';
import {
  createProviderTestBed,
  createTestBed,
  granted,
  HOUR_MS,
  MINUTE_MS,
  NUMBER,
  OTHER_SECRET,
  SECRET,
} from './test-bed.ts';

function problemsOf(options: object): readonly string[] {
  try {
    createOtpEngine({
      provider: createRecordingSmsSender(),
      store: createMemoryCodeStore(),
      secret: SECRET,
      ...options,
    } as OtpEngineOptions);
    return [];
  } catch (error) {
    return (error as { problems: readonly { option: string }[] }).problems.map(({ option }) => option);
  }
}

describe('createOtpEngine names what a port lacks', () => {
  const maker = createScriptedVerificationProvider();
  const { capabilities } = maker;
  const cases: ReadonlyArray<readonly [options: object, problems: readonly string[]]> = [
    [{ rateLimiter: {} }, ['rateLimiter.take', 'rateLimiter.specificationVersion']],
    [{ rateLimiter: null }, ['rateLimiter.take']],
    [{ phone: {} }, ['phone.parse']],
    [{ clock: {} }, ['clock.now']],
    [{ onEvent: 'log' }, ['onEvent']],
    [{ store: { ...createMemoryCodeStore(), settle: undefined } }, ['store.settle']],
    [{ store: { ...createMemoryCodeStore(), specificationVersion: 'v2' } }, ['store.specificationVersion']],
    [{ provider: { ...maker, check: 7 } }, ['provider.check']],
    [{ provider: { ...createRecordingSmsSender(), send: undefined } }, ['provider.send']],
    [{ provider: { ...maker, providerId: 'Not Plain' } }, ['provider.providerId']],
    [
      { provider: { ...maker, capabilities: undefined } },
      [
        'provider.capabilities.concurrency',
        'provider.capabilities.codeLength',
        'provider.capabilities.maxChecks',
        'provider.capabilities.checkByNumber',
      ],
    ],
    [
      { provider: { ...maker, capabilities: { ...capabilities, concurrency: 'both' } } },
      ['provider.capabilities.concurrency'],
    ],
    [
      { provider: { ...maker, capabilities: { ...capabilities, codeLength: 3 } } },
      ['provider.capabilities.codeLength'],
    ],
    [{ provider: { ...maker, capabilities: { ...capabilities, maxChecks: 0 } } }, ['provider.capabilities.maxChecks']],
    [{ retired: 'old' }, ['retired']],
    [{ retired: [null] }, ['retired.0.kind']],
    [{ deadlines: 5 }, ['deadlines']],
    [{ deadlines: { totalMs: 120_001 } }, ['deadlines.totalMs']],
    [{ secret: ['short', SECRET] }, ['secret.0']],
    [{ secret: 'x'.repeat(31) }, ['secret']],
    [{ secret: 'x'.repeat(32) }, []],
    [{ policy: { knownClientReserve: 0.5 } }, []],
    [{ policy: { knownClientReserve: -0.1 } }, ['policy.knownClientReserve']],
    [{ policy: { cooldownsMs: [999] } }, ['policy.cooldownsMs.0']],
    [{ policy: { cooldownsMs: new Array(16).fill(1000) } }, []],
    [{ policy: { cooldownsMs: new Array(17).fill(1000) } }, ['policy.cooldownsMs']],
    [{ policy: { sendQuotas: new Array(4).fill({ max: 64, durationMs: 1000 }) } }, []],
    [{ policy: { sendQuotas: new Array(5).fill({ max: 64, durationMs: 1000 }) } }, ['policy.sendQuotas']],
    [{ policy: { sendQuotas: [{ max: 65, durationMs: 1000 }] } }, ['policy.sendQuotas.0.max']],
    [{ policy: { sendQuotas: [{ max: 5, durationMs: 1000, burst: 1 }] } }, ['policy.sendQuotas.0.burst']],
    [{ policy: { maxAttempts: 10, failureQuotas: [{ max: 10, durationMs: 1000 }], knownClientReserve: 0 } }, []],
    [{ policy: { stepUp: { afterFailures: 5, withinMs: 1000, codeLength: 11 } } }, ['policy.stepUp.codeLength']],
    [
      {
        rateLimiter: createMemoryRateLimiter(),
        policy: { rateLimits: { requestsPerAddress: [{ max: 0, durationMs: 1000 }], requestsPerPlanet: [] } },
      },
      ['policy.rateLimits.requestsPerPlanet', 'policy.rateLimits.requestsPerAddress.0.max'],
    ],
    [
      {
        rateLimiter: createMemoryRateLimiter(),
        policy: { rateLimits: { requestsPerAddress: [], checksPerAddress: [{ max: 1_000_000, durationMs: 1000 }] } },
      },
      [],
    ],
  ];

  it.each(
    cases.map(
      ([options, problems]) =>
        [Object.keys(options).join(' and '), problems.join(', ') || 'nothing', options, problems] as const,
    ),
  )('in %s: %s', (_name, _found, options, problems) => {
    expect(problemsOf(options)).toEqual(problems);
  });
});

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

describe('a request that fails half-way', () => {
  it('is told as failed when its send cannot be given back either', async () => {
    const store: CodeStore = { ...createMemoryCodeStore(), discard: () => Promise.reject(new Error('down')) };
    const { otp, provider, events } = createTestBed({ store });
    provider.behave('refuse');
    expect(await otp.request({ to: NUMBER })).toMatchObject({ reason: 'delivery-failed' });
    expect(events.at(-1)).toMatchObject({ type: 'store-failed', operation: 'discard', code: 'OTP_STORE_UNAVAILABLE' });
  });

  it('throws at the moment it was to be answered when the store fails behind `answerAfterMs`', async () => {
    const store: CodeStore = { ...createMemoryCodeStore(), issue: () => Promise.reject(new Error('down')) };
    const { otp, clock } = createTestBed({ store });
    let thrown: unknown;
    const requesting = otp.request({ to: NUMBER, answerAfterMs: 3_000 }).catch((error: unknown) => {
      thrown = error;
    });
    await clock.advance(2_999);
    expect(thrown).toBeUndefined();
    await clock.advance(1);
    await requesting;
    expect(thrown).toMatchObject({ code: 'OTP_STORE_UNAVAILABLE' });
  });

  it('may be answered as late as the call may take, and no later', async () => {
    const { otp, clock } = createTestBed();
    const requesting = otp.request({ to: NUMBER, answerAfterMs: 15_000 });
    await clock.advance(15_000);
    granted(await requesting);
    await expect(otp.request({ to: NUMBER, answerAfterMs: 15_001 })).rejects.toMatchObject({ code: 'OTP_MISUSE' });
  });
});

describe('events of refusals', () => {
  function refusalsIn(events: readonly OtpEvent[]) {
    return events.flatMap((event) =>
      event.type === 'request-refused' || event.type === 'verification-refused' ? [event] : [],
    );
  }

  it('say who, what for, why, and until when', async () => {
    const { otp, clock, events, provider } = createTestBed({
      rateLimiter: createMemoryRateLimiter(),
      policy: { rateLimits: { checksPerAddress: [{ max: 1, durationMs: HOUR_MS }] } },
    });
    const client = { ip: '192.0.2.1' };
    const { challenge } = granted(await otp.request({ to: NUMBER, purpose: 'login', tenant: 'acme' }));
    const scope = { purpose: 'login', tenant: 'acme' };
    const subject = events.flatMap((event) => ('subject' in event ? [event.subject] : []))[0];
    await otp.request({ to: NUMBER, ...scope });
    await otp.request({ to: 'nobody' });
    await otp.resend({ challenge: 'nothing' });
    await otp.resend({ challenge, ...scope });
    await otp.verify({ challenge, code: 'x', ...scope });
    await otp.verify({ challenge, code: provider.lastCode(), ...scope, client });
    await otp.verify({ challenge, code: provider.lastCode(), ...scope, client });
    const atMs = clock.now();
    const base = { atMs, ...scope };
    expect(refusalsIn(events)).toEqual([
      {
        type: 'request-refused',
        ...base,
        cause: 'request',
        subject,
        reason: 'cooldown',
        retryAtMs: atMs + 30_000,
        limit: null,
      },
      {
        type: 'request-refused',
        atMs,
        tenant: 'default',
        purpose: 'default',
        cause: 'request',
        subject: null,
        reason: 'invalid-phone-number',
        retryAtMs: null,
        limit: null,
      },
      {
        type: 'request-refused',
        atMs,
        tenant: 'default',
        purpose: 'default',
        cause: 'resend',
        subject: null,
        reason: 'challenge-not-active',
        retryAtMs: null,
        limit: null,
      },
      {
        type: 'request-refused',
        ...base,
        cause: 'resend',
        subject,
        reason: 'cooldown',
        retryAtMs: atMs + 30_000,
        limit: null,
      },
      {
        type: 'verification-refused',
        ...base,
        subject,
        reason: 'malformed',
        field: 'code',
        limit: null,
        failure: null,
      },
      {
        type: 'verification-refused',
        ...base,
        subject,
        reason: 'rate-limited',
        field: null,
        limit: 'address',
        failure: null,
      },
    ]);
  });

  it('carry the failure of a provider that could not be asked', async () => {
    const { otp, provider, events } = createProviderTestBed();
    const { challenge } = granted(await otp.request({ to: NUMBER }));
    provider.behaveOnCheck('leave-unknown');
    await otp.verify({ challenge, code: '000000' });
    expect(refusalsIn(events)).toMatchObject([
      { reason: 'provider-unavailable', failure: { category: 'unavailable', providerId: 'scripted' } },
    ]);
  });
});

describe('an uncertain message', () => {
  it.each([
    ['hang', 'timeout'],
    ['throw', 'unknown'],
    ['leave-unknown', 'timeout'],
    ['answer-nonsense', 'unknown'],
  ] as const)('from a sender that should %s is told as %s', async (behaviour, category) => {
    const { otp, provider, clock, events } = createTestBed();
    provider.behave(behaviour);
    const requesting = otp.request({ to: NUMBER });
    await clock.advance(10_000);
    granted(await requesting);
    const [{ challengeId, subject } = { challengeId: '', subject: '' }] = events.flatMap((event) =>
      event.type === 'code-issued' ? [event] : [],
    );
    expect(events.at(-1)).toMatchObject({ type: 'message-uncertain', challengeId, subject, failure: { category } });
  });
});

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

describe('a store', () => {
  it.each(['redeem', 'settle'] as const)('that answers nonsense to %s has verified nobody', async (verb) => {
    const store = { ...createMemoryCodeStore(), [verb]: async () => ({ status: 'yes' }) };
    const { otp, provider } = createProviderTestBed({}, { store });
    const { challenge } = granted(await otp.request({ to: NUMBER }));
    await expect(otp.verify({ challenge, code: provider.lastCode(NUMBER) })).rejects.toMatchObject({
      code: 'OTP_STORE_UNAVAILABLE',
      message: expect.stringContaining(verb),
    });
  });

  it.each([
    ['ECONNREFUSED', 'The store failed: ECONNREFUSED (issue). Nothing was allowed.'],
    [`TO_${NUMBER.slice(1)}`, 'The store failed (issue). Nothing was allowed.'],
    ['no connection', 'The store failed (issue). Nothing was allowed.'],
    [7, 'The store failed (issue). Nothing was allowed.'],
  ])('that fails with the code %j tells an operator no more than its name', async (code, message) => {
    const failure = Object.assign(new Error(`for ${NUMBER}`), { code });
    const { otp } = createTestBed({ store: { ...createMemoryCodeStore(), issue: () => Promise.reject(failure) } });
    const thrown = await otp.request({ to: NUMBER }).catch((error: unknown) => error);
    expect(thrown).toMatchObject({ code: 'OTP_STORE_UNAVAILABLE', message });
    expect((thrown as Error).cause).toBeUndefined();
  });

  it('that names its fault has the name told, and nothing else of its words', async () => {
    const failure = new OtpStoreError('OTP_STORE_UNAVAILABLE', `at redis.internal for ${NUMBER}`, 'READONLY');
    const { otp } = createTestBed({ store: { ...createMemoryCodeStore(), issue: () => Promise.reject(failure) } });
    await expect(otp.request({ to: NUMBER })).rejects.toMatchObject({
      message: 'The store failed: READONLY (issue). Nothing was allowed.',
    });
  });

  it('that says a decoy was right is not believed', async () => {
    const store: CodeStore = {
      ...createMemoryCodeStore(),
      redeem: async () => ({ status: 'accepted', challengeId: 'c' }),
    };
    const { otp } = createTestBed({ store });
    const { challenge } = granted(await otp.request({ to: { decoy: 'nobody' } }));
    expect(await otp.verify({ challenge, code: '000000' })).toEqual({ ok: false, reason: 'not-found' });
  });

  it('and a limiter without `close` are left alone on close', async () => {
    const { close: _store, ...store } = createMemoryCodeStore();
    const { close: _limiter, ...rateLimiter } = createMemoryRateLimiter();
    const { otp } = createTestBed({ store, rateLimiter });
    await otp.close();
  });
});

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
