/** What an error says has to help whoever reads the log: the words are a part of what is promised. */

import { createRecordingSmsSender, createScriptedVerificationProvider } from '@countersign/otp-testing';
import { describe, expect, it } from 'vitest';
import { createOtpEngine, type OtpEngineOptions, OtpStoreError } from '../index.ts';
import { createMemoryCodeStore, createMemoryRateLimiter } from '../memory/index.ts';
import type { CodeStore } from '../spec/index.ts';
import {
  createProviderTestBed,
  createTestBed,
  granted,
  NUMBER,
  OTHER_NUMBER,
  SECRET,
} from './test-support/test-bed.ts';

const A_NAME = 'must be 1 to 64 visible ASCII characters.';
const ONE_HOUR = [{ max: 1, durationMs: 3_600_000 }];

describe('a misuse', () => {
  it.each<readonly [fields: object, message: string]>([
    [{ purpose: 'log in' }, `purpose ${A_NAME}`],
    [{ tenant: '' }, `tenant ${A_NAME}`],
    [{ signal: {} }, 'signal must be an AbortSignal.'],
    [{ client: 'me' }, 'client must be { ip, known }: a string, true or false.'],
    [{ locale: 7 }, 'locale must be a string, a BCP 47 tag.'],
    [{ answerAfterMs: 0 }, 'answerAfterMs must be a whole number from 1 to 15000.'],
    [{ idempotencyKey: '' }, 'idempotencyKey must be a string of 1 to 256 characters.'],
  ])('of request by %j says: %s', async (fields, message) => {
    const { otp } = createTestBed();
    await expect(otp.request({ to: NUMBER, ...fields })).rejects.toMatchObject({ code: 'OTP_MISUSE', message });
  });

  it('of any operation by no object, of verify by two addressees or by a number alone, of unlock by no number', async () => {
    const { otp } = createTestBed();
    await expect(otp.request(null as never)).rejects.toThrow('The input must be an object.');
    await expect(otp.verify({ to: NUMBER, challenge: 'x', code: '123456' } as never)).rejects.toThrow(
      'verify takes a challenge or a number, not both.',
    );
    await expect(otp.verify({ to: NUMBER, code: '123456' })).rejects.toThrow(
      "verify by number needs policy.binding: 'number' for this purpose.",
    );
    await expect(otp.unlock({ to: '4155550123' })).rejects.toThrow('unlock needs a valid phone number.');
  });
});

describe('a failing store', () => {
  const nonsense = async () => ({ status: 'yes' }) as never;

  it('is told by what it was asked and how it failed', async () => {
    const memory = createMemoryCodeStore();
    const withStore = (verbs: Partial<CodeStore>) => createTestBed({ store: { ...memory, ...verbs } });
    const hanging = withStore({ issue: () => new Promise(() => {}) });
    const requesting = expect(hanging.otp.request({ to: NUMBER })).rejects.toThrow(
      'The store did not answer in time (issue). Nothing was allowed.',
    );
    await hanging.clock.advance(2_000);
    await requesting;
    await expect(withStore({ issue: nonsense }).otp.request({ to: NUMBER })).rejects.toThrow(
      'The store answered nonsense (issue). Nothing was allowed.',
    );
    const redeeming = withStore({ redeem: nonsense }).otp;
    const { challenge } = granted(await redeeming.request({ to: OTHER_NUMBER }));
    await expect(redeeming.verify({ challenge, code: '123456' })).rejects.toThrow(
      'The store answered nonsense (redeem). Nothing was allowed.',
    );
    await expect(
      withStore({ unlock: () => Promise.reject(new Error('down')) }).otp.unlock({ to: NUMBER }),
    ).rejects.toThrow('The store failed (unlock). Nothing was allowed.');
    await expect(
      withStore({ discard: () => Promise.reject(new Error('down')) }).otp.cancel({ challenge }),
    ).rejects.toThrow('The store failed (discard). Nothing was allowed.');
  });

  it.each<readonly [name: string, failure: unknown, words: string]>([
    ['nothing', undefined, 'The store failed (issue). Nothing was allowed.'],
    ['a name that is no text', { code: ['EFAULT'] }, 'The store failed (issue). Nothing was allowed.'],
    ['more than a name', { code: `${NUMBER} EFAULT` }, 'The store failed (issue). Nothing was allowed.'],
    [
      'the error of a store, in its own words',
      new OtpStoreError('OTP_STORE_UNAVAILABLE', `no record for ${NUMBER}`),
      'The store failed: OTP_STORE_UNAVAILABLE (issue). Nothing was allowed.',
    ],
  ])('that rejects with %s is told in ours', async (_name, failure, words) => {
    const { otp } = createTestBed({ store: { ...createMemoryCodeStore(), issue: () => Promise.reject(failure) } });
    await expect(otp.request({ to: NUMBER })).rejects.toMatchObject({ code: 'OTP_STORE_UNAVAILABLE', message: words });
  });

  it('is told as full where it is full', async () => {
    const { otp } = createTestBed({ store: createMemoryCodeStore({ maxNumbers: 1 }) });
    granted(await otp.request({ to: NUMBER }));
    await expect(otp.request({ to: OTHER_NUMBER })).rejects.toThrow('The store is full (issue). Nothing was allowed.');
  });

  it('may be the limiter or the one that settles, which are told apart', async () => {
    const rateLimiter = { ...createMemoryRateLimiter(), take: nonsense };
    const limited = createTestBed({ rateLimiter, policy: { rateLimits: { requestsPerDeployment: ONE_HOUR } } });
    await expect(limited.otp.request({ to: NUMBER })).rejects.toThrow(
      'The store answered nonsense (rate-limit). Nothing was allowed.',
    );
    const settling = createProviderTestBed({}, { store: { ...createMemoryCodeStore(), settle: nonsense } });
    const { challenge } = granted(await settling.otp.request({ to: NUMBER }));
    await expect(settling.otp.verify({ challenge, code: settling.provider.lastCode(NUMBER) })).rejects.toThrow(
      'The store answered nonsense (settle). Nothing was allowed.',
    );
  });
});

describe('a failing provider', () => {
  it.each([
    ['throw', 'The provider threw an error.'],
    ['hang', 'The provider did not answer within its deadline.'],
    ['answer-nonsense', 'The provider answered nonsense.'],
  ] as const)('that should %s is told in words on request and on verify', async (behaviour, message) => {
    const { otp, provider, clock, events } = createProviderTestBed();
    provider.behaveOnStart('accept', behaviour);
    const { challenge } = granted(await otp.request({ to: NUMBER }));
    const requesting = otp.request({ to: OTHER_NUMBER });
    await clock.advance(10_000);
    await requesting;
    const words = { category: behaviour === 'hang' ? 'timeout' : 'unknown', message };
    expect(events.at(-1)).toMatchObject({ type: 'message-uncertain', failure: words });
    provider.behaveOnCheck(behaviour);
    const verifying = otp.verify({ challenge, code: '000000' });
    await clock.advance(10_000);
    expect(await verifying).toMatchObject({ reason: 'provider-unavailable', failure: words });
  });

  it('that is configured no more is told with the remedy', async () => {
    const bed = createProviderTestBed({ providerId: 'old' });
    const { challenge } = granted(await bed.otp.request({ to: NUMBER }));
    const without = bed.engineWith({ provider: createRecordingSmsSender() });
    expect(await without.verify({ challenge, code: '000000' })).toMatchObject({
      failure: { message: 'The provider that made this code is not configured; put it into retired.' },
    });
  });

  it('that no time is left for is told so', async () => {
    let nowMs = Date.UTC(2030, 0, 1);
    const memory = createMemoryCodeStore();
    const issue: CodeStore['issue'] = async (input) => {
      const outcome = await memory.issue(input);
      nowMs += 15_000;
      return outcome;
    };
    const { engineWith } = createTestBed();
    const otp = engineWith({ store: { ...memory, issue }, clock: { now: () => nowMs } });
    expect(await otp.request({ to: NUMBER })).toMatchObject({
      failure: { category: 'timeout', message: 'No time was left to ask the provider.' },
    });
  });
});

describe('a configuration that makes no sense', () => {
  const maker = createScriptedVerificationProvider();

  function problemsOf(options: object): ReadonlyArray<readonly [option: string, words: string]> {
    try {
      createOtpEngine({
        provider: createRecordingSmsSender(),
        store: createMemoryCodeStore(),
        secret: SECRET,
        ...options,
      } as OtpEngineOptions);
      return [];
    } catch (error) {
      const { problems } = error as { problems: readonly { option: string; message: string }[] };
      return problems.map(({ option, message }) => [option, message]);
    }
  }

  it.each<readonly [options: object, problems: ReturnType<typeof problemsOf>]>([
    [{ retired: 'old' }, [['retired', 'must be a list of verification providers']]],
    [{ provider: maker, retired: [maker] }, [['retired', 'must not hold a providerId twice, nor that of provider']]],
    [
      { provider: { ...maker, capabilities: { ...maker.capabilities, checkByNumber: 'yes' } } },
      [['provider.capabilities.checkByNumber', 'must be true or false']],
    ],
    [
      { provider: { ...maker, capabilities: { ...maker.capabilities, codeLength: 11, maxChecks: 101 } } },
      [
        ['provider.capabilities.codeLength', 'must be a whole number from 4 to 10'],
        ['provider.capabilities.maxChecks', 'must be a whole number from 1 to 100'],
      ],
    ],
    [{ provider: { kind: 'pigeon' } }, [['provider.kind', "must be 'sms-sender' or 'verification-provider'"]]],
    [
      { retired: [createRecordingSmsSender({ providerId: 'old' })] },
      [['retired.0.kind', "must be 'verification-provider'"]],
    ],
    [{ deadlines: 5 }, [['deadlines', 'must be an object']]],
    [{ deadlines: { storeMs: 0 } }, [['deadlines.storeMs', 'must be a whole number from 1 to 120000']]],
    [{ onEvent: 'log' }, [['onEvent', 'must be a function']]],
    [{ phone: {} }, [['phone.parse', 'must be a function']]],
    [
      { subjectSecret: 'short' },
      [['subjectSecret', 'must be a string of at least 32 bytes; make one with: openssl rand -base64 32']],
    ],
    [
      { policy: { rateLimits: { requestsPerDeployment: ONE_HOUR } } },
      [['policy.rateLimits', 'needs a rateLimiter, which counts them']],
    ],
    [
      { store: { ...createMemoryCodeStore(), specificationVersion: 'v2', issue: 7 } },
      [
        ['store.issue', 'must be a function'],
        ['store.specificationVersion', "must be 'v1'"],
      ],
    ],
  ])('%j is told in words', (options, problems) => {
    expect(problemsOf(options)).toEqual(problems);
  });

  it('names the engine, and every option there is where one does not exist', () => {
    const unknown = problemsOf({ sender: 'x' });
    expect(unknown).toEqual([
      [
        'sender',
        'is not an option; known are provider, retired, store, rateLimiter, secret, subjectSecret, policy, purposes, message, deadlines, phone, decoys, onEvent, clock',
      ],
    ]);
    expect(() => createOtpEngine({} as OtpEngineOptions)).toThrow(/^createOtpEngine: provider.kind must be /);
  });
});
