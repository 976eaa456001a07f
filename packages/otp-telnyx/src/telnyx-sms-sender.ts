import { checkProviderId, isOptions, OptionProblems } from '@countersign/otp-core/adapter';
import type { CallOptions, SendOutcome, SmsMessage, SmsSender } from '@countersign/otp-core/spec';
import { askTelnyx, warmUpTelnyx } from './ask-telnyx.ts';
import { flawOfText, isPhoneNumber, readFields, readSignal } from './check-input.ts';
import { CONNECTION_OPTIONS, readConnection } from './read-connection.ts';
import { readMessageAnswer } from './read-message-answer.ts';
import { readSenderIdentity, type TelnyxSenderIdentity } from './sender-identity.ts';
import type { TelnyxConnectionOptions } from './telnyx-connection-options.ts';
import { createRefused, type FailureContext, readBreak, readRefusal } from './telnyx-failure.ts';
import { readWebhookUrl } from './webhook-url.ts';

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
  const { connection, identity, webhookUrl, providerId } = resolveOptions(options);
  const anonymous: FailureContext = { providerId, asked: [], credentials: connection.credentials };

  async function send(message: SmsMessage, callOptions?: CallOptions): Promise<SendOutcome> {
    const { to, text } = readFields(message, ['to', 'text']);
    if (!isPhoneNumber(to))
      return createRefused('invalid-recipient', anonymous, 'The recipient is not an E.164 number.');
    const flaw = flawOfText(text);
    if (flaw !== null) return createRefused('content-rejected', anonymous, flaw);
    const signal = readSignal(callOptions);
    if (signal === 'invalid') return createRefused('configuration', anonymous, 'The signal is not an AbortSignal.');
    if (signal?.aborted)
      return createRefused('timeout', anonymous, 'The caller stopped waiting before anything was sent.');

    const body = {
      to,
      text: String(text),
      ...identity,
      ...(webhookUrl === null ? {} : { webhook_url: webhookUrl }),
    };
    const context: FailureContext = { ...anonymous, asked: [to, String(text)] };
    const asked = await askTelnyx(connection, signal, (client, request) => client.messages.send(body, request));
    if (asked.status === 'broken') return readBreak(asked.break, context);
    const { answer } = asked;
    if (answer.statusCode < 200 || answer.statusCode > 299) return readRefusal(answer, context);
    return readMessageAnswer(answer, to, context);
  }

  const warmUp = () => warmUpTelnyx(providerId, connection);
  return Object.freeze({ specificationVersion: 'v1', kind: 'sms-sender', providerId, send, warmUp });
}

function resolveOptions(options: unknown) {
  const problems = new OptionProblems('createTelnyxSmsSender');
  if (!isOptions(options)) problems.add('options', 'must be an object');
  // Copied once, so that nobody who keeps the object can change a sender that was checked.
  const given: Record<string, unknown> = isOptions(options) ? { ...options } : {};
  problems.addUnknown('', given, KNOWN_OPTIONS);
  const { providerId = 'telnyx' } = given;
  checkProviderId('providerId', providerId, problems);
  const resolved = {
    connection: readConnection(given, problems),
    identity: readSenderIdentity(given, problems) satisfies TelnyxSenderIdentity,
    webhookUrl: readWebhookUrl(given.webhookUrl, problems),
    providerId: String(providerId),
  };
  problems.throwIfAny();
  return resolved;
}
