/** How a message is to be sent, in the attributes of `Publish`. */
import { isOptions, type OptionProblems } from '@countersign/otp-core/adapter';

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

export const MESSAGE_OPTIONS = ['senderId', 'originationNumber', 'maxPriceUsd', 'india'] as const;

/** In the words of `Publish`. */
export type SnsMessageAttributes = Record<string, { DataType: 'String' | 'Number'; StringValue: string }>;

/** A code is no advertisement: what SNS takes for one it sends late, cheaply, and not at night. */
const TRANSACTIONAL = { 'AWS.SNS.SMS.SMSType': text('Transactional') };

/** Returns the attributes of a message to a number. What is returned beside a problem is never used. */
export function readMessageAttributes(
  given: Readonly<Record<string, unknown>>,
  problems: OptionProblems,
): (to: string) => SnsMessageAttributes {
  const { senderId, originationNumber, maxPriceUsd } = given;
  if (senderId !== undefined && !(typeof senderId === 'string' && SENDER_ID.test(senderId))) {
    problems.add('senderId', 'must be 3 to 11 letters, digits and hyphens, at least one a letter, no hyphen at an end');
  }
  if (
    originationNumber !== undefined &&
    !(typeof originationNumber === 'string' && /^\+?\d{5,14}$/.test(originationNumber))
  ) {
    problems.add('originationNumber', 'must be 5 to 14 digits, with or without a plus');
  }
  const isPrice = typeof maxPriceUsd === 'number' && maxPriceUsd >= 0.0001 && maxPriceUsd <= 100;
  if (maxPriceUsd !== undefined && !isPrice) problems.add('maxPriceUsd', 'must be a number from 0.0001 to 100');
  const everywhere: SnsMessageAttributes = {
    ...TRANSACTIONAL,
    ...(senderId === undefined ? {} : { 'AWS.SNS.SMS.SenderID': text(senderId) }),
    ...(maxPriceUsd === undefined
      ? {}
      : { 'AWS.SNS.SMS.MaxPrice': { DataType: 'Number', StringValue: String(maxPriceUsd) } }),
    ...(originationNumber === undefined ? {} : { 'AWS.MM.SMS.OriginationNumber': text(originationNumber) }),
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
