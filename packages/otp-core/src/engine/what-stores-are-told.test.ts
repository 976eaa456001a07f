/** Each verb of the store with all that it is asked by: a store of anybody's must be able to rely on it. */

import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { OtpEngineOptions } from '../index.ts';
import { createMemoryCodeStore } from '../memory/index.ts';
import type { CodeStore, IssueInput } from '../spec/index.ts';
import {
  createProviderTestBed,
  createTestBed,
  DAY_MS,
  granted,
  MINUTE_MS,
  NUMBER,
  OTHER_SECRET,
  SECRET,
  wrong,
} from './test-support/test-bed.ts';

const A_NAME = expect.stringMatching(/^[A-Za-z0-9_-]{22}$/);
const A_KEY_ID = expect.stringMatching(/^[A-Za-z0-9_-]{6}$/);

function spyingStore(told: Array<readonly [verb: string, input: object]>): CodeStore {
  const store = createMemoryCodeStore();
  const spy =
    <Input extends object, Outcome>(verb: string, act: (input: Input) => Promise<Outcome>) =>
    (input: Input) => {
      told.push([verb, input]);
      return act(input);
    };
  return {
    ...store,
    issue: spy('issue', store.issue),
    redeem: spy('redeem', store.redeem),
    settle: spy('settle', store.settle),
    discard: spy('discard', store.discard),
    unlock: spy('unlock', store.unlock),
  };
}

function issueIn(told: ReadonlyArray<readonly [verb: string, input: object]>): IssueInput {
  const input = told.find(([verb]) => verb === 'issue')?.[1];
  if (input === undefined) throw new Error('expected an issue');
  return input as IssueInput;
}

async function issuedBy(options: Partial<OtpEngineOptions>, client?: object): Promise<IssueInput> {
  const told: Array<readonly [string, object]> = [];
  const { otp } = createTestBed({ store: spyingStore(told), ...options });
  granted(await otp.request({ to: NUMBER, ...(client === undefined ? {} : { client }) }));
  return issueIn(told);
}

describe('a store', () => {
  it('is told no code of either length, however it looks at what it is told', async () => {
    const told: Array<readonly [string, object]> = [];
    const { otp, provider } = createTestBed({ store: spyingStore(told) });
    granted(await otp.request({ to: NUMBER }));
    const shown = inspect(told, { showHidden: true, getters: true, depth: Number.POSITIVE_INFINITY });
    // The longer code ends with the digits of the usual one: both are the same draw.
    expect(shown).not.toContain(provider.lastCode());
    expect(shown).toContain('digests');
  });

  it('gets the same digest each time it reads one', async () => {
    const told: Array<readonly [string, object]> = [];
    const { otp } = createTestBed({ store: spyingStore(told) });
    granted(await otp.request({ to: NUMBER }));
    const digests = issueIn(told).digests ?? [];
    expect(digests.map(({ length }) => length)).toEqual([6, 8]);
    expect(digests.map(({ digest }) => digest)).toEqual(digests.map(({ digest }) => digest));
    expect(new Set(digests.map(({ digest }) => digest)).size).toBe(2);
  });

  it('is told everything a code of ours needs, and nothing else', async () => {
    const told: Array<readonly [string, object]> = [];
    const { otp, provider, clock } = createTestBed({ store: spyingStore(told) });
    const nowMs = clock.now();
    const scope = { purpose: 'login', tenant: 'acme' };
    const { challenge } = granted(await otp.request({ to: NUMBER, ...scope }));
    await otp.verify({ challenge, code: wrong(provider.lastCode()), ...scope });
    await otp.cancel({ challenge, ...scope });
    await otp.unlock({ to: NUMBER, tenant: 'acme' });
    const { subject, challengeId } = issueIn(told);
    // As anybody who writes it down would have it: a digest may be made only as it is read.
    expect(JSON.parse(JSON.stringify(told))).toEqual([
      [
        'issue',
        {
          subject: A_NAME,
          nowMs,
          purpose: 'login',
          challengeId: A_NAME,
          intent: 'new',
          repeatedCode: 'same',
          keyId: A_KEY_ID,
          salt: A_NAME,
          digests: [
            { length: 6, digest: A_NAME },
            { length: 8, digest: A_NAME },
          ],
          knownClient: false,
          ttlMs: 5 * MINUTE_MS,
          maxAttempts: 5,
          budget: {
            maxLiveChallenges: 3,
            cooldownsMs: [30_000, 60_000, 120_000, 300_000],
            sendQuotas: [
              { max: 5, durationMs: 60 * MINUTE_MS },
              { max: 10, durationMs: DAY_MS },
            ],
            failureQuotas: [{ max: 20, durationMs: DAY_MS }],
            maxConsecutiveFailures: 100,
            knownClientReserve: 0.25,
            stepUp: { afterFailures: 5, withinMs: 365 * DAY_MS },
          },
        },
      ],
      ['redeem', { subject, nowMs, purpose: 'login', challengeId, digests: [A_NAME] }],
      ['discard', { cause: 'cancelled', subject, nowMs, challengeId }],
      ['unlock', { subject, nowMs }],
    ]);
  });

  it('is told of codes that a provider makes without a digest, and of its approval', async () => {
    const told: Array<readonly [string, object]> = [];
    const { otp, provider, clock } = createProviderTestBed({ maxChecks: 3 }, { store: spyingStore(told) });
    const nowMs = clock.now();
    const { challenge } = granted(await otp.request({ to: NUMBER }));
    await otp.verify({ challenge, code: provider.lastCode(NUMBER) });
    const { subject, challengeId } = issueIn(told);
    expect(told).toMatchObject([
      ['issue', { digests: null, maxAttempts: 3 }],
      ['redeem', { subject, nowMs, purpose: 'default', challengeId, digests: null }],
      ['settle', { subject, nowMs, purpose: 'default', challengeId }],
    ]);
  });

  it('is told which send a sender refused', async () => {
    const told: Array<readonly [string, object]> = [];
    const { otp, provider, clock } = createTestBed({ store: spyingStore(told) });
    provider.behave('refuse');
    await otp.request({ to: NUMBER });
    const nowMs = clock.now();
    const { subject, challengeId } = issueIn(told);
    expect(told[1]).toEqual(['discard', { cause: 'refused', subject, nowMs, challengeId, sentAtMs: nowMs }]);
  });

  it('is told no challenge where a guess names none, and a digest for each secret in force', async () => {
    const told: Array<readonly [string, object]> = [];
    const { otp } = createTestBed({
      store: spyingStore(told),
      policy: { binding: 'number' },
      secret: [OTHER_SECRET, SECRET],
    });
    await otp.verify({ to: NUMBER, code: '123456' });
    expect(told).toMatchObject([['redeem', { challengeId: null, digests: [A_NAME, A_NAME] }]]);
  });

  it('is told a digest for each length that a code can have', async () => {
    const lengthsOf = async (policy: object) => (await issuedBy({ policy })).digests?.map(({ length }) => length);
    expect(await lengthsOf({})).toEqual([6, 8]);
    expect(await lengthsOf({ stepUp: null })).toEqual([6]);
    expect(await lengthsOf({ codeLength: 8 })).toEqual([8]);
    expect(await lengthsOf({ codeLength: 10 })).toEqual([10]);
  });

  it('is told whether the client is a known one', async () => {
    for (const [client, knownClient] of [
      [undefined, false],
      [{}, false],
      [{ known: false }, false],
      [{ known: true }, true],
    ] as const) {
      expect((await issuedBy({}, client)).knownClient).toBe(knownClient);
    }
  });

  it('is told the tries of the policy, or those of the provider where they are fewer', async () => {
    const attemptsOf = async (maxChecks: number | null) => {
      const { provider } = createProviderTestBed({ maxChecks });
      return (await issuedBy({ provider })).maxAttempts;
    };
    expect([await attemptsOf(null), await attemptsOf(2), await attemptsOf(100)]).toEqual([5, 2, 5]);
  });

  it('is told whether a resend repeats the code', async () => {
    expect((await issuedBy({ policy: { resendCode: 'new' } })).repeatedCode).toBe('new');
  });

  it('is told a digest that no code matches for an account that does not exist', async () => {
    const told: Array<readonly [string, object]> = [];
    const store = spyingStore(told);
    const offered = new Set<string>();
    const redeem: CodeStore['redeem'] = async ({ digests }) => {
      for (const digest of digests ?? []) offered.add(digest);
      return { status: 'not-found' };
    };
    const { otp } = createTestBed({ store: { ...store, redeem }, policy: { codeLength: 4, stepUp: null } });
    const tryEveryCode = async (to: string | { readonly decoy: string }) => {
      const { challenge } = granted(await otp.request({ to }));
      const [{ digest } = { digest: '' }] = issueIn(told.splice(0)).digests ?? [];
      offered.clear();
      for (let code = 0; code < 10_000; code += 1) await otp.verify({ challenge, code: `${code}`.padStart(4, '0') });
      expect(offered.size).toBe(10_000);
      return offered.has(digest);
    };
    expect(await tryEveryCode(NUMBER)).toBe(true);
    expect(await tryEveryCode({ decoy: 'nobody' })).toBe(false);
  });

  it('is told names that the secret makes: by default the oldest one, or one for names alone', async () => {
    const subjectUnder = async (secrets: Partial<OtpEngineOptions>) => (await issuedBy(secrets)).subject;
    const subject = await subjectUnder({ secret: SECRET });
    expect(await subjectUnder({ secret: OTHER_SECRET })).not.toBe(subject);
    expect(await subjectUnder({ secret: [OTHER_SECRET, SECRET] })).toBe(subject);
    expect(await subjectUnder({ secret: OTHER_SECRET, subjectSecret: SECRET })).toBe(subject);
  });
});
