import type { RuledVerdict } from './answer-rules.ts';
import { scalarText } from './find-value.ts';

type Verdict = RuledVerdict['status'];

/**
 * What the body of a 2xx says, where no `answers` were configured. Many gateways put failures into words. What only their
 * manual can explain is `unknown`: called accepted it would lose codes in silence, called refused it would send them twice.
 */
export function judgeAnswerBody(body: string): Verdict {
  const text = body.trim();
  // Another encoding or no text at all; a page, such as a login form, or XML, which needs a reader of its own.
  if (/[^\P{Cc}\s]|^</u.test(text)) return 'unknown';
  if (text.startsWith('{') || text.startsWith('[')) return judgeAnswerJson(text);
  if (/^"?(?:err|fail|false)/i.test(text)) return judgeWordOfFailure(text);
  if (/^-\d+(?![\w-])/.test(text)) return 'refused';
  return isUnexplainedCode(text) ? 'unknown' : 'accepted';
}

/** `ERR 103` and `error_credit` refuse. `error=0` and `failed: 0` say that there was none, and `Failover` is another word. */
function judgeWordOfFailure(text: string): Verdict {
  const isWord = /^"?(?:err(?:or)?s?(?:code|no|number|text|message)?|fail(?:ed|ures?|s)?|false)(?![a-z]|-over)/i;
  const saysNone = /^"?[a-z]+(?:[-_ ][a-z]+)?"? {0,2}[:=] {0,2}"?(?:0+(?![\d.])|none\b|null\b)/i;
  return isWord.test(text) && !saysNone.test(text) ? 'refused' : 'unknown';
}

/** `0: Accepted …` (Kannel) is a success and `0 text` (playSMS) a failure. An id that starts with a zero is neither. */
function isUnexplainedCode(text: string): boolean {
  return /^0(?!\d)(?![0-9a-f-]{7})/i.test(text) || /^\d{1,4}\s*[|:;=]/.test(text);
}

/** What one member says of the message. Most say nothing. */
type Sign = 'failure' | 'success' | 'unclear';

/** What a JSON answer says about itself, by the few names that gateways agree on. @internal */
export function judgeAnswerJson(text: string): Verdict {
  try {
    const signs = signsOf(JSON.parse(text), 0);
    // Who says both has not said that nothing was sent.
    if (signs.includes('failure')) return signs.includes('success') ? 'unknown' : 'refused';
    return signs.includes('unclear') ? 'unknown' : 'accepted';
  } catch {
    // No JSON, or too deep for anybody.
    return 'unknown';
  }
}

/** Results for one recipient stand at most this deep, as in `{ "data": { "messages": [{ "status": "ERR" }] } }`. */
const MAX_DEPTH = 4;
const ERROR_NAME = /^(?:errors?|error[-_ ]?(?:code|number|text|message|string))$/i;

function signsOf(value: unknown, depth: number): readonly Sign[] {
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return [];
  const each = Object.entries(value).map(([name, entry]) =>
    ERROR_NAME.test(name) ? signsOfError(name, entry) : [...signsOfMember(name, entry), ...signsOf(entry, depth + 1)],
  );
  const failed = each.filter((signs) => signs.includes('failure')).length;
  // Parts of one text, say: where one failed and another did not, something was sent.
  const isMixed = Array.isArray(value) && failed > 0 && failed < each.length;
  return isMixed ? ['success', ...each.flat()] : each.flat();
}

/** `"error": "0"` and the like say that there is none; a code of zero says so whatever text stands beside it. */
function signsOfError(name: string, value: unknown): readonly Sign[] {
  const text = scalarText(value)?.trim();
  if (text === undefined) return Object.entries(value ?? {}).flatMap((entry) => signsOfError(...entry));
  if (/^0+$/.test(text)) return /error|code|number|^no$/i.test(name) ? ['success'] : [];
  return /^(?:|none|null|false|no|no error|ok|success)$/i.test(text) ? [] : ['failure'];
}

/** A number may be HTTP's; any other is the vendor's own, where `0` or `1` is a success to one and a failure to the next. */
const MEMBERS: readonly (readonly [name: RegExp, sign: Sign, text: RegExp])[] = [
  [/^(?:success|ok)$/i, 'failure', /^(?:0|false|no)$/i],
  [/^(?:success|ok)$/i, 'success', /^(?:1|true|yes)$/i],
  [/^(?:status|type|result|state)$/i, 'failure', /^(?:err|fail(?!-?over)|reject|invalid|denied|undeliver)/i],
  [/^(?:status|type|result|state)$/i, 'success', /^(?:ok|success|succeeded|sent|queued|accepted|delivered)\b/i],
  [/^status(?:[-_ ]?code)?$/i, 'failure', /^(?:false|-\d+|4\d\d)$/],
  [/^status(?:[-_ ]?code)?$/i, 'unclear', /^(?!2\d\d$|4\d\d$)\d[\d.e+]*$/],
];

function signsOfMember(name: string, value: unknown): readonly Sign[] {
  const text = (scalarText(value) ?? '').trim();
  return MEMBERS.flatMap(([ofName, sign, ofText]) => (ofName.test(name) && ofText.test(text) ? [sign] : []));
}
