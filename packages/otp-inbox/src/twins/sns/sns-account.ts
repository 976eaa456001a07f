/** What an account has for text messages: its attributes, whom it lost by opting out, and that it has left the sandbox. */
import type { InboxPhoneNumber } from '../../messages/phone-number.ts';
import { readSnsList, readSnsMap, type SnsForm } from './sns-form.ts';
import { readSnsNumber } from './sns-messages.ts';
import { escapeXml, snsRefusal } from './sns-refusal.ts';

/** Answers with what stands inside the result. */
export type SnsAction = (form: SnsForm) => string;

/** https://docs.aws.amazon.com/sns/latest/api/API_SetSMSAttributes.html */
const ATTRIBUTES: Readonly<Record<string, RegExp>> = {
  MonthlySpendLimit: /^\d{1,9}$/,
  DeliveryStatusIAMRole: /^arn:aws[\w-]*:iam::\d{12}:role\/.{1,512}$/,
  DeliveryStatusSuccessSamplingRate: /^(?:100|\d{1,2})$/,
  DefaultSenderID: /^(?=.*[A-Za-z])[A-Za-z0-9-]{1,11}$/,
  DefaultSMSType: /^(?:Promotional|Transactional)$/,
  UsageReportS3Bucket: /^[a-z0-9.-]{3,63}$/,
};

export interface SnsAccount {
  readonly actions: Readonly<Record<string, SnsAction>>;
  readonly defaultSenderId: string | null;
  readonly defaultSmsType: string;
}

/** @param isOptedOut what rules say of a number that has not opted in again */
export function createSnsAccount(isOptedOut: (to: InboxPhoneNumber) => boolean): SnsAccount {
  const attributes = new Map<string, string>();
  const optedIn = new Set<InboxPhoneNumber>();

  return {
    actions: {
      SetSMSAttributes(form) {
        const given = readSnsMap(form, 'attributes');
        if (given.size === 0) throw snsRefusal(400, 'InvalidParameter', 'Invalid parameter: attributes');
        for (const [name, value] of given) {
          const pattern = Object.hasOwn(ATTRIBUTES, name) ? ATTRIBUTES[name] : undefined;
          if (pattern?.test(value) !== true) {
            throw snsRefusal(
              400,
              'InvalidParameter',
              'Invalid parameter: attributes Reason: one is not known or not valid',
            );
          }
        }
        for (const [name, value] of given) attributes.set(name, value);
        return '';
      },
      GetSMSAttributes(form) {
        const asked = readSnsList(form, 'attributes');
        const shown = [...attributes].filter(([name]) => asked.length === 0 || asked.includes(name));
        const entries = shown.map(
          ([name, value]) => `<entry><key>${name}</key><value>${escapeXml(value)}</value></entry>`,
        );
        return `<attributes>${entries.join('')}</attributes>`;
      },
      CheckIfPhoneNumberIsOptedOut(form) {
        const to = readSnsNumber(form('phoneNumber'));
        return `<isOptedOut>${isOptedOut(to) && !optedIn.has(to)}</isOptedOut>`;
      },
      OptInPhoneNumber(form) {
        optedIn.add(readSnsNumber(form('phoneNumber')));
        return '';
      },
      GetSMSSandboxAccountStatus: () => '<IsInSandbox>false</IsInSandbox>',
    },
    get defaultSenderId() {
      return attributes.get('DefaultSenderID') ?? null;
    },
    get defaultSmsType() {
      return attributes.get('DefaultSMSType') ?? 'Promotional';
    },
  };
}
