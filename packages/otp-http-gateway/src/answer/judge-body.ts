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
  if (/^"?(err|fail|false)/i.test(text)) return 'refused';
  if (/^-\d+(?![\w-])/.test(text)) return 'refused';
  return isUnexplainedCode(text) ? 'unknown' : 'accepted';
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
    return judgeValue(JSON.parse(text), 0);
  } catch {
    // No JSON, or too deep for anybody.
    return 'unknown';
  }
}

/** Results for one recipient stand at most this deep, as in `{ "data": { "messages": [{ "status": "ERR" }] } }`. */
const MAX_DEPTH = 4;

function judgeValue(value: unknown, depth: number): Verdict {
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return 'accepted';
  const verdicts = Object.entries(value).flatMap(([name, entry]) => [
    judgeEntry(name.toLowerCase(), entry),
    judgeValue(entry, depth + 1),
  ]);
  if (verdicts.includes('refused')) return 'refused';
  return verdicts.includes('unknown') ? 'unknown' : 'accepted';
}

function judgeEntry(name: string, value: unknown): Verdict {
  if (/^errors?$|^error[-_ ]?(code|number|text|message|string)$/.test(name)) {
    return namesAnError(value) ? 'refused' : 'accepted';
  }
  const text = scalarText(value) ?? '';
  if (name === 'success' || name === 'ok') return /^(0|false|no)$/i.test(text) ? 'refused' : 'accepted';
  if (/^(status|type|result|state)$/.test(name) && WORD_OF_FAILURE.test(text.trim())) return 'refused';
  return /^status([-_ ]?code)?$/.test(name) ? judgeStatus(value) : 'accepted';
}

const WORD_OF_FAILURE = /^(err|fail|reject|invalid|denied|undeliver)/i;

/** `"error": "0"` and the like say that there is none. */
function namesAnError(value: unknown): boolean {
  if (typeof value === 'string') return !/^(0+|none|null|false|no|no error|ok|success|)$/i.test(value.trim());
  if (typeof value === 'object' && value !== null) return Object.values(value).some((entry) => namesAnError(entry));
  return value === true || (typeof value === 'number' && value !== 0);
}

/** A number may be HTTP's; any other is the vendor's own, where `0` or `1` is a success to one and a failure to the next. */
function judgeStatus(value: unknown): Verdict {
  if (value === false) return 'refused';
  const isNumeric = typeof value === 'number' || (typeof value === 'string' && /^-?\d+$/.test(value.trim()));
  if (!isNumeric) return 'accepted';
  const status = Number(value);
  if (status >= 200 && status < 300) return 'accepted';
  return status < 0 || (status >= 400 && status < 500) ? 'refused' : 'unknown';
}
