/**
 * Our own texts. A language is one entry, under its primary BCP 47 subtag.
 * With an app name and a host of 20 characters and ten digits a text should still fit one segment (see count-segments.ts):
 * in GSM-7 that leaves a good hundred characters of wording, and one curly quote or dash makes it UCS-2 and two segments.
 */
import type { MessageTemplate, MessageTemplateInput } from './message.ts';

function english({ appName, code, minutes }: MessageTemplateInput): string {
  const owner = appName === null ? 'Your' : `Your ${appName}`;
  return `${owner} code is ${code}. It expires in ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}. Do not share it.`;
}

// A Map: a locale is a client's word, and `constructor` is a property of every object.
const TEXTS: ReadonlyMap<string, MessageTemplate> = new Map([['en', english]]);

/** The text for a reader; English where there is none in their language. */
export function textOf(locale: string | null): MessageTemplate {
  const [language = ''] = (locale ?? '').split(/[-_]/, 1);
  return TEXTS.get(language.toLowerCase()) ?? english;
}
