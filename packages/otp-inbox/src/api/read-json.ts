/** Reads a body that is JSON. Only as `application/json`, which no other web page can send unasked. */
import { HttpProblem } from '../http/http-problem.ts';
import type { InboxRequest } from '../http/inbox-request.ts';

export async function readJson(request: InboxRequest): Promise<unknown> {
  const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json') throw new HttpProblem('unsupported-media-type', 'Send application/json.');
  const text = await request.readBody();
  try {
    return JSON.parse(text);
  } catch {
    throw new HttpProblem('malformed-request', 'The body is not JSON.');
  }
}
