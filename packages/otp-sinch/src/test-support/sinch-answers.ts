/** What Sinch answers, as far as anybody looks at it. */
import { answerJson, type VendorListener } from '@countersign/test-servers/vendor-server';

/** Answers everything with this. */
export function json(statusCode: number, content: unknown, headers: Record<string, string> = {}): VendorListener {
  return (_request, response) => answerJson(response, statusCode, content, headers);
}

export const FAILS = json(500, { errorCode: 50000, message: 'oops' });
