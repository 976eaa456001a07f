import { UUID } from '@countersign/otp-core/settings';
import type { CheckOutcome, StartOutcome, VerificationProvider } from '@countersign/otp-core/spec';
import {
  asUnknown,
  BY_RECIPIENT,
  defineProvider,
  type Failed,
  fieldOf,
  readOptions,
  type Success,
  started,
  uncertain,
  type VendorOptions,
} from '@countersign/otp-provider-utils';
import { createAskTelnyx } from './telnyx-client.ts';
import { readConnection, type TelnyxConnectionOptions } from './telnyx-connection.ts';
import { isId, readId } from './telnyx-errors.ts';

/** Options of `createTelnyxVerificationProvider`. */
export type TelnyxVerificationProviderOptions = TelnyxConnectionOptions & {
  /** Id of the Verify profile, which holds the text, the sender and the allowed countries. */
  readonly verifyProfileId: string;
  /**
   * Digits of the codes, 4 to 10, as the Verify profile says. Telnyx does not tell it with a verification, and the
   * engine takes a guess of any other length for malformed.
   * @defaultValue 5, as in a profile that was left as it is
   */
  readonly codeLength?: number;
  /** Life of a code in milliseconds: whole seconds, 30,000 to 600,000. @defaultValue the profile's, usually 300,000 */
  readonly codeTtlMs?: number;
  /** Names the vendor in outcomes, events and handles; must not change. @defaultValue 'telnyx-verify' */
  readonly providerId?: string;
};

/**
 * A provider for Telnyx Verify by text message. One call is at most one request: the SDK's retries are off, redirects
 * are not followed. `start` and `check` never reject. The package telnyx is loaded with the first call.
 *
 * Telnyx documents neither what a second start does to the first nor how many checks it allows. The provider declares
 * the careful reading: one verification per number, and no limit but the engine's own.
 *
 * @throws OtpConfigurationError naming every option that makes no sense, never the value of the key.
 * @example
 * ```ts
 * const provider = createTelnyxVerificationProvider({
 *   apiKey: 'KEY0123456789ABCDEF',
 *   verifyProfileId: '12ade33a-21c0-473b-b055-b3c836e1c292',
 * });
 * const outcome = await provider.start({ to: '+39123456789' });
 * ```
 */
export function createTelnyxVerificationProvider(options: TelnyxVerificationProviderOptions): VerificationProvider {
  const resolved = readOptions('createTelnyxVerificationProvider', options, (given) => ({
    verifyProfileId: given.text('verifyProfileId', UUID),
    providerId: given.providerId('telnyx-verify'),
    connection: readConnection(given),
    codeLength: given.whole('codeLength', { minimum: 4, maximum: 10, defaultValue: 5 }),
    timeoutSecs: readLife(given),
  }));
  const { connection, verifyProfileId, codeLength, timeoutSecs, providerId } = resolved;
  const askTelnyx = createAskTelnyx(connection, providerId);
  const traits = {
    providerId,
    capabilities: { concurrency: 'per-number', codeLength, maxChecks: null, checkByNumber: true },
    shortestCode: 4,
    isReference: isId,
    load: askTelnyx.load,
  } as const;

  return defineProvider(traits, {
    async start(given) {
      const { to } = given;
      const body = {
        phone_number: to,
        verify_profile_id: verifyProfileId,
        ...(timeoutSecs === null ? {} : { timeout_secs: timeoutSecs }),
      };
      const answer = await askTelnyx(given, [to], (client, request) => client.verifications.triggerSMS(body, request));
      return answer.status === 'failed' ? answer.outcome : readStart(answer, to);
    },
    async check(guess) {
      const { to, reference, code } = guess;
      const answer = await askTelnyx(guess, [to, code], (client, request) => {
        const { actions, byPhoneNumber } = client.verifications;
        return reference === null
          ? byPhoneNumber.actions.verify(to, { code, verify_profile_id: verifyProfileId }, request)
          : actions.verify(reference, { code }, request);
      });
      return answer.status === 'failed' ? readFailedCheck(answer) : readCheck(answer);
    },
  });
}

function readLife(given: VendorOptions): number | null {
  if (given.value('codeTtlMs') === undefined) return null;
  const codeTtlMs = given.whole('codeTtlMs', { minimum: 30_000, maximum: 600_000, defaultValue: 300_000 });
  if (codeTtlMs % 1000 !== 0) given.add('codeTtlMs', 'must be whole seconds');
  return codeTtlMs / 1000;
}

/** Telnyx's own examples of a fresh verification say now the one, now the other. */
const STARTED: readonly unknown[] = ['pending', 'accepted'];

/** A day; a profile may say more, but no one-time password lives so long. */
const MAX_LIFE_SECONDS = 86_400;

/** A 2xx is accepted only if it names a verification of the number that was asked. */
function readStart(answer: Success<unknown>, to: string): StartOutcome {
  const data = fieldOf(answer.body, 'data');
  const reference = readId(fieldOf(data, 'id'));
  if (reference === null) return uncertain('Telnyx answered with what is no verification.', answer);
  if (fieldOf(data, 'phone_number') !== to) {
    return uncertain('Telnyx names another number than was asked.', answer, BY_RECIPIENT);
  }
  if (!STARTED.includes(fieldOf(data, 'status'))) {
    return uncertain('Telnyx began the verification and then failed it.', answer, BY_RECIPIENT);
  }
  const seconds = fieldOf(data, 'timeout_secs');
  const isLife = Number.isInteger(seconds) && Number(seconds) >= 1 && Number(seconds) <= MAX_LIFE_SECONDS;
  return started(reference, answer, isLife ? Number(seconds) * 1000 : null);
}

/** "Resource not found": no such verification, or none of this number that is still open. */
const NOT_FOUND = '10005';

/** Only in Telnyx's own words: a 404 of a proxy or of a wrong base URL says nothing about a verification. */
function readFailedCheck({ statusCode, code, outcome }: Failed): CheckOutcome {
  const isClients = statusCode !== null && statusCode >= 400 && statusCode <= 499;
  return isClients && code === NOT_FOUND ? { status: 'not-found' } : asUnknown(outcome);
}

/**
 * Telnyx says `rejected` of a wrong code, and may say so of an expired one: the two cannot be told apart, which costs
 * nothing, since the engine keeps the time itself.
 */
function readCheck(answer: Success<unknown>): CheckOutcome {
  const verdict = fieldOf(answer.body, 'data', 'response_code');
  if (verdict === 'rejected') return { status: 'mismatch' };
  const phoneNumber = fieldOf(answer.body, 'data', 'phone_number');
  // An approval always names its number; one that does not is none of Telnyx's.
  if (verdict !== 'accepted' || typeof phoneNumber !== 'string' || !/^\+\d{1,15}$/.test(phoneNumber)) {
    return asUnknown(uncertain('Telnyx answered with what is no verdict.', answer));
  }
  return { status: 'approved', phoneNumber };
}
