/** Catalan, French, Italian, Portuguese, Romanian, Spanish. Worded around the letters that GSM-7 lacks, `ó` above all. */
import type { MessageLanguages, MessageTemplate } from '../message/message.ts';
import { ofRomanian, ofTwo } from './plural.ts';
import { withName } from './with-name.ts';

/** `ca` */
export const catalan: MessageLanguages = {
  ca: ({ appName, code, minutes }) =>
    `El seu codi${withName(' per a ', appName)} és ${code}. És vàlid durant ${minutes} ${ofTwo(minutes, 'minut', 'minuts')}. No el comparteixi.`,
};

/** `fr` */
export const french: MessageLanguages = {
  fr: ({ appName, code, minutes }) =>
    `Votre code${withName(' ', appName)} est ${code}. Il expire dans ${minutes} ${ofTwo(minutes, 'minute', 'minutes')}. Ne le communiquez à personne.`,
};

/** `it` */
export const italian: MessageLanguages = {
  it: ({ appName, code, minutes }) =>
    `Il Suo codice${withName(' ', appName)} è ${code}. Scade tra ${minutes} ${ofTwo(minutes, 'minuto', 'minuti')}. Non lo comunichi a nessuno.`,
};

/** `pt`: of Portugal, and of all countries but Brazil. */
export const portuguese: MessageLanguages = {
  pt: ({ appName, code, minutes }) =>
    `Para confirmar${withName(' em ', appName)}, utilize ${code}. Expira em ${minutes} ${ofTwo(minutes, 'minuto', 'minutos')}. Nunca partilhe este SMS.`,
};

/** `pt-BR` */
export const brazilianPortuguese: MessageLanguages = {
  'pt-BR': ({ appName, code, minutes }) =>
    `Seu token${withName(' ', appName)} é ${code}. Ele expira em ${minutes} ${ofTwo(minutes, 'minuto', 'minutos')}. Nunca o compartilhe com ninguém.`,
};

const text: MessageTemplate = ({ appName, code, minutes }) =>
  `Codul dvs.${withName(' pentru ', appName)} este ${code}. Este valabil ${minutes} ${ofRomanian(minutes, 'minut', 'minute', 'de minute')}. A nu se divulga.`;

/** `ro`; also for the old tag `mo`. */
export const romanian: MessageLanguages = { ro: text, mo: text };

/** `es` */
export const spanish: MessageLanguages = {
  es: ({ appName, code, minutes }) =>
    `Su clave${withName(' de ', appName)} es ${code}. Caduca en ${minutes} ${ofTwo(minutes, 'minuto', 'minutos')}. No la comparta con nadie.`,
};
