import { describe, expect, it } from 'vitest';
import { OptionProblems } from '../adapter/options.ts';
import type { OtpConfigurationError } from '../errors/otp-error.ts';
import { resolvePolicy } from './resolve-policy.ts';

interface Settings {
  readonly policy?: unknown;
  readonly purposes?: unknown;
  readonly message?: unknown;
}

/** What is found wrong, each with the option's whole name and with words for it. */
function problemsOf({ policy, purposes, message }: Settings): ReadonlyArray<readonly [option: string, words: string]> {
  const problems = new OptionProblems('test');
  resolvePolicy({ policy, purposes, message }, problems);
  try {
    problems.throwIfAny();
    return [];
  } catch (error) {
    return (error as OtpConfigurationError).problems.map((problem) => [problem.option, problem.message]);
  }
}

const AN_OBJECT = 'must be an object';
const A_WAIT_LIST = 'must be a list of 0 to 16 waits in milliseconds';
const A_WINDOW_LIST = 'must be a list of 1 to 4 windows { max, durationMs }';
const A_LIMIT_LIST = 'must be a list of 0 to 4 windows { max, durationMs }';
const A_SHARE = 'must be a share from 0 to 0.5';

function budgetLeaves(tries: number): string {
  return `must fit into failureQuotas and maxConsecutiveFailures less knownClientReserve, which leave ${tries}`;
}

describe('resolvePolicy', () => {
  it.each<readonly [name: string, settings: Settings, problems: ReturnType<typeof problemsOf>]>([
    ['a policy that is no object', { policy: 'strict' }, [['policy', AN_OBJECT]]],
    ['an unknown preset', { policy: { preset: 'lenient' } }, [['policy.preset', "must be 'standard' or 'strict'"]]],
    ['limits that are no object', { policy: { rateLimits: 7 } }, [['policy.rateLimits', AN_OBJECT]]],
    [
      'limits that are no list',
      { policy: { rateLimits: { checksPerAddress: 7 } } },
      [['policy.rateLimits.checksPerAddress', A_LIMIT_LIST]],
    ],
    [
      'a limit that no counter holds',
      { policy: { rateLimits: { checksPerAddress: [{ max: 1_000_000_001, durationMs: 1000 }] } } },
      [['policy.rateLimits.checksPerAddress.0.max', 'must be a whole number from 1 to 1000000000']],
    ],
    ['purposes that are no object', { purposes: ['login'] }, [['purposes', AN_OBJECT]]],
    ['a purpose that is no object', { purposes: { login: 'strict' } }, [['purposes.login', AN_OBJECT]]],
    [
      'a purpose that is no name',
      { purposes: { 'log in': {} } },
      [['purposes.log in', 'must be named by 1 to 64 visible ASCII characters']],
    ],
    [
      'choices that do not exist, of a purpose',
      { purposes: { login: { resendCode: 'other', binding: 'session' } } },
      [
        ['purposes.login.resendCode', "must be 'same' or 'new'"],
        ['purposes.login.binding', "must be 'handle' or 'number'"],
      ],
    ],
    [
      'a message that makes no sense, of a purpose',
      { purposes: { login: { message: 'Hello' } } },
      [['purposes.login.message', AN_OBJECT]],
    ],
    [
      'a number outside its range',
      { policy: { maxLiveChallenges: 17 } },
      [['policy.maxLiveChallenges', 'must be a whole number from 1 to 16']],
    ],
    ['waits that are no list', { policy: { cooldownsMs: 30_000 } }, [['policy.cooldownsMs', A_WAIT_LIST]]],
    [
      'more waits than there may be',
      { policy: { cooldownsMs: Array.from({ length: 17 }, () => 1000) } },
      [['policy.cooldownsMs', A_WAIT_LIST]],
    ],
    ['windows that are no list', { policy: { sendQuotas: 5 } }, [['policy.sendQuotas', A_WINDOW_LIST]]],
    ['a share that is too large', { policy: { knownClientReserve: 0.51 } }, [['policy.knownClientReserve', A_SHARE]]],
    ['a share in words', { policy: { knownClientReserve: '0.25' } }, [['policy.knownClientReserve', A_SHARE]]],
    [
      'a window that is no object',
      { policy: { failureQuotas: [null] } },
      [
        ['policy.failureQuotas.0', AN_OBJECT],
        ['policy.failureQuotas.0.max', 'must be a whole number from 1 to 64'],
        ['policy.failureQuotas.0.durationMs', 'must be a whole number from 1000 to 31622400000'],
      ],
    ],
    [
      'tries that the failure quota does not hold',
      { policy: { failureQuotas: [{ max: 5, durationMs: 1000 }] } },
      [['policy.maxAttempts', budgetLeaves(4)]],
    ],
    [
      'tries that the consecutive failures do not hold, even where the quotas are unreadable',
      { policy: { failureQuotas: 7, maxConsecutiveFailures: 4 } },
      [
        ['policy.failureQuotas', A_WINDOW_LIST],
        ['policy.maxAttempts', budgetLeaves(3)],
      ],
    ],
    [
      'tries of a purpose',
      { purposes: { login: { maxAttempts: 10 } }, policy: { failureQuotas: [{ max: 10, durationMs: 1000 }] } },
      [['purposes.login.maxAttempts', budgetLeaves(8)]],
    ],
  ])('names %s, and says what it must be', (_name, settings, problems) => {
    expect(problemsOf(settings)).toEqual(problems);
  });
});
