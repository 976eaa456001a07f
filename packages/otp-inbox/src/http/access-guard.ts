/**
 * Who may talk to the inbox. Loopback alone protects from other machines, not from web pages: a browser on this
 * machine sends whatever a page asks it to. So the name a request was sent to, where it comes from, and the token
 * if there is one, are checked before anything else.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import { HttpProblem } from './http-problem.ts';
import type { InboxRequest } from './inbox-request.ts';
import { isLoopbackAddress, isLoopbackHostHeader } from './loopback.ts';

export interface AccessGuard {
  /** Refuses requests under a foreign name (DNS rebinding) or from a foreign page. */
  checkOrigin(request: InboxRequest): void;
  /** Refuses requests without the token, which may stand in `Authorization`, in the page's cookie or in `credential`. */
  checkToken(request: InboxRequest, credential: string | null): void;
  /** True when there is a token and this is it. */
  isToken(candidate: string): boolean;
  /** The `Set-Cookie` value that lets the page in. */
  createCookie(request: InboxRequest): string;
}

export interface AccessGuardOptions {
  readonly host: string;
  readonly token: string | null;
}

export function createAccessGuard({ host, token }: AccessGuardOptions): AccessGuard {
  const needsLoopbackName = isLoopbackAddress(host);
  const tokenDigest = token === null ? null : digest(token);
  // Cookies do not keep to a port: other servers on this host get it too. So it must not be the token itself.
  const session = token === null ? '' : digest(`otp-inbox page session ${token}`).toString('hex');

  function isToken(candidate: string): boolean {
    return tokenDigest !== null && timingSafeEqual(digest(candidate), tokenDigest);
  }

  function hasCookie(request: InboxRequest): boolean {
    return (request.headers.cookie ?? '').split('; ').some((cookie) => {
      const value = cookie.slice(cookieName(request).length + 1);
      return cookie === `${cookieName(request)}=${value}` && timingSafeEqual(digest(value), digest(session));
    });
  }

  return {
    checkOrigin(request) {
      if (needsLoopbackName && !isLoopbackHostHeader(request.headers.host)) {
        throw new HttpProblem(
          'forbidden-host',
          'The inbox answers under a loopback name only, such as 127.0.0.1 or localhost.',
        );
      }
      if (isFromForeignPage(request) && !isNavigationToPage(request)) {
        throw new HttpProblem('cross-site', 'The inbox answers no requests that other web pages make.');
      }
    },
    checkToken(request, credential) {
      if (token === null || hasCookie(request)) return;
      const candidate = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? credential;
      if (candidate !== null && isToken(candidate)) return;
      throw new HttpProblem('unauthorized', 'Show the token of this inbox as "Authorization: Bearer <token>".', {
        'WWW-Authenticate': 'Bearer',
      });
    },
    isToken,
    createCookie: (request) => `${cookieName(request)}=${session}; Path=/; HttpOnly; SameSite=Strict`,
  };
}

/** Another port of localhost is "same-site" yet another page, so only `same-origin` and no page at all will do. */
function isFromForeignPage({ headers }: InboxRequest): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return true;
  return headers.origin !== undefined && !isOwnOrigin(headers.origin, headers.host);
}

function isOwnOrigin(origin: string, host: string | undefined): boolean {
  return origin === `http://${host}` || origin === `https://${host}`;
}

/** A link to the inbox may be followed: the page holds no message yet and cannot be framed. */
function isNavigationToPage({ method, path, headers }: InboxRequest): boolean {
  const isNavigation = headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document';
  return method === 'GET' && path === '/' && isNavigation && headers.origin === undefined;
}

function cookieName(request: InboxRequest): string {
  return `otp-inbox-${request.port}`;
}

function digest(value: string): Buffer {
  return createHash('sha256').update(value).digest();
}
