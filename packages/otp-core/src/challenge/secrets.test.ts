import { describe, expect, it } from 'vitest';
import { OptionProblems } from '../adapter/options.ts';
import type { OtpConfigurationError } from '../errors/otp-error.ts';
import { resolveSecrets } from './secrets.ts';

const SECRET = 'a secret of the tests, 32 bytes and more';
const OTHER = 'another secret of the tests, 32 bytes and more';
const A_SECRET = 'must be a string of at least 32 bytes; make one with: openssl rand -base64 32';

function resolve(secret: unknown) {
  const problems = new OptionProblems('test');
  const secrets = resolveSecrets(secret, problems);
  try {
    problems.throwIfAny();
    return { secrets, problems: [] };
  } catch (error) {
    const found = (error as OtpConfigurationError).problems.map(({ option, message }) => [option, message]);
    return { secrets, problems: found };
  }
}

describe('resolveSecrets', () => {
  it('takes one secret, or several with the newest first', () => {
    expect(resolve(SECRET)).toEqual({ secrets: [SECRET], problems: [] });
    expect(resolve([OTHER, SECRET])).toEqual({ secrets: [OTHER, SECRET], problems: [] });
  });

  it('takes as many as any store compares', () => {
    const secrets = Array.from({ length: 16 }, (_, index) => `${SECRET} ${index}`);
    expect(resolve(secrets)).toEqual({ secrets, problems: [] });
  });

  it('counts bytes, not characters', () => {
    expect(resolve('ä'.repeat(16)).problems).toEqual([]);
    expect(resolve('ä'.repeat(15)).problems).toEqual([['secret', A_SECRET]]);
  });

  it.each([
    ['no secret at all', [], [['secret', 'must hold at least one secret']]],
    [
      'more than any store compares',
      Array.from({ length: 17 }, (_, index) => `${SECRET} ${index}`),
      [['secret', 'must hold at most 16 secrets. Codes live for minutes, so drop old secrets']],
    ],
    ['a secret twice', [SECRET, SECRET], [['secret', 'must not hold a secret twice']]],
    ['a short one, wherever it stands', [SECRET, 'short'], [['secret.1', A_SECRET]]],
    ['what is no text', undefined, [['secret', A_SECRET]]],
  ])('refuses %s', (_name, secret, problems) => {
    expect(resolve(secret).problems).toEqual(problems);
  });

  it('hands nothing on that is no text', () => {
    expect(resolve([SECRET, 7, null]).secrets).toEqual([SECRET]);
  });
});
