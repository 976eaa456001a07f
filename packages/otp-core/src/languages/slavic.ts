/**
 * Bulgarian, Croatian, Czech, Polish, Russian, Serbian, Slovak, Slovenian, Ukrainian. Those in Latin letters are worded
 * so that no letter needs a mark that GSM-7 lacks; those in Cyrillic fit 70 UTF-16 units.
 */
import type { MessageLanguages, MessageTemplate } from '../message/message.ts';
import { ofCzech, ofSlavic, ofSlovenian, ofTwo } from './plural.ts';
import { withName } from './with-name.ts';

/** `bg` */
export const bulgarian: MessageLanguages = {
  bg: ({ appName, code, minutes }) =>
    `Код${withName(' ', appName)}: ${code} за ${minutes} ${ofTwo(minutes, 'минута', 'минути')}. Не го споделяйте.`,
};

const ijekavian: MessageTemplate = ({ appName, code, minutes }) =>
  `Kod${withName(' za ', appName)}: ${code}. Vrijedi ${minutes} ${ofSlavic(minutes, 'minutu', 'minute', 'minuta')}. Nemojte ga dijeliti ni s kim.`;

/** `hr`; also for readers of `bs`. */
export const croatian: MessageLanguages = { hr: ijekavian, bs: ijekavian };

/** `cs` */
export const czech: MessageLanguages = {
  cs: ({ appName, code, minutes }) =>
    `SMS heslo${withName(' pro ', appName)}: ${code}. Platnost ${minutes} ${ofCzech(minutes, 'minuta', 'minuty', 'minut')}. Nikomu je neprozrazujte.`,
};

/** `pl` */
export const polish: MessageLanguages = {
  pl: ({ appName, code, minutes }) =>
    `Kod${withName(' ', appName)}: ${code}. Wygasa po ${minutes} ${ofTwo(minutes, 'minucie', 'minutach')}. Nie podawaj go nikomu.`,
};

/** `ru` */
export const russian: MessageLanguages = {
  ru: ({ appName, code, minutes }) =>
    `Код${withName(' ', appName)}: ${code} на ${minutes} ${ofSlavic(minutes, 'минуту', 'минуты', 'минут')}. Никому не сообщайте.`,
};

const serbianInLatin: MessageTemplate = ({ appName, code, minutes }) =>
  `Kod${withName(' za ', appName)}: ${code}. Vredi ${minutes} ${ofSlavic(minutes, 'minut', 'minuta', 'minuta')}. Nemojte ga deliti ni sa kim.`;

/** `sr` in Cyrillic, `sr-Latn` in Latin letters; `sr-ME`, `cnr` and `sh` read Latin ones. */
export const serbian: MessageLanguages = {
  sr: ({ appName, code, minutes }) =>
    `Код${withName(' за ', appName)}: ${code}. Важи ${minutes} ${ofSlavic(minutes, 'минут', 'минута', 'минута')}. Не делите га.`,
  'sr-Latn': serbianInLatin,
  'sr-ME': serbianInLatin,
  cnr: serbianInLatin,
  sh: serbianInLatin,
};

/** `sk`. "min", since every form of the word has an `ú`. */
export const slovak: MessageLanguages = {
  sk: ({ appName, code, minutes }) =>
    `SMS heslo${withName(' pre ', appName)}: ${code}. Zadajte ho do ${minutes} min. Neukazujte ho nikomu.`,
};

/** `sl` */
export const slovenian: MessageLanguages = {
  sl: ({ appName, code, minutes }) =>
    `Koda${withName(' za ', appName)}: ${code}. Velja ${minutes} ${ofSlovenian(minutes, ['minuto', 'minuti', 'minute', 'minut'])}. Ne delite je z nikomer.`,
};

/** `uk` */
export const ukrainian: MessageLanguages = {
  uk: ({ appName, code, minutes }) =>
    `Код${withName(' ', appName)}: ${code} на ${minutes} ${ofSlavic(minutes, 'хвилину', 'хвилини', 'хвилин')}. Нікому не кажіть.`,
};
