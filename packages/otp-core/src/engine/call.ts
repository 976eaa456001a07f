/** One call of the engine: where it counts, when it must end, and who can end it earlier. */
import { readClientAddress } from '../adapter/client-address.ts';
import { isOptions } from '../adapter/options.ts';
import type { Recipient } from '../challenge/index.ts';
import { OtpAbortedError, OtpMisuseError } from '../errors/otp-error.ts';
import type { ChallengeEvent } from '../events/otp-event.ts';
import { readLocale } from '../message/index.ts';
import { DEFAULT_PURPOSE, DEFAULT_TENANT, isScopeName } from '../policy/index.ts';
import type { EngineContext, PurposeSettings } from './engine-context.ts';

export interface Call {
  readonly tenant: string;
  readonly purpose: string;
  readonly settings: PurposeSettings;
  readonly client: CallingClient;
  readonly locale: string | null;
  /** Not `null`: which accounts exist is hidden, so the answer has its moment, and the same words whatever the provider did. */
  readonly answerAfterMs: number | null;
  readonly startedAtMs: number;
  readonly endsAtMs: number;
  readonly signal: AbortSignal | undefined;
}

/** Who asks, read from `client`. Left out: nothing is known of an address. */
export interface CallingClient {
  readonly known: boolean;
  /** The address in one spelling, as providers are told it; left out where what was given is none. */
  readonly ip?: string;
  /** What limits by address and by network count. */
  readonly blocks?: { readonly address: string; readonly network: string };
}

/** @throws OtpMisuseError for what only the calling code can get wrong; OtpAbortedError where nobody waits any more */
export function beginCall(context: EngineContext, input: unknown): Call {
  if (!isOptions(input)) throw new OtpMisuseError('The input must be an object.');
  const purpose = readScopeName('purpose', input.purpose, DEFAULT_PURPOSE);
  const signal = readSignal(input.signal);
  if (signal?.aborted) throw new OtpAbortedError();
  const startedAtMs = context.clock.now();
  return {
    tenant: readScopeName('tenant', input.tenant, DEFAULT_TENANT),
    purpose,
    settings: context.purposeOf(purpose),
    client: readClient(input.client),
    locale: readLanguage(input.locale),
    answerAfterMs: readAnswerAfterMs(context, input.answerAfterMs),
    startedAtMs,
    endsAtMs: startedAtMs + context.deadlines.totalMs,
    signal,
  };
}

function readAnswerAfterMs({ deadlines }: EngineContext, value: unknown): number | null {
  if (value === undefined) return null;
  const wholeMs = Number.isInteger(value) ? Number(value) : 0;
  if (wholeMs >= 1 && wholeMs <= deadlines.totalMs) return wholeMs;
  throw new OtpMisuseError(`answerAfterMs must be a whole number from 1 to ${deadlines.totalMs}.`);
}

function readScopeName(name: string, value: unknown, fallback: string): string {
  if (value === undefined) return fallback;
  if (isScopeName(value)) return value;
  throw new OtpMisuseError(`${name} must be 1 to 64 visible ASCII characters.`);
}

function readSignal(value: unknown): AbortSignal | undefined {
  if (value === undefined || value instanceof AbortSignal) return value;
  throw new OtpMisuseError('signal must be an AbortSignal.');
}

/** All that is no address: words that clients write into headers, and the empty address of a header that is not there. */
// Stryker disable next-line StringLiteral: the same either way: any name will do that no address has
const NO_ADDRESS = { blocks: { address: 'no address', network: 'no address' } };

/** A word that changes with every request must not be a new client every time. */
function readClient(value: unknown): CallingClient {
  const { ip, known = false } = isOptions(value) ? value : {};
  const isClient = value === undefined || isOptions(value);
  if (!isClient || (ip !== undefined && typeof ip !== 'string') || typeof known !== 'boolean') {
    throw new OtpMisuseError('client must be { ip, known }: a string, true or false.');
  }
  if (ip === undefined) return { known };
  const read = readClientAddress(ip);
  if (read === null) return { known, ...NO_ADDRESS };
  return { known, ip: read.ip, blocks: { address: read.block, network: read.network } };
}

/** Languages come from clients: one that makes no sense reads like none. */
function readLanguage(value: unknown): string | null {
  if (value === undefined) return null;
  if (typeof value !== 'string') throw new OtpMisuseError('locale must be a string, a BCP 47 tag.');
  return readLocale(value);
}

/** The challenge that a call turned out to be about. */
export interface ChallengeFacts {
  readonly recipient: Recipient;
  readonly subject: string;
  readonly challengeId: string;
}

/** What all events of one challenge have in common. */
export function aboutChallenge(
  context: EngineContext,
  call: Pick<Call, 'tenant' | 'purpose'>,
  facts: ChallengeFacts,
): ChallengeEvent {
  return {
    atMs: context.clock.now(),
    tenant: call.tenant,
    purpose: call.purpose,
    subject: facts.subject,
    challengeId: facts.challengeId,
    decoy: facts.recipient.kind !== 'number',
  };
}
