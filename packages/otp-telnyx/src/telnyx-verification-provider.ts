import { isFitToShow, OptionProblems } from '@countersign/otp-core/adapter';
import type {
  CallOptions,
  CheckInput,
  CheckOutcome,
  StartInput,
  StartOutcome,
  VerificationProvider,
} from '@countersign/otp-core/spec';
import {
  type Answer,
  asUnknown,
  BY_RECIPIENT,
  createWarmUp,
  type FailureContext,
  fieldOf,
  isCode,
  isPhoneNumber,
  isSuccess,
  readBroken,
  readCall,
  readFields,
  readGiven,
  readInteger,
  readProviderId,
  readRecipient,
  unclear,
} from '@countersign/otp-provider-utils';
import { createAskTelnyx } from './telnyx-client.ts';
import {
  CONNECTION_OPTIONS,
  checkUuid,
  credentialsOf,
  readConnection,
  type TelnyxConnectionOptions,
} from './telnyx-connection.ts';
import { createContext, readFailure, readId, readTelnyxError } from './telnyx-errors.ts';

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

const KNOWN_OPTIONS = [...CONNECTION_OPTIONS, 'verifyProfileId', 'codeLength', 'codeTtlMs', 'providerId'];

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
  const resolved = resolveOptions(options);
  const { connection, verifyProfileId, codeLength, timeoutSecs, providerId } = resolved;
  const credentials = credentialsOf(connection);
  const askTelnyx = createAskTelnyx(connection);

  async function start(input: StartInput, callOptions?: CallOptions): Promise<StartOutcome> {
    const given = readRecipient(input, callOptions, resolved);
    if (given.status === 'refused') return given;
    const { to, signal } = given;
    const body = {
      phone_number: to,
      verify_profile_id: verifyProfileId,
      ...(timeoutSecs === null ? {} : { timeout_secs: timeoutSecs }),
    };
    const exchange = await askTelnyx(signal, (client, request) => client.verifications.triggerSMS(body, request));
    const context = createContext(providerId, { asked: [to], credentials });
    if (exchange.status === 'broken' || !isSuccess(exchange.statusCode)) return readFailure(exchange, context);
    return readStart(exchange, to, context);
  }

  async function check(input: CheckInput, callOptions?: CallOptions): Promise<CheckOutcome> {
    const { to, reference, code } = readFields(input, ['to', 'reference', 'code']);
    // What cannot be right needs no question: it would only tell Telnyx what somebody typed.
    if (!isPhoneNumber(to)) return { status: 'not-found' };
    if (!isCode(code, 4)) return { status: 'mismatch' };
    const id = reference === null ? null : readId(reference);
    if (reference !== null && id === null) return { status: 'not-found' };
    const call = readCall(callOptions, resolved);
    if (call.status === 'refused') return asUnknown(call);
    const exchange = await askTelnyx(call.signal, (client, request) => {
      const { actions, byPhoneNumber } = client.verifications;
      return id === null
        ? byPhoneNumber.actions.verify(to, { code, verify_profile_id: verifyProfileId }, request)
        : actions.verify(id, { code }, request);
    });
    const context = createContext(providerId, { asked: [to, code], credentials });
    return exchange.status === 'broken' ? asUnknown(readBroken(exchange, context)) : readCheck(exchange, context);
  }

  return Object.freeze({
    specificationVersion: 'v1',
    kind: 'verification-provider',
    providerId,
    capabilities: Object.freeze({ concurrency: 'per-number', codeLength, maxChecks: null, checkByNumber: true }),
    start,
    check,
    warmUp: createWarmUp(providerId, askTelnyx.load),
  });
}

function resolveOptions(options: unknown) {
  const problems = new OptionProblems('createTelnyxVerificationProvider');
  const given = readGiven(options, KNOWN_OPTIONS, problems);
  const { verifyProfileId, codeTtlMs } = given;
  checkUuid('verifyProfileId', verifyProfileId, problems);
  if (codeTtlMs !== undefined) {
    problems.addUnlessInteger('codeTtlMs', codeTtlMs, 30_000, 600_000);
    if (Number.isInteger(codeTtlMs) && Number(codeTtlMs) % 1000 !== 0)
      problems.add('codeTtlMs', 'must be whole seconds');
  }
  const resolved = {
    providerId: readProviderId(given, 'telnyx-verify', problems),
    connection: readConnection(given, problems),
    verifyProfileId: verifyProfileId as string,
    codeLength: readInteger(given, 'codeLength', { minimum: 4, maximum: 10, defaultValue: 5 }, problems),
    timeoutSecs: codeTtlMs === undefined ? null : Number(codeTtlMs) / 1000,
  };
  problems.throwIfAny();
  return resolved;
}

/** Telnyx's own examples of a fresh verification say now the one, now the other. */
const STARTED: readonly unknown[] = ['pending', 'accepted'];

/** A day; a profile may say more, but no one-time password lives so long. */
const MAX_LIFE_SECONDS = 86_400;

/** A 2xx is accepted only if it names a verification of the number that was asked. */
function readStart({ statusCode, body }: Answer<unknown>, to: string, context: FailureContext): StartOutcome {
  const data = fieldOf(body, 'data');
  const reference = readId(fieldOf(data, 'id'));
  if (reference === null) return unclear('Telnyx answered with what is no verification.', context, { statusCode });
  if (fieldOf(data, 'phone_number') !== to) {
    return unclear('Telnyx names another number than was asked.', context, { statusCode, ...BY_RECIPIENT });
  }
  if (!STARTED.includes(fieldOf(data, 'status'))) {
    return unclear('Telnyx began the verification and then failed it.', context, { statusCode, ...BY_RECIPIENT });
  }
  // Without a reference nobody could check the code, so one that may not be shown is no use.
  if (!isFitToShow(reference, context)) {
    return unclear('Telnyx names the verification by what must not be shown.', context, { statusCode });
  }
  const seconds = fieldOf(data, 'timeout_secs');
  const isLife = Number.isInteger(seconds) && Number(seconds) >= 1 && Number(seconds) <= MAX_LIFE_SECONDS;
  return { status: 'accepted', reference, ...(isLife ? { ttlMs: Number(seconds) * 1000 } : {}) };
}

/** "Resource not found": no such verification, or none of this number that is still open. */
const NOT_FOUND = '10005';

/**
 * Telnyx says `rejected` of a wrong code, and may say so of an expired one: the two cannot be told apart, which costs
 * nothing, since the engine keeps the time itself.
 */
function readCheck(answer: Answer<unknown>, context: FailureContext): CheckOutcome {
  const { statusCode, body } = answer;
  if (!isSuccess(statusCode)) {
    // Only in Telnyx's own words: a 404 of a proxy or of a wrong base URL says nothing about a verification.
    const isNotFound = statusCode >= 400 && statusCode <= 499 && readTelnyxError(body).code === NOT_FOUND;
    return isNotFound ? { status: 'not-found' } : asUnknown(readFailure({ status: 'answered', ...answer }, context));
  }
  const verdict = fieldOf(body, 'data', 'response_code');
  if (verdict === 'rejected') return { status: 'mismatch' };
  const phoneNumber = fieldOf(body, 'data', 'phone_number');
  // An approval always names its number; one that does not is none of Telnyx's.
  if (verdict !== 'accepted' || typeof phoneNumber !== 'string' || !/^\+\d{1,15}$/.test(phoneNumber)) {
    return asUnknown(unclear('Telnyx answered with what is no verdict.', context, { statusCode }));
  }
  return { status: 'approved', phoneNumber };
}
