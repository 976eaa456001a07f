/**
 * Picks the one-time password out of a text message.
 * An origin-bound last line says which it is. Otherwise the most probable group of digits is taken:
 * how near a word for "code" stands, how usual its length is, and whether it is announced as something else.
 */
import { type DigitGroup, findDigitGroups } from './digit-groups.ts';

/** https://wicg.github.io/sms-one-time-codes/ ; a second `%host` names an embedded frame. */
const ORIGIN_BOUND_LINE = /^@[^\s#@]+ #(?<code>[0-9A-Za-z]{4,10})(?: %\S+)?$/;

const CODE_WORDS = new RegExp(
  [
    String.raw`code|passcode|password|passwor[td]|(?<!\p{L})pin(?!\p{L})|(?<!\p{L})otp(?!\p{L})|2fa|token|verif|confirm|authent|log ?in|sign ?in`,
    'c[oó]digo|codice|kode|kod|kód|koodi|sandi|mã|код|парол|κωδικ|رمز|كود|קוד|कोड|รหัส',
    '验证码|驗證碼|校验码|动态码|認証|コード|인증|번호',
  ].join('|'),
  'giu',
);
const SENTENCE_END = /[.!?。！？\n]/;
const OTHER_THING =
  /(?:order|ref(?:erence)?|invoice|account|acct|card|ticket|booking|flight|room|bus|parcel|tracking|ending|ends|extension|ext|zip)(?:\s(?:in|with|no|nr|id|number))?[\s.:#]*$/i;
const PHONE_WORD =
  /(?:call|tel|phone|dial|fax|mobile|whatsapp|text|sms|support|hotline|helpline|reply|contact)(?:\s(?:us|to|at|on|no|number)){0,2}[\s.:]*$/i;
const YEAR = /^(?:19|20)\d\d$/;

/** How usual a code of this many digits is. */
const LENGTH_SCORE: Readonly<Record<number, number>> = { 4: 2, 5: 2, 6: 3, 7: 1, 8: 2, 9: 0, 10: -1 };
/** How far a word for "code" may stand from it. */
const REACH = 48;

/** The code in a text, without separators; `null` when there is none. */
export function findCode(text: string): string | null {
  const lastLine = text.trimEnd().split('\n').at(-1) ?? '';
  const originBound = ORIGIN_BOUND_LINE.exec(lastLine)?.groups?.code;
  if (originBound !== undefined) return originBound;
  let best: { readonly digits: string; readonly score: number } | null = null;
  for (const group of findDigitGroups(text)) {
    const score = scoreOf(text, group);
    if (score > (best?.score ?? 0)) best = { digits: group.digits, score };
  }
  return best?.digits ?? null;
}

function scoreOf(text: string, { digits, start, end }: DigitGroup): number {
  const before = text.slice(Math.max(0, start - REACH), start);
  const after = text.slice(end, end + REACH);
  let score = LENGTH_SCORE[digits.length] ?? 0;
  score += Math.max(nearnessBefore(before), nearnessAfter(after));
  if (YEAR.test(digits)) score -= 3;
  if (OTHER_THING.test(before)) score -= 6;
  if (digits.length >= 7 && PHONE_WORD.test(before)) score -= 12;
  return score;
}

function nearnessBefore(before: string): number {
  const last = [...before.matchAll(CODE_WORDS)].at(-1);
  return last === undefined ? 0 : nearness(before.slice(last.index + last[0].length)) + 1;
}

function nearnessAfter(after: string): number {
  const [first] = after.matchAll(CODE_WORDS);
  return first === undefined ? 0 : nearness(after.slice(0, first.index));
}

function nearness(between: string): number {
  const near = between.length <= 8 ? 7 : between.length <= 24 ? 5 : 3;
  return SENTENCE_END.test(between) ? near - 2 : near;
}
