/** Reads what the SDK threw: a refusal of SNS's, or the name of what broke. Of a text only a parameter's name is looked for. */
import { readFields } from './check-input.ts';
import type { SnsDenial } from './sns-answer.ts';

/** SNS's codes are words, seldom with a digit, such as `EC2Throttled`: no number and no code can be taken for one. */
const WIRE_CODE = /^[A-Za-z](?:[A-Za-z._-]|\d{1,3}(?!\d)){1,63}$/;
const MAX_DEPTH = 4;

export function readDenial(error: unknown): Pick<SnsDenial, 'code' | 'blames'> {
  const { Code: code, message } = readFields(error, ['Code', 'message']);
  return {
    code: typeof code === 'string' && WIRE_CODE.test(code) ? code : null,
    blames: typeof message === 'string' ? blamedIn(message.slice(0, 512)) : null,
  };
}

/** The only place where SNS says what is wrong: `Invalid parameter: PhoneNumber Reason: …`. */
function blamedIn(message: string): SnsDenial['blames'] {
  if (/^Invalid parameter: PhoneNumber\b/i.test(message)) return 'phone-number';
  return /^Invalid parameter: (?:Empty )?Message\b/i.test(message) ? 'message' : null;
}

/** The code of Node's own error, however deep the SDK has wrapped it. */
export function readBreakCode(error: unknown): string | null {
  let current = error;
  for (let depth = 0; depth < MAX_DEPTH; depth += 1) {
    const { code, cause } = readFields(current, ['code', 'cause']);
    if (typeof code === 'string' && /^[A-Z][A-Z0-9_]{1,63}$/.test(code)) return code;
    current = cause;
  }
  return null;
}

/** Why nothing was handed to a transport: AWS's settings are looked up before each request. */
export function readSetupFault(error: unknown): 'no-credentials' | 'no-region' | null {
  const { name, message, $fault: fault } = readFields(error, ['name', 'message', '$fault']);
  if (message === 'Region is missing') return 'no-region';
  // A service that refused before SNS was asked is the one that gives out credentials.
  const isOfCredentials = typeof name === 'string' && /^(?:Credentials|Token)?ProviderError$/.test(name);
  return isOfCredentials || fault !== undefined ? 'no-credentials' : null;
}

/** Errors that Node has only before a connection stands. */
export function isNeverSent(code: string | null): boolean {
  return code !== null && (/^(?:ECONNREFUSED|ENOTFOUND|EAI_[A-Z]+|PLAIN_HTTP)$/.test(code) || isTrustProblem(code));
}

/** Certificates and protocols, which somebody has to put right; a host that is down comes back by itself. */
export function isTrustProblem(code: string | null): boolean {
  return code !== null && /CERT|SIGNATURE|^ERR_(?:SSL|TLS)|^EPROTO$|^CRL_|^UNABLE_TO_|^PLAIN_HTTP$/.test(code);
}

export function isTimeout(code: string | null): boolean {
  return code !== null && /TIMEDOUT|TIMEOUT/.test(code);
}
