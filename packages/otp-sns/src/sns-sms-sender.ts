import { checkProviderId, isOptions, OptionProblems } from '@countersign/otp-core/adapter';
import type { CallOptions, SendOutcome, SmsMessage, SmsSender } from '@countersign/otp-core/spec';
import { askSns, warmUpSns } from './ask-sns.ts';
import { type CallEnd, createCallEnd } from './call-end.ts';
import { flawOfText, isPhoneNumber, readFields, readSignal } from './check-input.ts';
import { MESSAGE_OPTIONS, readMessageAttributes, type SnsMessageOptions } from './message-attributes.ts';
import { CONNECTION_OPTIONS, readConnection } from './read-connection.ts';
import { isFitToShow } from './shown-token.ts';
import type { SnsConnectionOptions } from './sns-connection-options.ts';
import { createRefused, createUnreadable, type Failed, type FailureContext, readFailure } from './sns-failure.ts';

/** Options of `createSnsSmsSender`. All may be left out where AWS finds region and credentials by itself. */
export type SnsSmsSenderOptions = SnsConnectionOptions &
  SnsMessageOptions & {
    /**
     * `before-sending` asks first whether the number has opted out, which `Publish` does not say: one request more, the
     * permission `sns:CheckIfPhoneNumberIsOptedOut`, and no message without a clear answer.
     * @defaultValue 'off'
     */
    readonly optOutCheck?: 'off' | 'before-sending';
    /** Names the vendor in outcomes and events. @defaultValue 'sns' */
    readonly providerId?: string;
  };

const KNOWN_OPTIONS = [...CONNECTION_OPTIONS, ...MESSAGE_OPTIONS, 'optOutCheck', 'providerId'];

/**
 * A sender for AWS SNS. One call is at most one `Publish`, of type Transactional: the SDK's retries are off, redirects
 * are not followed. `send` never rejects. It answers `refused` only where SNS certainly sent nothing, and `unknown`
 * wherever the request may have arrived. `accepted` means that SNS took the message: a number that opted out, a spent
 * limit or the SMS sandbox show in its delivery logs only. The package @aws-sdk/client-sns is loaded with the first
 * message; without it that is `refused`.
 *
 * @throws OtpConfigurationError naming every option that makes no sense, never the value of a key.
 * @example
 * ```ts
 * const sender = createSnsSmsSender({ region: 'eu-west-1', senderId: 'Acme' });
 * const outcome = await sender.send({ to: '+39123456789', text: 'hello' });
 * ```
 */
export function createSnsSmsSender(options: SnsSmsSenderOptions = {}): SmsSender {
  const { connection, attributesFor, optOutCheck, providerId } = resolveOptions(options);
  const message: FailureContext = { providerId, asked: 'message' };
  const lookUp: FailureContext = { providerId, asked: 'look-up' };

  async function send(sent: SmsMessage, callOptions?: CallOptions): Promise<SendOutcome> {
    const { to, text } = readFields(sent, ['to', 'text']);
    if (!isPhoneNumber(to)) return createRefused('invalid-recipient', message, 'The recipient is not an E.164 number.');
    const flaw = flawOfText(text);
    if (flaw !== null) return createRefused('content-rejected', message, flaw);
    const signal = readSignal(callOptions);
    if (signal === 'invalid') return createRefused('configuration', message, 'The signal is not an AbortSignal.');
    if (signal?.aborted)
      return createRefused('timeout', message, 'The caller stopped waiting before anything was sent.');

    const end = createCallEnd(connection.timeoutMs, signal);
    try {
      const objection = optOutCheck === 'off' ? null : await findOptOut(to, end);
      return objection ?? (await publish(to, String(text), end));
    } finally {
      end.dispose();
    }
  }

  /** `null` where SNS says that the number takes messages; it is asked for nothing, so anything else is a refusal. */
  async function findOptOut(to: string, end: CallEnd): Promise<Failed | null> {
    const asked = await askSns(
      connection,
      end,
      ({ CheckIfPhoneNumberIsOptedOutCommand }) => new CheckIfPhoneNumberIsOptedOutCommand({ phoneNumber: to }),
    );
    if (asked.status !== 'answered') return readFailure(asked, lookUp);
    const { isOptedOut } = readFields(asked.output, ['isOptedOut']);
    if (isOptedOut === false) return null;
    if (isOptedOut === true) return createRefused('opted-out', lookUp, 'The recipient has told this account to stop.');
    return createUnreadable(asked.statusCode, lookUp, 'SNS did not say whether the recipient has opted out.');
  }

  async function publish(to: string, text: string, end: CallEnd): Promise<SendOutcome> {
    const asked = await askSns(
      connection,
      end,
      ({ PublishCommand }) =>
        new PublishCommand({ PhoneNumber: to, Message: text, MessageAttributes: attributesFor(to) }),
    );
    if (asked.status !== 'answered') return readFailure(asked, message);
    const { MessageId: messageId } = readFields(asked.output, ['MessageId']);
    if (typeof messageId !== 'string' || !/^[A-Za-z0-9][A-Za-z0-9-]{0,63}$/.test(messageId)) {
      return createUnreadable(asked.statusCode, message, 'SNS answered with what is no message.');
    }
    return { status: 'accepted', messageId: isFitToShow(messageId, [to, text]) ? messageId : null };
  }

  const warmUp = () => warmUpSns(providerId, connection);
  return Object.freeze({ specificationVersion: 'v1', kind: 'sms-sender', providerId, send, warmUp });
}

function resolveOptions(options: unknown) {
  const problems = new OptionProblems('createSnsSmsSender');
  if (!isOptions(options)) problems.add('options', 'must be an object');
  // Copied once, so that nobody who keeps the object can change a sender that was checked.
  const given: Record<string, unknown> = isOptions(options) ? { ...options } : {};
  problems.addUnknown('', given, KNOWN_OPTIONS);
  const { optOutCheck = 'off', providerId = 'sns' } = given;
  problems.addUnlessOneOf('optOutCheck', optOutCheck, ['off', 'before-sending']);
  checkProviderId('providerId', providerId, problems);
  const resolved = {
    connection: readConnection(given, problems),
    attributesFor: readMessageAttributes(given, problems),
    optOutCheck: String(optOutCheck),
    providerId: String(providerId),
  };
  problems.throwIfAny();
  return resolved;
}
