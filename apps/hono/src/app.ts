/** The routes: the page, one-time passwords under /otp, and what a session may do. */
import { readFile } from 'node:fs/promises';
import type { Otp } from '@countersign/otp-config';
import { createOtpHandler, fromHonoConnInfo } from '@countersign/otp-web';
import { getConnInfo } from '@hono/node-server/conninfo';
import { serveStatic } from '@hono/node-server/serve-static';
import { type Context, Hono } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import { type Accounts, PURPOSES } from '../../shared/accounts.ts';
import { PACKAGE_FILES, PAGE_FOLDER } from '../../shared/page-files.ts';

export interface AppOptions extends Pick<Otp, 'engine' | 'webhooks' | 'countries'> {
  /** Who is signed in. */
  readonly accounts: Accounts;
  /** Shown on the page; `null`: messages go to real phones. */
  readonly inboxUrl: string | null;
  readonly onError: (error: unknown) => void;
}

export function createApp({ engine, webhooks, countries, accounts, inboxUrl, onError }: AppOptions): Hono {
  const app = new Hono();
  app.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        connectSrc: ["'self'"],
        imgSrc: ['data:'],
        baseUri: ["'none'"],
        formAction: ["'none'"],
        frameAncestors: ["'none'"],
      },
      // The page is served over plain HTTP here; set it where TLS ends.
      strictTransportSecurity: false,
    }),
  );
  const answer = createOtpHandler<Context>({
    engine,
    webhooks,
    countries,
    basePath: '/otp',
    purposes: PURPOSES,
    // Behind a proxy of yours the socket's address is the proxy's: use fromForwardedFor({ trustedProxies: 1 }) there.
    clientAddress: fromHonoConnInfo(getConnInfo),
    client: async (request) => ({ known: (await accounts.read(cookiesOf(request))) !== null }),
    onVerified: async (verified, request) => {
      const cookie = await accounts.open(verified, cookiesOf(request));
      return cookie === null ? {} : { 'Set-Cookie': cookie };
    },
    onError,
  });
  app.all('/otp/*', (context) => answer(context.req.raw, context));
  app.get('/me', async (context) =>
    context.json({ account: await accounts.read(cookiesOf(context.req.raw)) }, 200, { 'Cache-Control': 'no-store' }),
  );
  app.post('/auth/logout', (context) => context.body(null, 204, { 'Set-Cookie': accounts.close() }));
  app.post('/payment', async (context) => {
    const cookie = await accounts.pay(cookiesOf(context.req.raw));
    if (cookie === null) return context.json({ error: 'Confirm the payment with a code first.' }, 403);
    return context.body(null, 204, { 'Set-Cookie': cookie });
  });
  app.get('/demo.json', (context) => context.json({ inboxUrl }, 200, { 'Cache-Control': 'no-store' }));
  for (const [path, file] of Object.entries(PACKAGE_FILES)) {
    const contentType = file.endsWith('.json') ? 'application/json' : 'text/javascript';
    app.get(path, async (context) => context.body(await readFile(file), 200, { 'Content-Type': contentType }));
  }
  app.use(serveStatic({ root: PAGE_FOLDER }));
  return app;
}

function cookiesOf(request: Request): string | undefined {
  return request.headers.get('cookie') ?? undefined;
}
