import { isFitToShow, OptionProblems } from '@countersign/otp-core/adapter';
import type { CallOptions, SendOutcome, SmsMessage, SmsSender } from '@countersign/otp-core/spec';
import {
  type Answer,
  BY_RECIPIENT,
  createWarmUp,
  type FailureContext,
  failureOfCode,
  fieldOf,
  type GivenOptions,
  isSuccess,
  readCallbackUrl,
  readGiven,
  readMessage,
  readProviderId,
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

/** Options of `createTelnyxSmsSender`. Of `from` and `messagingProfileId` at least one is needed. */
export type TelnyxSmsSenderOptions = TelnyxConnectionOptions & {
  /**
   * Whom the message is from: a number of yours in E.164 form, a short code, or an alphanumeric sender (1 to 11 letters,
   * digits and spaces, at least one letter; needs `messagingProfileId`, and reaches no phone in the US and Canada).
   * Left out: a number of the profile's pool.
   */
  readonly from?: string;
  /** Id of the messaging profile. */
  readonly messagingProfileId?: string;
  /** Where Telnyx reports on the message, before the profile's own address. @defaultValue the profile's only */
  readonly webhookUrl?: string;
  /** Names the vendor in outcomes and events. @defaultValue 'telnyx' */
  readonly providerId?: string;
};

const KNOWN_OPTIONS = [...CONNECTION_OPTIONS, 'from', 'messagingProfileId', 'webhookUrl', 'providerId'];

/**
 * A sender for Telnyx Messages. One call is at most one request: the SDK's retries are off, redirects are not followed.
 * `send` never rejects. It answers `refused` only where Telnyx certainly sent nothing, and `unknown` wherever the
 * request may have arrived. The package telnyx is loaded with the first message; without it that is `refused`.
 *
 * @throws OtpConfigurationError naming every option that makes no sense, never the value of the key.
 * @example
 * ```ts
 * const sender = createTelnyxSmsSender({ apiKey: 'KEY0123456789ABCDEF', from: '+18445550001' });
 * const outcome = await sender.send({ to: '+39123456789', text: 'hello' });
 * ```
 */
export function createTelnyxSmsSender(options: TelnyxSmsSenderOptions): SmsSender {
  const resolved = resolveOptions(options);
  const { connection, identity, webhookUrl, providerId } = resolved;
  const credentials = credentialsOf(connection);
  const askTelnyx = createAskTelnyx(connection);

  async function send(message: SmsMessage, callOptions?: CallOptions): Promise<SendOutcome> {
    const given = readMessage(message, callOptions, MAX_TEXT_LENGTH, resolved);
    if (given.status === 'refused') return given;
    const { to, text, signal } = given;
    const body = { to, text, ...identity, ...(webhookUrl === null ? {} : { webhook_url: webhookUrl }) };
    const exchange = await askTelnyx(signal, (client, request) => client.messages.send(body, request));
    const context = createContext(providerId, { asked: [to, text], credentials });
    if (exchange.status === 'broken' || !isSuccess(exchange.statusCode)) return readFailure(exchange, context);
    return readSent(exchange, to, context);
  }

  const warmUp = createWarmUp(providerId, askTelnyx.load);
  return Object.freeze({ specificationVersion: 'v1', kind: 'sms-sender', providerId, send, warmUp });
}

/** Ten concatenated parts of plain letters: more Telnyx does not take. */
const MAX_TEXT_LENGTH = 1530;

function resolveOptions(options: unknown) {
  const problems = new OptionProblems('createTelnyxSmsSender');
  const given = readGiven(options, KNOWN_OPTIONS, problems);
  const resolved = {
    providerId: readProviderId(given, 'telnyx', problems),
    connection: readConnection(given, problems),
    identity: readSenderIdentity(given, problems),
    webhookUrl: readCallbackUrl(given, 'webhookUrl', problems),
  };
  problems.throwIfAny();
  return resolved;
}

/** Whom a message is from, in the words of the API. */
interface TelnyxSenderIdentity {
  readonly from?: string;
  readonly messaging_profile_id?: string;
}

const PHONE_NUMBER = /^\+[1-9]\d{6,14}$/;
const SHORT_CODE = /^\d{3,8}$/;
const ALPHANUMERIC = /^(?=.*[A-Za-z])[A-Za-z0-9](?:[A-Za-z0-9 ]{0,9}[A-Za-z0-9])?$/;

function readSenderIdentity(
  { from, messagingProfileId }: GivenOptions,
  problems: OptionProblems,
): TelnyxSenderIdentity {
  if (messagingProfileId !== undefined) checkUuid('messagingProfileId', messagingProfileId, problems);
  if (from === undefined) {
    if (messagingProfileId === undefined) {
      problems.add('from', 'is needed, or messagingProfileId for a number of its pool');
    }
    return { messaging_profile_id: String(messagingProfileId) };
  }
  const written = typeof from === 'string' ? from : '';
  const isAlphanumeric = ALPHANUMERIC.test(written);
  if (!isAlphanumeric && !PHONE_NUMBER.test(written) && !SHORT_CODE.test(written)) {
    problems.add('from', 'must be an E.164 number, a short code, or 1 to 11 letters, digits and spaces with a letter');
  }
  if (isAlphanumeric && messagingProfileId === undefined) {
    problems.add('messagingProfileId', 'is needed by an alphanumeric sender');
  }
  return {
    from: written,
    ...(messagingProfileId === undefined ? {} : { messaging_profile_id: String(messagingProfileId) }),
  };
}

/** States in which a message is, or was, on its way. */
const TAKEN: readonly unknown[] = ['queued', 'scheduled', 'sending', 'sent', 'delivered', 'delivery_unconfirmed'];

/** A 2xx is accepted only if it names a message for the number that was asked and does not say that it failed. */
function readSent({ statusCode, body }: Answer<unknown>, to: string, context: FailureContext): SendOutcome {
  const data = fieldOf(body, 'data');
  const messageId = readId(fieldOf(data, 'id'));
  const status = fieldOf(data, 'to', 0, 'status');
  if (messageId === null || typeof status !== 'string') {
    return unclear('Telnyx answered with what is no message.', context, { statusCode });
  }
  // The one state that says that nothing reached a carrier.
  if (status === 'sending_failed') {
    const said = readTelnyxError({ errors: fieldOf(data, 'errors') });
    return { status: 'refused', failure: failureOfCode({ ...said, otherwise: 'unknown', statusCode }, context) };
  }
  if (fieldOf(data, 'to', 0, 'phone_number') !== to) {
    return unclear('Telnyx names another recipient than was asked.', context, { statusCode, ...BY_RECIPIENT });
  }
  if (!TAKEN.includes(status)) {
    return unclear('Telnyx took the message and then failed it.', context, { statusCode, ...BY_RECIPIENT });
  }
  const parts = Number(fieldOf(data, 'parts'));
  const segments = Number.isInteger(parts) && parts >= 1 && parts <= 10 ? { segments: parts } : {};
  return { status: 'accepted', messageId: isFitToShow(messageId, context) ? messageId : null, ...segments };
}
