/** The page: its files, and what a session may do on it. */
import express, { type Router } from 'express';
import type { Accounts } from '../../shared/accounts.ts';
import { PACKAGE_FILES, PAGE_FOLDER } from '../../shared/page-files.ts';

export interface PageOptions {
  readonly accounts: Accounts;
  /** Shown on the page; `null`: messages go to real phones. */
  readonly inboxUrl: string | null;
}

export function page({ accounts, inboxUrl }: PageOptions): Router {
  const router = express.Router();
  router.get('/me', async ({ headers }, response) => {
    response.set('Cache-Control', 'no-store').json({ account: await accounts.read(headers.cookie) });
  });
  router.post('/sign-out', (_request, response) => {
    response.set('Set-Cookie', accounts.close()).status(204).end();
  });
  router.post('/payment', async ({ headers }, response) => {
    const cookie = await accounts.pay(headers.cookie);
    if (cookie === null) response.status(403).json({ error: 'Confirm the payment with a code first.' });
    else response.set('Set-Cookie', cookie).status(204).end();
  });
  router.get('/demo.json', (_request, response) => {
    response.set('Cache-Control', 'no-store').json({ inboxUrl });
  });
  for (const [path, file] of Object.entries(PACKAGE_FILES)) {
    router.get(path, (_request, response) => response.sendFile(file, { dotfiles: 'allow' }));
  }
  router.use(express.static(PAGE_FOLDER));
  return router;
}
