/** Reads what the scripts reply. Anything they do not reply is a fault of the store, never a success. */
import type { IssueInput, IssueOutcome, RedeemOutcome, SettleOutcome } from '@countersign/otp-core/spec';
import { createStoreError } from '../connection/store-fault.ts';
import { ISSUE } from '../scripts/issue-script.ts';
import { ANSWER, DELEGATED, MISMATCH } from '../scripts/record-lua.ts';
import { unpackName } from './names.ts';

export function readIssueReply(reply: unknown, input: IssueInput): IssueOutcome {
  const parts: readonly unknown[] = Array.isArray(reply) ? reply : [];
  switch (parts[0]) {
    case ISSUE.issued:
      return { status: 'issued', ...readChallenge(parts, input) };
    case ISSUE.duplicate:
      return { status: 'duplicate', ...readChallenge(parts, input) };
    case ISSUE.cooldown:
      return { status: 'cooldown', retryAtMs: readNumber(parts[1]) };
    case ISSUE.quotaExceeded:
      return { status: 'quota-exceeded', retryAtMs: readNumber(parts[1]) };
    case ISSUE.locked: {
      const retryAtMs = readNumber(parts[1]);
      return { status: 'locked', retryAtMs: retryAtMs < 0 ? null : retryAtMs };
    }
    case ISSUE.notFound:
      return { status: 'not-found' };
    default:
      throw nonsense();
  }
}

/** A challenge that was just opened is the caller's own: its names are not sent back. */
function readChallenge(parts: readonly unknown[], input: IssueInput) {
  const [, sentAtMs, expiresAtMs, resendAtMs, length, id, keyId, salt] = parts;
  const codeLength = readNumber(length);
  return {
    challengeId: id === undefined ? input.challengeId : unpackName(readBytes(id)),
    keyId: keyId === undefined ? input.keyId : readBytes(keyId).toString(),
    salt: salt === undefined ? input.salt : unpackName(readBytes(salt)),
    codeLength: codeLength === 0 ? null : codeLength,
    sentAtMs: readNumber(sentAtMs),
    expiresAtMs: readNumber(expiresAtMs),
    resendAtMs: readNumber(resendAtMs),
  };
}

/** A number where the id was given, number and id where not. */
export function readRedeemReply(reply: unknown, givenId: string | null): RedeemOutcome {
  const answer = readNumber(Array.isArray(reply) ? reply[0] : reply);
  switch (answer) {
    case ANSWER.notFound:
      return { status: 'not-found' };
    case ANSWER.expired:
      return { status: 'expired' };
    case ANSWER.exhausted:
      return { status: 'exhausted' };
  }
  const challengeId = givenId ?? unpackName(readBytes(Array.isArray(reply) ? reply[1] : undefined));
  if (answer === ANSWER.accepted) return { status: 'accepted', challengeId };
  if (answer >= DELEGATED) return { status: 'delegated', challengeId, attemptsLeft: answer - DELEGATED };
  if (answer >= MISMATCH) return { status: 'mismatch', challengeId, attemptsLeft: answer - MISMATCH };
  throw nonsense();
}

export function readSettleReply(reply: unknown): SettleOutcome {
  switch (reply) {
    case ANSWER.accepted:
      return { status: 'accepted' };
    case ANSWER.notFound:
      return { status: 'not-found' };
    default:
      throw nonsense();
  }
}

function readNumber(value: unknown): number {
  if (typeof value !== 'number') throw nonsense();
  return value;
}

function readBytes(value: unknown): Buffer {
  if (!Buffer.isBuffer(value)) throw nonsense();
  return value;
}

function nonsense() {
  return createStoreError('UNEXPECTED_REPLY');
}
