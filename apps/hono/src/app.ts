/** The routes: the page, and one-time passwords under /otp. */
import { fileURLToPath } from 'node:url';
import type { Otp } from '@countersign/otp-config';
import { createOtpHandler } from '@countersign/otp-web';
import { getConnInfo } from '@hono/node-server/conninfo';
import { serveStatic } from '@hono/node-server/serve-static';
import { type Context, Hono } from 'hono';
import { secureHeaders } from 'hono/secure-headers';

export interface AppOptions extends Pick<Otp, 'engine' | 'webhooks'> {
  /** Shown on the page; `null`: messages go to real phones. */
  readonly inboxUrl: string | null;
  readonly onError: (error: unknown) => void;
}

export function createApp({ engine, webhooks, inboxUrl, onError }: AppOptions): Hono {
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
  const answer = createOtpHandler<Context>({ engine, webhooks, basePath: '/otp', client: addressOf, onError });
  app.all('/otp/*', (context) => answer(context.req.raw, context));
  app.get('/demo.json', (context) => context.json({ inboxUrl }, 200, { 'Cache-Control': 'no-store' }));
  app.use(serveStatic({ root: fileURLToPath(new URL('../../shared/page', import.meta.url)) }));
  return app;
}

/** For the limits by address. Behind a proxy of yours this is the proxy: read the header that it sets. */
function addressOf(_request: Request, context?: Context): { ip?: string } {
  const ip = context === undefined ? undefined : getConnInfo(context).remote.address;
  return ip === undefined ? {} : { ip };
}
