/** What Telnyx answers, as far as anybody looks at it. */
import type { VendorWord } from '@countersign/otp-testing';
import type { OwnWords } from '@countersign/test-servers/arrange-vendor';
import { answerJson, type ReceivedRequest, type VendorListener } from '@countersign/test-servers/vendor-server';

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

/** What Telnyx says to the contracts of senders and providers. */
export function telnyxWords(serves: VendorListener, word: VendorWord): OwnWords {
  return {
    serves,
    refuses: (_request, response) => {
      const said = word();
      answerJson(response, 400, errorAnswer(said ?? '40310', { pointer: said ?? '/to' }));
    },
    throttles: (_request, response) => answerJson(response, 429, errorAnswer('10011'), { 'Retry-After': '5' }),
    fails: (_request, response) => answerJson(response, 500, errorAnswer('10007')),
  };
}

/** The fields of a request's body. */
export function fieldsOf({ body }: ReceivedRequest): Readonly<Record<string, string>> {
  return body === '' ? {} : JSON.parse(body);
}
