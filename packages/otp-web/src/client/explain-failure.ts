import type { OtpFailure } from './client-results.ts';
import { ENGLISH, type OtpClientLanguages, type OtpClientWords } from './client-words.ts';

/** Problem to words. Each sentence says what to do next, and names a button by the very word that the button bears. */
export function explainFailure(failure: OtpFailure, words: OtpClientWords, locale: string): string {
  const when = 'retryAt' in failure && failure.retryAt !== null ? timeUntil(failure.retryAt, locale) : '';
  const values: Readonly<Record<string, string>> = {
    ...words,
    when,
    attemptsLeft: 'attemptsLeft' in failure ? String(failure.attemptsLeft) : '',
  };
  return sentenceFor(failure, words).replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
}

function sentenceFor(failure: OtpFailure, words: OtpClientWords): string {
  switch (failure.reason) {
    case 'mismatch':
      return failure.attemptsLeft === 0 ? words.lastTry : words.wrongCode;
    case 'malformed':
      if (failure.field === 'code') return words.noCode;
      if (failure.field === 'phoneNumber') return words.invalidNumber;
      return failure.field === 'challenge' ? words.codeIsOver : words.somethingWrong;
    case 'challenge-not-active':
      return words.codeIsOver;
    case 'invalid-phone-number':
      return words.invalidNumber;
    case 'destination-not-allowed':
      return words.numberNotAllowed;
    case 'delivery-failed':
      return words.notSent;
    case 'cooldown':
      return words.sentJustNow;
    case 'quota-exceeded':
      return words.tooManyCodes;
    case 'rate-limited':
      return words.tooManyRequests;
    case 'locked':
      return failure.retryAt === null ? words.lockedForGood : words.locked;
    case 'provider-unavailable':
    case 'service-unavailable':
      return words.unavailable;
    case 'provider-refused':
    case 'outcome-unknown':
      return words.notChecked;
    case 'unreachable':
    case 'body-timeout':
      return words.unreachable;
    default:
      return words.somethingWrong;
  }
}

/** "in 12 seconds", "in 3 minutes", in the person's language. Digits are the code's own, whatever the script. */
function timeUntil(time: Date, locale: string): string {
  const seconds = Math.max(1, Math.ceil((time.getTime() - Date.now()) / 1000));
  const format = new Intl.RelativeTimeFormat(`${locale}-u-nu-latn`);
  if (seconds < 100) return format.format(seconds, 'second');
  const minutes = Math.ceil(seconds / 60);
  return minutes < 100 ? format.format(minutes, 'minute') : format.format(Math.ceil(minutes / 60), 'hour');
}

/** The words for a tag, and the tag they were found under: `de-AT` finds `de`, `pt` finds `pt-BR`; else English. */
export function chooseWords(languages: OtpClientLanguages, locale: string): [tag: string, words: OtpClientWords] {
  const tags = Object.keys(languages);
  const [wanted, language] = [locale.toLowerCase(), locale.split('-', 1)[0]?.toLowerCase()];
  const tag =
    tags.find((each) => each.toLowerCase() === wanted) ??
    tags.find((each) => each.split('-', 1)[0]?.toLowerCase() === language);
  const words = tag === undefined ? undefined : languages[tag];
  return tag === undefined || words === undefined ? ['en', ENGLISH] : [tag, words];
}
