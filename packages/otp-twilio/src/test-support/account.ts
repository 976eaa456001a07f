import { inspect } from 'node:util';
// Loaded in advance, so that a short timeout is not spent on loading it.
import 'twilio';
import { expect } from 'vitest';

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

/** Searches all that JSON, an inspection or a log line would show of a value. */
export function expectNoSecretIn(...values: readonly unknown[]): void {
  const shown = values.flatMap((value) => [
    String(value),
    JSON.stringify(value) ?? '',
    inspect(value, { depth: Number.POSITIVE_INFINITY, showHidden: true, getters: true }),
  ]);
  const secrets = [...SECRETS, TO.slice(1), CODE, 'Così'];
  for (const secret of secrets.flatMap((value) => [value, encodeURIComponent(value)])) {
    for (const text of shown) expect(text).not.toContain(secret);
  }
}

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
export function errorAnswer(code: number, status: number) {
  return {
    code,
    message: `Refused: ${TO} '${MESSAGE.text}' ${AUTH_TOKEN} ${CODE}`,
    more_info: `https://www.twilio.com/docs/errors/${code}`,
    status,
  };
}
