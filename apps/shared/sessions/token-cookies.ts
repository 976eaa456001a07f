/** How tokens travel: in cookies that scripts cannot read, or, where a client asks for it, in the body. */
import { ACCESS_SECONDS, REFRESH_SECONDS, type TokenPair } from './sessions.ts';

export const ACCESS_COOKIE = 'accessToken';
export const REFRESH_COOKIE = 'refreshToken';

/** Clients without a cookie jar send this header with the value `bearer`: tokens come in the body, and are sent back in one. */
export const STRATEGY_HEADER = 'X-Auth-Strategy';

export interface TokenCookie {
  readonly name: string;
  readonly value: string;
  readonly maxAgeSeconds: number;
  readonly options: CookieOptions;
}

interface CookieOptions {
  readonly httpOnly: true;
  readonly sameSite: 'strict';
  readonly secure: boolean;
  readonly path: string;
}

/** @param pair `null`: the cookies to clear */
export function tokenCookies(pair: TokenPair | null, isSecure: boolean): readonly TokenCookie[] {
  const common = { httpOnly: true, sameSite: 'strict', secure: isSecure } as const;
  return [
    {
      name: ACCESS_COOKIE,
      value: pair?.accessToken ?? '',
      maxAgeSeconds: ACCESS_SECONDS,
      options: { ...common, path: '/' },
    },
    {
      name: REFRESH_COOKIE,
      value: pair?.refreshToken ?? '',
      maxAgeSeconds: REFRESH_SECONDS,
      // Browsers send it to the routes that take it, and nowhere else.
      options: { ...common, path: '/auth' },
    },
  ];
}

/** On one's own machine there is no TLS, and nobody in between. In production a proxy ends TLS in front of a loopback address. */
export function areCookiesSecure(environment: NodeJS.ProcessEnv, host: string): boolean {
  const isLoopback = ['localhost', '127.0.0.1', '::1'].includes(host);
  return environment.NODE_ENV?.trim().toLowerCase() === 'production' || !isLoopback;
}

/** Of an `Authorization` header. */
export function bearerTokenIn(authorization: string | undefined): string | null {
  return /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1] ?? null;
}
