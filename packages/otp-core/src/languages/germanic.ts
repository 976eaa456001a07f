/** Afrikaans, Danish, Dutch, German, Norwegian, Swedish. */
import type { MessageLanguages, MessageTemplate } from '../message/message.ts';
import { ofTwo } from './plural.ts';
import { withName } from './with-name.ts';

/** `af` */
export const afrikaans: MessageLanguages = {
  af: ({ appName, code, minutes }) =>
    `U kode${withName(' vir ', appName)} is ${code}. Dit verval oor ${minutes} ${ofTwo(minutes, 'minuut', 'minute')}. Moenie dit met enigiemand deel nie.`,
};

/** `da` */
export const danish: MessageLanguages = {
  da: ({ appName, code, minutes }) =>
    `Din kode${withName(' til ', appName)} er ${code}. Den udløber om ${minutes} ${ofTwo(minutes, 'minut', 'minutter')}. Del den ikke med nogen.`,
};

/** `nl` */
export const dutch: MessageLanguages = {
  nl: ({ appName, code, minutes }) =>
    `Uw code${withName(' voor ', appName)} is ${code}. Deze is ${minutes} ${ofTwo(minutes, 'minuut', 'minuten')} geldig. Deel de code met niemand.`,
};

/** `de` */
export const german: MessageLanguages = {
  de: ({ appName, code, minutes }) =>
    `Ihr Code${withName(' für ', appName)} lautet ${code}. Er ist ${minutes} ${ofTwo(minutes, 'Minute', 'Minuten')} gültig. Geben Sie ihn nicht weiter.`,
};

const bokmal: MessageTemplate = ({ appName, code, minutes }) =>
  `Koden din${withName(' for ', appName)} er ${code}. Den utløper om ${minutes} ${ofTwo(minutes, 'minutt', 'minutter')}. Ikke del den med noen.`;

/** `nb`; also for `no`, and for readers of `nn`, to whom it is closer than English. */
export const norwegian: MessageLanguages = { nb: bokmal, no: bokmal, nn: bokmal };

/** `sv` */
export const swedish: MessageLanguages = {
  sv: ({ appName, code, minutes }) =>
    `Din kod${withName(' för ', appName)} är ${code}. Den gäller i ${minutes} ${ofTwo(minutes, 'minut', 'minuter')}. Dela den inte med någon.`,
};
