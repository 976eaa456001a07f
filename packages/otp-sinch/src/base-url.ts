import type { OptionProblems } from '@countersign/otp-core/adapter';
import type { GivenOptions } from './read-option.ts';

/**
 * Reads the `baseUrl` option, an address that credentials go to. The URL parser forgives too much for that: it drops
 * tabs and line ends, and turns backslashes into slashes. What a person would read differently is refused.
 */
export function readBaseUrl(given: GivenOptions, defaultValue: string, problems: OptionProblems): string {
  const value = given.baseUrl;
  if (value === undefined) return defaultValue;
  const url = parse(value);
  if (url === null) {
    problems.add(
      'baseUrl',
      'must be an absolute URL such as https://sinch.example, without credentials, query and fragment',
    );
  } else if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    problems.add('baseUrl', 'must be https; plain http is for this machine only');
  }
  return url === null ? '' : `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

/** Reads the `callbackUrl` and `publicUrl` options. `null` where it was left out. */
export function readPublicUrl(given: GivenOptions, option: string, problems: OptionProblems): string | null {
  const value = given[option];
  if (value === undefined) return null;
  const url = isUrl(value) ? new URL(value) : null;
  if (url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.hash === '') return String(value);
  problems.add(option, 'must be an absolute URL such as https://app.example/webhooks/sinch, at most 2048 characters');
  return null;
}

function parse(value: unknown): URL | null {
  if (!isUrl(value) || /[?#]/.test(value)) return null;
  const url = new URL(value);
  return url.username === '' && url.password === '' ? url : null;
}

function isUrl(value: unknown): value is string {
  if (typeof value !== 'string' || value.length > 2048) return false;
  return /^https?:\/\/[^/]/i.test(value) && !/[\s\\\p{Cc}\p{Surrogate}]/u.test(value) && URL.canParse(value);
}

/** Judges what the URL parser made of the host: it has already spelt `127.1` and `0x7f000001` as `127.0.0.1`. */
function isLoopback(hostname: string): boolean {
  return /^(?:localhost|.*\.localhost|\[::1\]|127\.\d{1,3}\.\d{1,3}\.\d{1,3})$/.test(hostname);
}
