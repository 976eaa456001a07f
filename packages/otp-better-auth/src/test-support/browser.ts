/** A browser as far as better-auth's client needs one: it keeps cookies, and says which page it is on. */
import { applySetCookies } from 'better-auth/cookies';
import { ORIGIN } from './open-app.ts';

export interface Browser {
  /** For `createAuthClient({ fetchOptions: { customFetchImpl } })`. */
  readonly fetch: (url: string | URL | Request, init?: RequestInit) => Promise<Response>;
  /** What the server set, by the name without its prefix. */
  cookie(name: string): string | undefined;
  /** Another browser with the same cookies, as a thief or a second tab has it. */
  copy(): Browser;
}

export function createBrowser(
  handler: (request: Request) => Promise<Response>,
  headers: Readonly<Record<string, string>> = {},
  cookies: string = '',
): Browser {
  const jar = new Headers(cookies === '' ? {} : { cookie: cookies });
  return {
    async fetch(url, init) {
      const request = new Request(url, init);
      request.headers.set('origin', ORIGIN);
      for (const [name, value] of Object.entries(headers)) request.headers.set(name, value);
      const kept = jar.get('cookie');
      if (kept !== null && kept !== '') request.headers.set('cookie', kept);
      const response = await handler(request);
      applySetCookies(jar, response.headers.getSetCookie());
      // better-auth deletes a cookie by an empty value with an age of 0.
      const left = (jar.get('cookie') ?? '').split('; ').filter((pair) => !pair.endsWith('='));
      jar.set('cookie', left.join('; '));
      return response;
    },
    cookie(name) {
      const pairs = (jar.get('cookie') ?? '').split('; ').map((pair) => pair.split('='));
      return pairs.find(([each]) => each === `better-auth.${name}`)?.[1];
    },
    copy: () => createBrowser(handler, headers, jar.get('cookie') ?? ''),
  };
}
