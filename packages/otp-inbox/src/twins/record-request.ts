/** Keeps a request for whoever wonders what their code sent. What may be a secret is hidden, wherever a vendor carries one. */
import type { InboxRequest } from '../http/inbox-request.ts';
import type { InboxRawRequest } from '../messages/inbox-message.ts';

const HIDDEN = '[hidden]';
const SECRET_HEADERS = ['authorization', 'x-api-key', 'x-amz-security-token', 'cookie', 'proxy-authorization'];
/** Of a gateway's parameters, in a query, a form or JSON. */
const SECRET_PARAMETERS = ['password', 'username', 'user', 'pass', 'apikey', 'api_key', 'secret', 'token', 'key'];
const PARAMETER = new RegExp(`(^|[?&])(${SECRET_PARAMETERS.join('|')})=[^&]*`, 'gi');
const MEMBER = new RegExp(`("(?:${SECRET_PARAMETERS.join('|')})"\\s*:\\s*)"(?:[^"\\\\]|\\\\.)*"`, 'gi');
const MAX_BODY_LENGTH = 16_384;

export function recordRequest(request: InboxRequest, nowMs: number): InboxRawRequest {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    headers[name] = SECRET_HEADERS.includes(name) ? hideCredential(String(value)) : String(value);
  }
  return {
    method: request.method,
    path: request.target.replace(PARAMETER, `$1$2=${HIDDEN}`),
    headers,
    body: hideInBody(request.body).slice(0, MAX_BODY_LENGTH),
    receivedAt: new Date(nowMs),
  };
}

/** The scheme is no secret, and tells which kind of credential was sent. */
function hideCredential(value: string): string {
  const [scheme = ''] = value.split(' ');
  return value.includes(' ') && /^[A-Za-z0-9-]{1,32}$/.test(scheme) ? `${scheme} ${HIDDEN}` : HIDDEN;
}

function hideInBody(body: string): string {
  return body.trimStart().startsWith('{')
    ? body.replace(MEMBER, `$1"${HIDDEN}"`)
    : body.replace(PARAMETER, `$1$2=${HIDDEN}`);
}
