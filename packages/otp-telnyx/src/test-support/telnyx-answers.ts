/** What Telnyx answers, as far as anybody looks at it. */
import type { ServerResponse } from 'node:http';

export const MESSAGE_ID = '40385f64-5717-4562-b3fc-2c963f66afa6';
export const VERIFICATION_ID = '12ade33a-21c0-473b-b055-b3c836e1c292';
export const PROFILE_ID = '4900a1c2-1bdb-c56f-3de7-e008ef6da16b';

export function messageAnswer(to: string, changes: object = {}): object {
  return {
    data: {
      id: MESSAGE_ID,
      record_type: 'message',
      direction: 'outbound',
      to: [{ phone_number: to, status: 'queued', carrier: '', line_type: '' }],
      parts: 1,
      encoding: 'GSM-7',
      errors: [],
      ...changes,
    },
  };
}

export function verificationAnswer(to: string, changes: object = {}): object {
  return {
    data: {
      id: VERIFICATION_ID,
      record_type: 'verification',
      type: 'sms',
      status: 'pending',
      phone_number: to,
      verify_profile_id: PROFILE_ID,
      timeout_secs: 300,
      ...changes,
    },
  };
}

export function checkAnswer(to: string, verdict: string): object {
  return { data: { phone_number: to, response_code: verdict } };
}

export function errorAnswer(code: string, source: object = { pointer: '/' }): object {
  return {
    errors: [{ code, title: 'Title of the vendor’s', detail: 'Detail of the vendor’s', source, meta: { url: 'x' } }],
  };
}

/** Writes JSON as Telnyx does. */
export function answerJson(response: ServerResponse, status: number, body: object, headers: object = {}): void {
  response
    .writeHead(status, { 'Content-Type': 'application/json; charset=utf-8', ...headers })
    .end(JSON.stringify(body));
}
