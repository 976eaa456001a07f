/** The routes: the page, and one-time passwords under /otp. */
import { fileURLToPath } from 'node:url';
import type { Otp } from '@countersign/otp-config';
import { createOtpHandler, fromHonoConnInfo } from '@countersign/otp-web';
import { getConnInfo } from '@hono/node-server/conninfo';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
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
  // Behind a proxy of yours the socket's address is the proxy's: use fromForwardedFor({ trustedProxies: 1 }) there.
  const clientAddress = fromHonoConnInfo(getConnInfo);
  const answer = createOtpHandler({ engine, webhooks, basePath: '/otp', clientAddress, onError });
  app.all('/otp/*', (context) => answer(context.req.raw, context));
  app.get('/demo.json', (context) => context.json({ inboxUrl }, 200, { 'Cache-Control': 'no-store' }));
  app.use(serveStatic({ root: fileURLToPath(new URL('../../shared/page', import.meta.url)) }));
  return app;
}
