// Loaded in advance, so that a short timeout is not spent on loading it.
import 'twilio';
import type { VendorWord } from '@countersign/otp-testing';
import type { OwnWords } from '@countersign/test-servers/arrange-vendor';
import { secretsFinder } from '@countersign/test-servers/find-secrets';
import { answerJson, type VendorListener } from '@countersign/test-servers/vendor-server';

/** An account that no test server, library or error text contains by chance. */
export const ACCOUNT_SID = `AC${'5a'.repeat(16)}`;
export const AUTH_TOKEN = 'c0ffee11c0ffee22c0ffee33c0ffee44';
export const API_KEY_SID = `SK${'6b'.repeat(16)}`;
export const API_KEY_SECRET = 'Qx7Qx7Qx7Qx7Qx7Qx7Qx7Qx7Qx7Qx7Qx';
export const SERVICE_SID = `VA${'7c'.repeat(16)}`;
export const MESSAGE_SID = `SM${'8d'.repeat(16)}`;
export const VERIFICATION_SID = `VE${'9e'.repeat(16)}`;
export const MESSAGING_SERVICE_SID = `MG${'af'.repeat(16)}`;

export const ACCOUNT = { accountSid: ACCOUNT_SID, authToken: AUTH_TOKEN } as const;
export const API_KEY = { accountSid: ACCOUNT_SID, apiKeySid: API_KEY_SID, apiKeySecret: API_KEY_SECRET } as const;

export const TO = '+14155550123';
export const FROM = '+14155550100';
export const CODE = '804617';
export const MESSAGE = { to: TO, text: `Your code is ${CODE}. Così & più?` } as const;

/** What nobody may see. */
export const SECRETS = [AUTH_TOKEN, API_KEY_SECRET, Buffer.from(`${ACCOUNT_SID}:${AUTH_TOKEN}`).toString('base64')];

export const expectNoSecretIn = secretsFinder([...SECRETS, TO.slice(1), CODE, 'Così']);

/** What Twilio answers to a message it takes. */
export function messageAnswer(changes: Readonly<Record<string, unknown>> = {}) {
  return {
    sid: MESSAGE_SID,
    account_sid: ACCOUNT_SID,
    api_version: '2010-04-01',
    body: MESSAGE.text,
    date_created: 'Fri, 20 Nov 2026 12:00:00 +0000',
    date_sent: null,
    date_updated: 'Fri, 20 Nov 2026 12:00:00 +0000',
    direction: 'outbound-api',
    error_code: null,
    error_message: null,
    from: FROM,
    messaging_service_sid: null,
    num_media: '0',
    num_segments: '1',
    price: null,
    price_unit: 'USD',
    status: 'queued',
    subresource_uris: {},
    to: TO,
    uri: `/2010-04-01/Accounts/${ACCOUNT_SID}/Messages/${MESSAGE_SID}.json`,
    ...changes,
  };
}

/** What Verify answers to a start. */
export function verificationAnswer(changes: Readonly<Record<string, unknown>> = {}) {
  return {
    sid: VERIFICATION_SID,
    service_sid: SERVICE_SID,
    account_sid: ACCOUNT_SID,
    to: TO,
    channel: 'sms',
    status: 'pending',
    valid: false,
    date_created: '2026-11-20T12:00:00Z',
    date_updated: '2026-11-20T12:00:00Z',
    lookup: {},
    amount: null,
    payee: null,
    send_code_attempts: [{ time: '2026-11-20T12:00:00Z', channel: 'SMS', attempt_sid: `VL${'1'.repeat(32)}` }],
    sna: null,
    url: `https://verify.twilio.com/v2/Services/${SERVICE_SID}/Verifications/${VERIFICATION_SID}`,
    ...changes,
  };
}

/** What Verify answers to a check. */
export function checkAnswer(changes: Readonly<Record<string, unknown>> = {}) {
  return {
    sid: VERIFICATION_SID,
    service_sid: SERVICE_SID,
    account_sid: ACCOUNT_SID,
    to: TO,
    channel: 'sms',
    status: 'approved',
    valid: true,
    amount: null,
    payee: null,
    sna_attempts_error_codes: [],
    date_created: '2026-11-20T12:00:00Z',
    date_updated: '2026-11-20T12:01:00Z',
    ...changes,
  };
}

/** An error body; its text repeats what must not be seen, as Twilio's own do. */
export function errorAnswer(code: number | string, status: number) {
  return {
    code,
    message: `Refused: ${code} ${TO} '${MESSAGE.text}' ${AUTH_TOKEN} ${CODE}`,
    more_info: `https://www.twilio.com/docs/errors/${code}`,
    status,
  };
}

/** A SID of this kind that holds as much of a word as a SID can. */
export function sidHolding(kind: 'SM' | 'VE', word: string): string {
  return `${kind}${word
    .replace(/[^0-9a-f]/g, '')
    .padEnd(32, '0')
    .slice(0, 32)}`;
}

/** What Twilio says to the contracts of senders and providers. */
export function twilioWords(serves: VendorListener, word: VendorWord): OwnWords {
  return {
    serves,
    refuses: (_request, response) => answerJson(response, 400, errorAnswer(codeOf(word() ?? '21211'), 400)),
    throttles: (_request, response) => answerJson(response, 429, errorAnswer(20429, 429)),
    fails: (_request, response) => answerJson(response, 500, errorAnswer(20500, 500)),
  };
}

/** A number, where JSON can write it as one. */
function codeOf(word: string): number | string {
  return /^[1-9]\d*$/.test(word) ? Number(word) : word;
}
