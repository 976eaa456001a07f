import type { Check } from './doctor-facts.ts';
import { type Finding, ok, warning } from './finding.ts';

const EXAMPLES =
  /change.?me|example|secret|password|default|insecure|placeholder|replace|your[-_ ]|thirty-two|0123456789|abcdefgh|qwerty/i;
const FEWEST_CHARACTERS = 12;

/** The engine asks for 32 bytes; it cannot see whether anybody could guess them. */
export const checkSecrets: Check = ({ plan }) => {
  const { secret, subjectSecret } = plan.settings;
  const secrets = [secret ?? []].flat().filter((each) => typeof each === 'string');
  const named = [
    ...secrets.map((value) => ['OTP_SECRET', value] as const),
    ...(typeof subjectSecret === 'string' ? [['OTP_SUBJECT_SECRET', subjectSecret] as const] : []),
  ];
  const weak = new Set(named.filter(([, value]) => looksGuessable(value)).map(([name]) => name));
  const warnings = [...weak].map((name) =>
    warning('weak-secret', `${name} looks typed by hand, not random. Make one with: openssl rand -base64 32.`),
  );
  return [...warnings, ...checkRotation(secrets.length, subjectSecret)];
};

function checkRotation(count: number, subjectSecret: string | undefined): readonly Finding[] {
  if (count < 2) return [];
  const previous = count === 2 ? 'A previous secret is' : `${count - 1} previous secrets are`;
  const rotation = ok(
    'secret-rotation',
    `${previous} still accepted. Remove all but the newest 10 minutes after the last process without the newest one has ended.`,
  );
  if (subjectSecret !== undefined) return [rotation];
  const message =
    'The oldest OTP_SECRET hashes the phone numbers in the store. Set OTP_SUBJECT_SECRET to it before you remove it, or all limits and locks start over.';
  return [rotation, warning('subject-secret', message)];
}

function looksGuessable(secret: string): boolean {
  return EXAMPLES.test(secret) || new Set(secret).size < FEWEST_CHARACTERS || /^(.{1,8})\1+$/.test(secret);
}
