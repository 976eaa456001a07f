import type { GatewayVerdict } from './gateway-answer.ts';

/**
 * What the body of a 2xx answer says, where no `answers` were configured. Many gateways answer 200 to everything and
 * put the failure into words, so words of failure refuse. What only the gateway's manual can explain is `unknown`:
 * calling it accepted would lose codes in silence, calling it refused would send them twice.
 */
export function judgeAnswerBody(body: string): GatewayVerdict {
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
export function judgeAnswerJson(text: string): GatewayVerdict {
  try {
    return judgeValue(JSON.parse(text), 0);
  } catch {
    return 'unknown';
  }
}

/** Results for one recipient stand at most this deep, as in `{ "data": { "messages": [{ "status": "ERR" }] } }`. */
const MAX_DEPTH = 4;

function judgeValue(value: unknown, depth: number): GatewayVerdict {
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return 'accepted';
  const verdicts = Object.entries(value).flatMap(([name, entry]) => [
    judgeEntry(name.toLowerCase(), entry),
    judgeValue(entry, depth + 1),
  ]);
  if (verdicts.includes('refused')) return 'refused';
  return verdicts.includes('unknown') ? 'unknown' : 'accepted';
}

function judgeEntry(name: string, value: unknown): GatewayVerdict {
  if (/^errors?$|^error[-_ ]?(code|number|text|message|string)$/.test(name)) {
    return namesAnError(value) ? 'refused' : 'accepted';
  }
  if (name === 'success' || name === 'ok') return isNo(value) ? 'refused' : 'accepted';
  if (/^(status|type|result|state)$/.test(name) && typeof value === 'string' && isWordOfFailure(value)) {
    return 'refused';
  }
  if (/^status([-_ ]?code)?$/.test(name)) return judgeStatus(value);
  return 'accepted';
}

/** `"error": "0"` and the like say that there is none. */
function namesAnError(value: unknown): boolean {
  if (typeof value === 'string') return !/^(0+|none|null|false|no|no error|ok|success|)$/i.test(value.trim());
  if (typeof value === 'object' && value !== null) return Object.values(value).some((entry) => namesAnError(entry));
  return value === true || (typeof value === 'number' && value !== 0);
}

function isNo(value: unknown): boolean {
  return value === false || value === 0 || value === '0' || (typeof value === 'string' && /^(false|no)$/i.test(value));
}

function isWordOfFailure(value: string): boolean {
  return /^(err|fail|reject|invalid|denied|undeliver)/i.test(value.trim());
}

/** A number may be HTTP's; any other is the vendor's own, where `0` or `1` is a success to one and a failure to the next. */
function judgeStatus(value: unknown): GatewayVerdict {
  if (value === false) return 'refused';
  const isNumeric = typeof value === 'number' || (typeof value === 'string' && /^-?\d+$/.test(value.trim()));
  if (!isNumeric) return 'accepted';
  const status = Number(value);
  if (status >= 200 && status < 300) return 'accepted';
  return status < 0 || (status >= 400 && status < 500) ? 'refused' : 'unknown';
}
