/** European languages that are alone in their family here: Estonian, Finnish, Greek, Hungarian, Lithuanian, Turkish. */
import type { MessageLanguages } from '../message/message.ts';
import { ofTwo } from './plural.ts';
import { withName } from './with-name.ts';

/** `et`. "pärast" takes the genitive, which is the same for every number. */
export const estonian: MessageLanguages = {
  et: ({ appName, code, minutes }) =>
    `Teie${withName(' ', appName)} kood on ${code}. See aegub ${minutes} minuti pärast. Ärge jagage seda kellegagi.`,
};

/** `fi`. "kuluttua" takes the genitive, which is the same for every number. */
export const finnish: MessageLanguages = {
  fi: ({ appName, code, minutes }) =>
    `Koodisi${withName(' palveluun ', appName)} on ${code}. Se vanhenee ${minutes} minuutin kuluttua. Älä kerro sitä muille.`,
};

/** `el` */
export const greek: MessageLanguages = {
  el: ({ appName, code, minutes }) =>
    `Κωδικός${withName(' ', appName)}: ${code} για ${minutes} ${ofTwo(minutes, 'λεπτό', 'λεπτά')}. Μην τον δίνετε.`,
};

/** `hu`. A PIN, since "kód" has an `ó`; a noun behind a number stays singular. */
export const hungarian: MessageLanguages = {
  hu: ({ appName, code, minutes }) =>
    `Egyszeri${withName(' ', appName)} PIN: ${code}. ${minutes} percig érvényes. Ne ossza meg senkivel.`,
};

/** `lt`. "min.", since two forms of the word have letters that GSM-7 lacks. */
export const lithuanian: MessageLanguages = {
  lt: ({ appName, code, minutes }) =>
    `${appName === null ? 'Kodas' : `${appName} kodas`}: ${code}. Galioja ${minutes} min. Niekam jo nesakykite.`,
};

/** `tr`. A noun behind a number stays singular. */
export const turkish: MessageLanguages = {
  tr: ({ appName, code, minutes }) =>
    `${appName === null ? 'Kodunuz' : `${appName} kodunuz`}: ${code}. Süresi ${minutes} dakika. Kimseye söylemeyin.`,
};
