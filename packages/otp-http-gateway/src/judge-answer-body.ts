import type { GatewayVerdict } from './gateway-verdict.ts';
import { judgeAnswerJson } from './judge-answer-json.ts';

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
