/** The routes: the page, and one-time passwords under /otp. */
import { fileURLToPath } from 'node:url';
import { createOtpRouter } from '@countersign/otp-web/express';
import express, { type Express } from 'express';
import type { Otp } from './otp.ts';

export interface AppOptions extends Otp {
  /** Shown on the page; `null`: messages go to real phones. */
  readonly inboxUrl: string | null;
  readonly onError: (error: unknown) => void;
}

export function createApp({ inboxUrl, onError, ...otp }: AppOptions): Express {
  const app = express();
  app.disable('x-powered-by');
  app.use((_request, response, next) => {
    response.set({
      'Content-Security-Policy':
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      'Referrer-Policy': 'no-referrer',
      'X-Content-Type-Options': 'nosniff',
    });
    next();
  });
  // Behind a proxy of yours set `trust proxy`, or all clients share the limits of its address.
  app.use('/otp', createOtpRouter({ ...otp, onError }));
  app.get('/demo.json', (_request, response) => {
    response.set('Cache-Control', 'no-store').json({ inboxUrl });
  });
  app.use(express.static(fileURLToPath(new URL('../../shared/page', import.meta.url))));
  return app;
}
