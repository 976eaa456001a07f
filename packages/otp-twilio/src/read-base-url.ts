import type { OptionProblems } from '@countersign/otp-core/adapter';

/** Another address than Twilio's. Credentials and codes go there, hence TLS for all but this machine. */
export function readBaseUrl(value: unknown, problems: OptionProblems): URL | null {
  if (value === undefined) return null;
  const url = parseUrl(value);
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    problems.add('baseUrl', 'must be an address that starts with https://');
    return null;
  }
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    problems.add('baseUrl', 'must have neither credentials nor a query nor a fragment');
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    problems.add(
      'baseUrl',
      'must start with https://, as plain http shows credentials and codes to everyone on the way',
    );
  }
  return url;
}

/** `null` for what is no absolute address. */
export function parseUrl(value: unknown): URL | null {
  return typeof value === 'string' && value.length <= 2048 && URL.canParse(value) ? new URL(value) : null;
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}
