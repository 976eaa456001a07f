/**
 * Arabic, Hebrew, Persian, Urdu. A phone lays a paragraph out by its first strong letter, so each text starts with a
 * word of its own language. The name may be of any script and is isolated, lest it or its punctuation draw the code to
 * the wrong side; outside of it no letter runs to the right, so the digits of the code read as they were written.
 */
import type { MessageLanguages, MessageTemplate } from '../message/message.ts';
import { ofArabic } from './plural.ts';

/** Between a first-strong isolate and its end. */
function isolated(appName: string | null): string {
  return appName === null ? '' : ` \u2068${appName}\u2069`;
}

function arabicMinutes(minutes: number): string {
  if (minutes === 1) return 'دقيقة';
  if (minutes === 2) return 'دقيقتين';
  return `${minutes} ${ofArabic(minutes, 'دقائق', 'دقيقة')}`;
}

/** `ar` */
export const arabic: MessageLanguages = {
  ar: ({ appName, code, minutes }) =>
    `رمز${isolated(appName)}: ${code}. صالح لمدة ${arabicMinutes(minutes)}. لا تشاركه.`,
};

function hebrewMinutes(minutes: number): string {
  if (minutes === 1) return 'לדקה אחת';
  if (minutes === 2) return 'לשתי דקות';
  return `ל-${minutes} דקות`;
}

const ivrit: MessageTemplate = ({ appName, code, minutes }) =>
  `קוד${isolated(appName)}: ${code}. תקף ${hebrewMinutes(minutes)}. אין לשתף אותו.`;

/** `he`; also for the old tag `iw`, which Android still sends. */
export const hebrew: MessageLanguages = { he: ivrit, iw: ivrit };

/** `fa`. A noun behind a number stays singular. */
export const persian: MessageLanguages = {
  fa: ({ appName, code, minutes }) => `کد${isolated(appName)}: ${code}. اعتبار: ${minutes} دقیقه. به کسی ندهید.`,
};

/** `ur` */
export const urdu: MessageLanguages = {
  ur: ({ appName, code, minutes }) => `کوڈ${isolated(appName)}: ${code}۔ مدت ${minutes} منٹ۔ کسی کو نہ بتائیں۔`,
};
