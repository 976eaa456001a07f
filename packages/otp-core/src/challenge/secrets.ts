import { MOST_SECRETS } from '../adapter/budget-rules.ts';
import { joinPath, type OptionProblems } from '../adapter/options.ts';

const MINIMUM_SECRET_BYTES = 32;

/** The secrets in force, newest first; reports every one that is no secret. Never repeats a value. */
export function resolveSecrets(secret: unknown, problems: OptionProblems): readonly string[] {
  const secrets: readonly unknown[] = Array.isArray(secret) ? secret : [secret];
  if (secrets.length === 0) problems.add('secret', 'must hold at least one secret');
  if (secrets.length > MOST_SECRETS) {
    problems.add('secret', `must hold at most ${MOST_SECRETS} secrets. Codes live for minutes, so drop old secrets`);
  }
  secrets.forEach((each, index) => {
    checkSecret(Array.isArray(secret) ? joinPath('secret', `${index}`) : 'secret', each, problems);
  });
  if (new Set(secrets).size < secrets.length) problems.add('secret', 'must not hold a secret twice');
  return secrets.filter((each) => typeof each === 'string');
}

export function checkSecret(option: string, secret: unknown, problems: OptionProblems): void {
  if (typeof secret !== 'string' || Buffer.byteLength(secret) < MINIMUM_SECRET_BYTES) {
    problems.add(
      option,
      `must be a string of at least ${MINIMUM_SECRET_BYTES} bytes; make one with: openssl rand -base64 32`,
    );
  }
}
