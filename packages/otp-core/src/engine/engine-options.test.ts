import { createRecordingSmsSender, createScriptedVerificationProvider } from '@countersign/otp-testing';
import { describe, expect, it } from 'vitest';
import { createOtpEngine, type OtpEngineOptions } from '../index.ts';
import { createMemoryCodeStore, createMemoryRateLimiter } from '../memory/index.ts';
import { SECRET } from './test-support/test-bed.ts';

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
    [{ decoys: 'accounts' }, ['decoys']],
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
