import type { GatewayVerdict } from './gateway-verdict.ts';

/** What a JSON answer says about itself, by the few names that gateways agree on. */
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
