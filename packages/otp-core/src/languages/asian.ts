/** Bengali, Chinese, Filipino, Hindi, Indonesian, Japanese, Korean, Malay, Thai, Vietnamese. "Minute" has one form in each. */
import type { MessageLanguages, MessageTemplate } from '../message/message.ts';
import { withName } from './with-name.ts';

/** `bn` */
export const bengali: MessageLanguages = {
  bn: ({ appName, code, minutes }) => `${withName('', appName, ' ')}কোড: ${code}। মেয়াদ ${minutes} মিনিট। কাউকে বলবেন না।`,
};

const hans: MessageTemplate = ({ appName, code, minutes }) =>
  `您的${withName('', appName)}验证码是${code}，${minutes}分钟内有效，请勿告诉他人。`;

/** `zh-Hans`, and `zh` of any country that `traditionalChinese` does not name. */
export const simplifiedChinese: MessageLanguages = { zh: hans, 'zh-Hans': hans };

const hant: MessageTemplate = ({ appName, code, minutes }) =>
  `您的${withName('', appName)}驗證碼是${code}，${minutes}分鐘內有效，請勿告訴他人。`;

/** `zh-Hant`; also for `zh-TW`, `zh-HK`, `zh-MO` and `yue`. */
export const traditionalChinese: MessageLanguages = {
  'zh-Hant': hant,
  'zh-TW': hant,
  'zh-HK': hant,
  'zh-MO': hant,
  yue: hant,
};

const tagalog: MessageTemplate = ({ appName, code, minutes }) =>
  `Ang inyong${withName(' ', appName)} code ay ${code}. Valid ito sa loob ng ${minutes} minuto. Huwag itong ibahagi kaninuman.`;

/** `fil`; also for `tl`. */
export const filipino: MessageLanguages = { fil: tagalog, tl: tagalog };

/** `hi` */
export const hindi: MessageLanguages = {
  hi: ({ appName, code, minutes }) =>
    `${withName('', appName, ' ')}कोड: ${code}। ${minutes} मिनट मान्य। किसी को न बताएँ।`,
};

const bahasa: MessageTemplate = ({ appName, code, minutes }) =>
  `Kode${withName(' ', appName)} Anda: ${code}. Berlaku ${minutes} menit. Jangan bagikan kepada siapa pun.`;

/** `id`; also for the old tag `in`, which Android still sends. */
export const indonesian: MessageLanguages = { id: bahasa, in: bahasa };

/** `ja` */
export const japanese: MessageLanguages = {
  ja: ({ appName, code, minutes }) =>
    `${withName('', appName, 'の')}認証コードは${code}です。有効期限は${minutes}分です。他人に教えないでください。`,
};

/** `ko` */
export const korean: MessageLanguages = {
  ko: ({ appName, code, minutes }) =>
    `${withName('', appName, ' ')}인증번호는 ${code}입니다. ${minutes}분간 유효합니다. 타인에게 알려주지 마세요.`,
};

/** `ms` */
export const malay: MessageLanguages = {
  ms: ({ appName, code, minutes }) =>
    `Kod${withName(' ', appName)} anda: ${code}. Sah selama ${minutes} minit. Jangan kongsikannya dengan sesiapa.`,
};

/** `th` */
export const thai: MessageLanguages = {
  th: ({ appName, code, minutes }) => `รหัส${withName(' ', appName)}: ${code} ใช้ได้ ${minutes} นาที ห้ามบอกผู้อื่น`,
};

/** `vi` */
export const vietnamese: MessageLanguages = {
  vi: ({ appName, code, minutes }) => `Mã${withName(' ', appName)}: ${code}. Hiệu lực ${minutes} phút. Không chia sẻ.`,
};
