import { checkProviderId, isOptions, OptionProblems } from '@countersign/otp-core/adapter';
import type {
  CallOptions,
  CheckInput,
  CheckOutcome,
  StartInput,
  StartOutcome,
  VerificationProvider,
} from '@countersign/otp-core/spec';
import { askTelnyx, warmUpTelnyx } from './ask-telnyx.ts';
import { isPhoneNumber, readFields, readSignal } from './check-input.ts';
import { readCheckAnswer } from './read-check-answer.ts';
import { CONNECTION_OPTIONS, readConnection } from './read-connection.ts';
import { readStartAnswer } from './read-start-answer.ts';
import { checkUuid } from './sender-identity.ts';
import type { TelnyxConnectionOptions } from './telnyx-connection-options.ts';
import { createRefused, type FailureContext } from './telnyx-failure.ts';
import { readId } from './vendor-fields.ts';

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
  const { connection, verifyProfileId, codeLength, timeoutSecs, providerId } = resolveOptions(options);
  const anonymous: FailureContext = { providerId, asked: [], credentials: connection.credentials };

  async function start(input: StartInput, callOptions?: CallOptions): Promise<StartOutcome> {
    const { to } = readFields(input, ['to']);
    if (!isPhoneNumber(to)) return createRefused('invalid-recipient', anonymous, NO_NUMBER);
    const signal = readSignal(callOptions);
    if (signal === 'invalid') return createRefused('configuration', anonymous, NO_SIGNAL);
    if (signal?.aborted) return createRefused('timeout', anonymous, ABORTED);
    const body = {
      phone_number: to,
      verify_profile_id: verifyProfileId,
      ...(timeoutSecs === null ? {} : { timeout_secs: timeoutSecs }),
    };
    const asked = await askTelnyx(connection, signal, (client, request) =>
      client.verifications.triggerSMS(body, request),
    );
    return readStartAnswer(asked, to, { ...anonymous, asked: [to] });
  }

  async function check(input: CheckInput, callOptions?: CallOptions): Promise<CheckOutcome> {
    const { to, reference, code } = readFields(input, ['to', 'reference', 'code']);
    // What cannot be right needs no question: it would only tell Telnyx what somebody typed.
    if (!isPhoneNumber(to)) return { status: 'not-found' };
    if (typeof code !== 'string' || !/^\d{4,10}$/.test(code)) return { status: 'mismatch' };
    const id = reference === null ? null : readId(reference);
    if (reference !== null && id === null) return { status: 'not-found' };
    const signal = readSignal(callOptions);
    if (signal === 'invalid') return unknown('configuration', anonymous, NO_SIGNAL);
    if (signal?.aborted) return unknown('timeout', anonymous, ABORTED);
    const asked = await askTelnyx(connection, signal, (client, request) => {
      const { actions, byPhoneNumber } = client.verifications;
      return id === null
        ? byPhoneNumber.actions.verify(to, { code, verify_profile_id: verifyProfileId }, request)
        : actions.verify(id, { code }, request);
    });
    return readCheckAnswer(asked, { ...anonymous, asked: [to, code] });
  }

  return Object.freeze({
    specificationVersion: 'v1',
    kind: 'verification-provider',
    providerId,
    capabilities: Object.freeze({ concurrency: 'per-number', codeLength, maxChecks: null, checkByNumber: true }),
    start,
    check,
    warmUp: () => warmUpTelnyx(providerId, connection),
  });
}

const NO_NUMBER = 'The recipient is not an E.164 number.';
const NO_SIGNAL = 'The signal is not an AbortSignal.';
const ABORTED = 'The caller stopped waiting before anything was asked.';

function unknown(category: 'configuration' | 'timeout', context: FailureContext, message: string): CheckOutcome {
  return { status: 'unknown', failure: createRefused(category, context, message).failure };
}

function resolveOptions(options: unknown) {
  const problems = new OptionProblems('createTelnyxVerificationProvider');
  if (!isOptions(options)) problems.add('options', 'must be an object');
  // Copied once, so that nobody who keeps the object can change a provider that was checked.
  const given: Record<string, unknown> = isOptions(options) ? { ...options } : {};
  problems.addUnknown('', given, KNOWN_OPTIONS);
  const { verifyProfileId, codeLength = 5, codeTtlMs, providerId = 'telnyx-verify' } = given;
  checkProviderId('providerId', providerId, problems);
  checkUuid('verifyProfileId', verifyProfileId, problems);
  problems.addUnlessInteger('codeLength', codeLength, 4, 10);
  if (codeTtlMs !== undefined) {
    problems.addUnlessInteger('codeTtlMs', codeTtlMs, 30_000, 600_000);
    if (Number.isInteger(codeTtlMs) && Number(codeTtlMs) % 1000 !== 0)
      problems.add('codeTtlMs', 'must be whole seconds');
  }
  const resolved = {
    connection: readConnection(given, problems),
    verifyProfileId: String(verifyProfileId),
    codeLength: Number(codeLength),
    timeoutSecs: codeTtlMs === undefined ? null : Number(codeTtlMs) / 1000,
    providerId: String(providerId),
  };
  problems.throwIfAny();
  return resolved;
}
