/** The routes: the page, one-time passwords under /otp, and what a session may do. */
import type { Otp } from '@countersign/otp-config';
import { createOtpRouter } from '@countersign/otp-web/express';
import express, { type Express } from 'express';
import { type Accounts, PURPOSES } from '../../shared/accounts.ts';
import { PACKAGE_FILES, PAGE_FOLDER } from '../../shared/page-files.ts';

export interface AppOptions extends Pick<Otp, 'engine' | 'webhooks' | 'countries'> {
  /** Who is signed in. */
  readonly accounts: Accounts;
  /** Shown on the page; `null`: messages go to real phones. */
  readonly inboxUrl: string | null;
  readonly onError: (error: unknown) => void;
}

export function createApp({ engine, webhooks, countries, accounts, inboxUrl, onError }: AppOptions): Express {
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
  app.use(
    '/otp',
    createOtpRouter({
      engine,
      webhooks,
      countries,
      purposes: PURPOSES,
      client: async ({ headers }) => ({ known: (await accounts.read(headers.cookie)) !== null }),
      onVerified: async (verified, { headers }) => {
        const cookie = await accounts.open(verified, headers.cookie);
        return cookie === null ? {} : { 'Set-Cookie': cookie };
      },
      onError,
    }),
  );
  app.get('/me', async ({ headers }, response) => {
    response.set('Cache-Control', 'no-store').json({ account: await accounts.read(headers.cookie) });
  });
  app.post('/auth/logout', (_request, response) => {
    response.set('Set-Cookie', accounts.close()).status(204).end();
  });
  app.post('/payment', async ({ headers }, response) => {
    const cookie = await accounts.pay(headers.cookie);
    if (cookie === null) response.status(403).json({ error: 'Confirm the payment with a code first.' });
    else response.set('Set-Cookie', cookie).status(204).end();
  });
  app.get('/demo.json', (_request, response) => {
    response.set('Cache-Control', 'no-store').json({ inboxUrl });
  });
  for (const [path, file] of Object.entries(PACKAGE_FILES)) {
    app.get(path, (_request, response) => response.sendFile(file, { dotfiles: 'allow' }));
  }
  app.use(express.static(PAGE_FOLDER));
  return app;
}
