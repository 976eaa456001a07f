import { isOptions, type OptionProblems } from '@countersign/otp-core/adapter';

/** Which pages of other origins may call the routes from a browser. Without these options: none. */
export interface CorsOptions {
  /** Exact origins: scheme, host and port, such as `https://app.example`. No `*` and no patterns. */
  readonly origins: readonly string[];
  /** Browsers may send and keep cookies: needed where `onVerified` sets one. @defaultValue false */
  readonly credentials?: boolean;
  /** Headers that pages may send besides `Content-Type` and `Idempotency-Key`. @defaultValue none */
  readonly requestHeaders?: readonly string[];
  /** How long a browser may remember the answer to a preflight, 0 to 86,400 seconds. @defaultValue 600 */
  readonly maxAgeSeconds?: number;
}

const OPTIONS = ['origins', 'credentials', 'requestHeaders', 'maxAgeSeconds'];
const ORIGIN = /^[a-z][a-z0-9+.-]*:\/\/[^\s/?#@*]+$/;
const TOKEN = /^[\w!#$%&'*+.^`|~-]+$/;

export function addCorsProblems(problems: OptionProblems, value: unknown): void {
  if (!isOptions(value)) {
    problems.add('cors', 'must be an object with origins');
    return;
  }
  problems.addUnknown('cors', value, OPTIONS);
  const { origins, credentials, requestHeaders, maxAgeSeconds } = value;
  if (!Array.isArray(origins) || origins.length === 0 || !origins.every(isOrigin)) {
    problems.add('cors.origins', 'must list exact origins as browsers send them, such as https://app.example');
  }
  if (credentials !== undefined && typeof credentials !== 'boolean') {
    problems.add('cors.credentials', 'must be true or false');
  }
  if (requestHeaders !== undefined && !(Array.isArray(requestHeaders) && requestHeaders.every(isHeaderName))) {
    problems.add('cors.requestHeaders', 'must list names of headers');
  }
  if (maxAgeSeconds !== undefined) problems.addUnlessInteger('cors.maxAgeSeconds', maxAgeSeconds, 0, 86_400);
}

/** As a browser writes it: lower case, no default port, nothing after the host. Apps have schemes of their own. */
function isOrigin(value: unknown): boolean {
  if (typeof value !== 'string' || !ORIGIN.test(value)) return false;
  if (!/^https?:/.test(value)) return true;
  return URL.canParse(value) && new URL(value).origin === value;
}

function isHeaderName(value: unknown): boolean {
  // To browsers `*` is a pattern.
  return typeof value === 'string' && TOKEN.test(value) && value !== '*';
}
