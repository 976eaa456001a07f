import { isFitToShow, isOptions, OptionProblems } from '@countersign/otp-core/adapter';
import type { CallOptions, SendOutcome, SmsMessage, SmsSender } from '@countersign/otp-core/spec';
import {
  type CallEnd,
  createCallEnd,
  createWarmUp,
  type GivenOptions,
  isSuccess,
  type NotAccepted,
  readChoice,
  readFields,
  readGiven,
  readMessage,
  readOptionalShaped,
  readProviderId,
  refused,
  unclear,
} from '@countersign/otp-provider-utils';
import { createAskSns } from './sns-client.ts';
import { CONNECTION_OPTIONS, credentialsOf, readConnection, type SnsConnectionOptions } from './sns-connection.ts';
import { createContext, readFailedLookUp, readFailure } from './sns-errors.ts';

/** Ids that India's registers (DLT) gave to the sender and to the text. */
export interface SnsIndiaRegistration {
  /** Of the principal entity. 1 to 50 characters. */
  readonly entityId: string;
  /** Of the template that the text follows. 1 to 50 characters. */
  readonly templateId: string;
}

/** Whom messages are from and what they may cost. */
export interface SnsMessageOptions {
  /** Shown as the sender where the country allows it: 3 to 11 letters, digits and hyphens, at least one letter. */
  readonly senderId?: string;
  /** A number of yours, 5 to 14 digits with or without a plus. @defaultValue AWS takes one of the account's */
  readonly originationNumber?: string;
  /** What a message may cost at most, in US dollars: 0.0001 to 100. Above it AWS drops it after taking it. */
  readonly maxPriceUsd?: number;
  /** Goes with messages to +91 only. */
  readonly india?: SnsIndiaRegistration;
}

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

const KNOWN_OPTIONS = [
  ...CONNECTION_OPTIONS,
  'senderId',
  'originationNumber',
  'maxPriceUsd',
  'india',
  'optOutCheck',
  'providerId',
];

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
  const resolved = resolveOptions(options);
  const { connection, attributesFor, optOutCheck, providerId } = resolved;
  const credentials = credentialsOf(connection);
  const askSns = createAskSns(connection);

  async function send(message: SmsMessage, callOptions?: CallOptions): Promise<SendOutcome> {
    const given = readMessage(message, callOptions, MAX_TEXT_LENGTH, resolved);
    if (given.status === 'refused') return given;
    const { to, text, signal } = given;
    const end = createCallEnd(connection.timeoutMs, signal);
    try {
      const objection = optOutCheck === 'off' ? null : await findOptOut(to, end);
      return objection ?? (await publish(to, text, end));
    } finally {
      end.dispose();
    }
  }

  /** `null` where SNS says that the number takes messages; it is asked for nothing, so anything else is a refusal. */
  async function findOptOut(to: string, end: CallEnd): Promise<NotAccepted | null> {
    const exchange = await askSns(
      end,
      ({ CheckIfPhoneNumberIsOptedOutCommand }) => new CheckIfPhoneNumberIsOptedOutCommand({ phoneNumber: to }),
    );
    const context = createContext(providerId, { asked: [to], credentials });
    if (exchange.status === 'broken' || !isSuccess(exchange.statusCode)) return readFailedLookUp(exchange, context);
    const { isOptedOut } = readFields(exchange.body, ['isOptedOut']);
    if (isOptedOut === false) return null;
    if (isOptedOut === true) return refused('opted-out', 'The recipient has told this account to stop.', context);
    const words = 'SNS did not say whether the recipient has opted out.';
    return refused('unknown', words, context, { statusCode: exchange.statusCode });
  }

  async function publish(to: string, text: string, end: CallEnd): Promise<SendOutcome> {
    const exchange = await askSns(
      end,
      ({ PublishCommand }) =>
        new PublishCommand({ PhoneNumber: to, Message: text, MessageAttributes: attributesFor(to) }),
    );
    const context = createContext(providerId, { asked: [to, text], credentials });
    if (exchange.status === 'broken' || !isSuccess(exchange.statusCode)) return readFailure(exchange, context);
    const { MessageId: messageId } = readFields(exchange.body, ['MessageId']);
    if (typeof messageId !== 'string' || !/^[A-Za-z0-9][A-Za-z0-9-]{0,63}$/.test(messageId)) {
      return unclear('SNS answered with what is no message.', context, { statusCode: exchange.statusCode });
    }
    return { status: 'accepted', messageId: isFitToShow(messageId, context) ? messageId : null };
  }

  const warmUp = createWarmUp(providerId, askSns.load);
  return Object.freeze({ specificationVersion: 'v1', kind: 'sms-sender', providerId, send, warmUp });
}

/** More SNS does not publish to a phone. */
const MAX_TEXT_LENGTH = 1600;

function resolveOptions(options: unknown) {
  const problems = new OptionProblems('createSnsSmsSender');
  const given = readGiven(options, KNOWN_OPTIONS, problems);
  const resolved = {
    providerId: readProviderId(given, 'sns', problems),
    optOutCheck: readChoice(given, 'optOutCheck', ['off', 'before-sending'], 'off', problems),
    connection: readConnection(given, problems),
    attributesFor: readMessageAttributes(given, problems),
  };
  problems.throwIfAny();
  return resolved;
}

/** In the words of `Publish`. */
type SnsMessageAttributes = Record<string, { DataType: 'String' | 'Number'; StringValue: string }>;

/** A code is no advertisement: what SNS takes for one it sends late, cheaply, and not at night. */
const TRANSACTIONAL = { 'AWS.SNS.SMS.SMSType': text('Transactional') };

/** Returns the attributes of a message to a number. What is returned beside a problem is never used. */
function readMessageAttributes(given: GivenOptions, problems: OptionProblems): (to: string) => SnsMessageAttributes {
  const { maxPriceUsd } = given;
  const name = '3 to 11 letters, digits and hyphens, at least one a letter, no hyphen at an end';
  const senderId = readOptionalShaped(given, 'senderId', SENDER_ID, name, problems);
  const digits = '5 to 14 digits, with or without a plus';
  const originationNumber = readOptionalShaped(given, 'originationNumber', /^\+?\d{5,14}$/, digits, problems);
  const isPrice = typeof maxPriceUsd === 'number' && maxPriceUsd >= 0.0001 && maxPriceUsd <= 100;
  if (maxPriceUsd !== undefined && !isPrice) problems.add('maxPriceUsd', 'must be a number from 0.0001 to 100');
  const everywhere: SnsMessageAttributes = {
    ...TRANSACTIONAL,
    ...(senderId === null ? {} : { 'AWS.SNS.SMS.SenderID': text(senderId) }),
    ...(maxPriceUsd === undefined
      ? {}
      : { 'AWS.SNS.SMS.MaxPrice': { DataType: 'Number', StringValue: String(maxPriceUsd) } }),
    ...(originationNumber === null ? {} : { 'AWS.MM.SMS.OriginationNumber': text(originationNumber) }),
  };
  const toIndia = readIndia(given.india, problems);
  return (to) => (to.startsWith('+91') ? { ...everywhere, ...toIndia } : everywhere);
}

const SENDER_ID = /^(?=.*[A-Za-z])[A-Za-z0-9][A-Za-z0-9-]{1,9}[A-Za-z0-9]$/;

/** India's networks drop what names one and not the other. */
function readIndia(india: unknown, problems: OptionProblems): SnsMessageAttributes {
  if (india === undefined) return {};
  if (!isOptions(india)) {
    problems.add('india', 'must be an object { entityId, templateId }');
    return {};
  }
  const { entityId, templateId, ...others } = india;
  problems.addUnknown('india', others, ['entityId', 'templateId']);
  for (const [option, value] of Object.entries({ entityId, templateId })) {
    if (typeof value !== 'string' || !/^[\x21-\x7e]{1,50}$/.test(value)) {
      problems.add(`india.${option}`, 'must be 1 to 50 characters, as the register gave it');
    }
  }
  return { 'AWS.MM.SMS.EntityId': text(entityId), 'AWS.MM.SMS.TemplateId': text(templateId) };
}

function text(value: unknown): { DataType: 'String'; StringValue: string } {
  return { DataType: 'String', StringValue: String(value) };
}
