import type { RuledVerdict } from './answer-rules.ts';
import { scalarText } from './json-path.ts';

type Verdict = RuledVerdict['status'];

/**
 * What the body of a 2xx answer says, where no `answers` were configured. Many gateways answer 200 to everything and
 * put the failure into words, so words of failure refuse. What only the gateway's manual can explain is `unknown`:
 * calling it accepted would lose codes in silence, calling it refused would send them twice.
 */
export function judgeAnswerBody(body: string): Verdict {
  const text = body.trim();
  // A control character that is no white space: another encoding, or no text at all.
  if (/[^\P{Cc}\s]/u.test(text)) return 'unknown';
  // A page or XML: a login form, a wrong address, or a format that needs a reader of its own.
  if (text.startsWith('<')) return 'unknown';
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

/**
 * `0: Accepted for delivery` (Kannel) and `0|IN_PROGRESS|…` (BulkSMS) are successes, `0 text` (playSMS) is a failure,
 * and so it goes for `3: Queued …` and `23|invalid credentials`. An id that starts with a zero is none of them.
 */
function isUnexplainedCode(text: string): boolean {
  return /^0(?!\d)(?![0-9a-f-]{7})/i.test(text) || /^\d{1,4}\s*[|:;=]/.test(text);
}

/** What a JSON answer says about itself, by the few names that gateways agree on. @internal */
export function judgeAnswerJson(text: string): Verdict {
  try {
    return verdictOf(signsOf(JSON.parse(text), 0));
  } catch {
    // No JSON, or too deep for anybody.
    return 'unknown';
  }
}

/** What one member says of the message. Most say nothing. */
type Sign = 'failure' | 'success' | 'unclear';

/** Who says both has not said that nothing was sent. */
function verdictOf(signs: readonly Sign[]): Verdict {
  if (signs.includes('failure')) return signs.includes('success') ? 'unknown' : 'refused';
  return signs.includes('unclear') ? 'unknown' : 'accepted';
}

/** Results for one recipient stand at most this deep, as in `{ "data": { "messages": [{ "status": "ERR" }] } }`. */
const MAX_DEPTH = 4;

function signsOf(value: unknown, depth: number): readonly Sign[] {
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return [];
  if (!Array.isArray(value)) {
    return Object.entries(value).flatMap(([name, entry]) =>
      ERROR_NAME.test(name) ? signsOfError(name, entry) : [...signsOfEntry(name, entry), ...signsOf(entry, depth + 1)],
    );
  }
  const each = value.map((entry) => signsOf(entry, depth + 1));
  const failed = each.filter((signs) => signs.includes('failure'));
  // Parts of one text, say: where one failed and another did not, something was sent.
  const isMixed = failed.length > 0 && failed.length < each.length;
  return isMixed ? ['success', ...each.flat()] : each.flat();
}

const ERROR_NAME = /^(?:errors?|error[-_ ]?(?:code|number|text|message|string))$/i;

/** `"error": "0"` and the like say that there is none; a code of zero says so whatever text stands beside it. */
function signsOfError(name: string, value: unknown): readonly Sign[] {
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([member, entry]) => signsOfError(member, entry));
  }
  const text = (scalarText(value) ?? '').trim();
  if (/^0+$/.test(text)) return /error|code|number|^no$/i.test(name) ? ['success'] : [];
  return /^(?:|none|null|false|no|no error|ok|success)$/i.test(text) ? [] : ['failure'];
}

const OF_FAILURE = /^(?:err|fail(?!-?over)|reject|invalid|denied|undeliver)/i;
const OF_SUCCESS = /^(?:ok|success|succeeded|sent|queued|accepted|submitted|scheduled|delivered)\b/i;

function signsOfEntry(name: string, value: unknown): readonly Sign[] {
  const text = (scalarText(value) ?? '').trim();
  if (/^(?:success|ok)$/i.test(name)) {
    if (/^(?:0|false|no)$/i.test(text)) return ['failure'];
    return /^(?:1|true|yes)$/i.test(text) ? ['success'] : [];
  }
  if (/^(?:status|type|result|state)$/i.test(name)) {
    if (OF_FAILURE.test(text)) return ['failure'];
    if (OF_SUCCESS.test(text)) return ['success'];
  }
  return /^status([-_ ]?code)?$/i.test(name) ? signsOfStatus(text) : [];
}

/** A number may be HTTP's; any other is the vendor's own, where `0` or `1` is a success to one and a failure to the next. */
function signsOfStatus(text: string): readonly Sign[] {
  if (text === 'false') return ['failure'];
  const status = /^-?\d+$/.test(text) ? Number(text) : 200;
  if (status >= 200 && status < 300) return [];
  return status < 0 || (status >= 400 && status < 500) ? ['failure'] : ['unclear'];
}
