import type { SendOutcome, SmsSender } from '@countersign/otp-core/spec';
import {
  accepted,
  defineSender,
  type NotAccepted,
  type ReadyMessage,
  readFields,
  readOptions,
  refused,
  uncertain,
  type VendorOptions,
} from '@countersign/otp-provider-utils';
import { createAskSns } from './sns-client.ts';
import {
  ORIGINATION_NUMBER,
  REGISTERED_ID,
  readConnection,
  SENDER_ID,
  type SnsConnectionOptions,
} from './sns-connection.ts';
import { SNS, SNS_LOOK_UP } from './sns-errors.ts';

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
  const { connection, attributesFor, optOutCheck, providerId } = readOptions(
    'createSnsSmsSender',
    options,
    (given) => ({
      providerId: given.providerId('sns'),
      optOutCheck: given.choice('optOutCheck', ['off', 'before-sending'], 'off'),
      connection: readConnection(given),
      attributesFor: readMessageAttributes(given),
    }),
  );
  const askSns = createAskSns(connection, providerId);
  const { load } = askSns;

  return defineSender({ providerId, load, longestText: MAX_TEXT_LENGTH }, async (message) => {
    // Both requests have the time of one call.
    const endsAtMs = Math.min(message.endsAtMs, performance.now() + connection.timeoutMs);
    const call = { ...message, endsAtMs };
    const objection = optOutCheck === 'off' ? null : await findOptOut(call);
    return objection ?? (await publish(call));
  });

  /** `null` where SNS says that the number takes messages; it is asked for nothing, so anything else is a refusal. */
  async function findOptOut({ to, ...call }: ReadyMessage): Promise<NotAccepted | null> {
    const answer = await askSns(
      SNS_LOOK_UP,
      call,
      [to],
      ({ CheckIfPhoneNumberIsOptedOutCommand }) => new CheckIfPhoneNumberIsOptedOutCommand({ phoneNumber: to }),
    );
    if (answer.status === 'failed') return { ...answer.outcome, status: 'refused' };
    const { isOptedOut } = readFields(answer.body, ['isOptedOut']);
    if (isOptedOut === false) return null;
    if (isOptedOut === true)
      return refused('opted-out', 'The recipient has told this account to stop.', { providerId });
    return { ...uncertain('SNS did not say whether the recipient has opted out.', answer), status: 'refused' };
  }

  async function publish({ to, text: body, ...call }: ReadyMessage): Promise<SendOutcome> {
    const publication = { PhoneNumber: to, Message: body, MessageAttributes: attributesFor(to) };
    const answer = await askSns(SNS, call, [to, body], ({ PublishCommand }) => new PublishCommand(publication));
    if (answer.status === 'failed') return answer.outcome;
    const { MessageId: messageId } = readFields(answer.body, ['MessageId']);
    if (typeof messageId === 'string' && /^[A-Za-z0-9][A-Za-z0-9-]{0,63}$/.test(messageId)) {
      return accepted(messageId, answer);
    }
    return uncertain('SNS answered with what is no message.', answer);
  }
}

/** More SNS does not publish to a phone. */
const MAX_TEXT_LENGTH = 1600;

/** In the words of `Publish`. */
type SnsMessageAttributes = Record<string, { DataType: 'String' | 'Number'; StringValue: string }>;

/** Returns the attributes of a message to a number. What is returned beside a problem is never used. */
function readMessageAttributes(given: VendorOptions): (to: string) => SnsMessageAttributes {
  const senderId = given.optionalText('senderId', SENDER_ID);
  const originationNumber = given.optionalText('originationNumber', ORIGINATION_NUMBER);
  const maxPriceUsd = given.value('maxPriceUsd');
  const isPrice = typeof maxPriceUsd === 'number' && maxPriceUsd >= 0.0001 && maxPriceUsd <= 100;
  if (maxPriceUsd !== undefined && !isPrice) given.add('maxPriceUsd', 'must be a number from 0.0001 to 100');
  const everywhere: SnsMessageAttributes = {
    // A code is no advertisement: what SNS takes for one it sends late, cheaply, and not at night.
    'AWS.SNS.SMS.SMSType': stringOf('Transactional'),
    ...(senderId === null ? {} : { 'AWS.SNS.SMS.SenderID': stringOf(senderId) }),
    ...(isPrice ? { 'AWS.SNS.SMS.MaxPrice': { DataType: 'Number', StringValue: String(maxPriceUsd) } } : {}),
    ...(originationNumber === null ? {} : { 'AWS.MM.SMS.OriginationNumber': stringOf(originationNumber) }),
  };
  const toIndia = readIndia(given);
  return (to) => (to.startsWith('+91') ? { ...everywhere, ...toIndia } : everywhere);
}

/** India's networks drop what names one and not the other. */
function readIndia(given: VendorOptions): SnsMessageAttributes {
  const india = given.value('india') === undefined ? null : given.within('india');
  if (india === null) return {};
  return {
    'AWS.MM.SMS.EntityId': stringOf(india.text('entityId', REGISTERED_ID)),
    'AWS.MM.SMS.TemplateId': stringOf(india.text('templateId', REGISTERED_ID)),
  };
}

function stringOf(value: string): { DataType: 'String'; StringValue: string } {
  return { DataType: 'String', StringValue: value };
}
