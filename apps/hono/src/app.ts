/** The routes: the page, and one-time passwords under /otp. */
import { fileURLToPath } from 'node:url';
import { createOtpHandler, fromHonoConnInfo } from '@countersign/otp-web';
import { getConnInfo } from '@hono/node-server/conninfo';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import type { Otp } from './otp.ts';

export interface AppOptions extends Otp {
  /** Shown on the page; `null`: messages go to real phones. */
  readonly inboxUrl: string | null;
  readonly onError: (error: unknown) => void;
}

export function createApp({ inboxUrl, onError, ...otp }: AppOptions): Hono {
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
  const answer = createOtpHandler({ ...otp, basePath: '/otp', clientAddress, onError });
  app.all('/otp/*', (context) => answer(context.req.raw, context));
  app.get('/demo.json', (context) => context.json({ inboxUrl }, 200, { 'Cache-Control': 'no-store' }));
  app.use(serveStatic({ root: fileURLToPath(new URL('../../shared/page', import.meta.url)) }));
  return app;
}
