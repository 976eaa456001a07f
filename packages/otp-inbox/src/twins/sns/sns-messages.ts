/** What `Publish` takes for a message to a phone. https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
import { type InboxPhoneNumber, parsePhoneNumber } from '../../messages/phone-number.ts';
import type { SnsForm } from './sns-form.ts';
import { snsRefusal } from './sns-refusal.ts';

export interface SnsMessage {
  readonly to: InboxPhoneNumber;
  readonly text: string;
  readonly from: string | null;
  readonly maxPriceUsd: string | null;
  readonly smsType: string | null;
}

const MAX_TEXT_LENGTH = 1600;
const MAX_ATTRIBUTES = 10;

/** What the attributes for text messages may hold; others are nobody's business here. */
const ATTRIBUTES: Readonly<Record<string, readonly [type: 'String' | 'Number', value: RegExp]>> = {
  'AWS.SNS.SMS.SMSType': ['String', /^(?:Transactional|Promotional)$/],
  'AWS.SNS.SMS.SenderID': ['String', /^(?=.*[A-Za-z])[A-Za-z0-9-]{1,11}$/],
  'AWS.SNS.SMS.MaxPrice': ['Number', /^\d{1,6}(?:\.\d{1,10})?$/],
  'AWS.MM.SMS.OriginationNumber': ['String', /^\+?\d{5,14}$/],
  'AWS.MM.SMS.EntityId': ['String', /^.{1,50}$/],
  'AWS.MM.SMS.TemplateId': ['String', /^.{1,50}$/],
};

export function readSnsMessage(form: SnsForm): SnsMessage {
  if (form('TopicArn') !== undefined || form('TargetArn') !== undefined) {
    throw snsRefusal(404, 'NotFound', 'Topic does not exist: an inbox has phones only. Publish to a PhoneNumber.');
  }
  if (form('MessageStructure') !== undefined) {
    throw snsRefusal(
      400,
      'InvalidParameter',
      'Invalid parameter: MessageStructure Reason: phones take plain text only',
    );
  }
  const to = readSnsNumber(form('PhoneNumber'));
  const text = form('Message') ?? '';
  if (text === '') throw snsRefusal(400, 'InvalidParameter', 'Invalid parameter: Empty message');
  if (text.length > MAX_TEXT_LENGTH) throw snsRefusal(400, 'InvalidParameter', 'Invalid parameter: Message too long');
  if (text.includes('\0')) throw snsRefusal(400, 'InvalidParameter', 'Invalid parameter: Message Reason: NUL');
  const attributes = readAttributes(form);
  return {
    to,
    text,
    from: attributes.get('AWS.MM.SMS.OriginationNumber') ?? attributes.get('AWS.SNS.SMS.SenderID') ?? null,
    maxPriceUsd: attributes.get('AWS.SNS.SMS.MaxPrice') ?? null,
    smsType: attributes.get('AWS.SNS.SMS.SMSType') ?? null,
  };
}

/** A number with its plus, as E.164 has it. */
export function readSnsNumber(value: string | undefined): InboxPhoneNumber {
  const to = value?.startsWith('+') === true ? parsePhoneNumber(value) : null;
  if (to !== null) return to;
  throw snsRefusal(400, 'InvalidParameter', 'Invalid parameter: PhoneNumber Reason: it is not valid to publish to');
}

function readAttributes(form: SnsForm): ReadonlyMap<string, string> {
  const attributes = new Map<string, string>();
  for (let number = 1; number <= MAX_ATTRIBUTES; number += 1) {
    const entry = `MessageAttributes.entry.${number}`;
    const name = form(`${entry}.Name`);
    if (name === undefined) break;
    const expected = Object.hasOwn(ATTRIBUTES, name) ? ATTRIBUTES[name] : undefined;
    const type = form(`${entry}.Value.DataType`);
    const value = form(`${entry}.Value.StringValue`) ?? '';
    if (expected !== undefined && (type !== expected[0] || !expected[1].test(value))) {
      throw snsRefusal(400, 'InvalidParameter', `Invalid parameter: MessageAttributes Reason: ${name} is not valid`);
    }
    attributes.set(name, value);
  }
  return attributes;
}
