/** The page: its files, and what a session may do on it. */
import { readFile } from 'node:fs/promises';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import type { Accounts } from '../../shared/accounts.ts';
import { PACKAGE_FILES, PAGE_FOLDER } from '../../shared/page-files.ts';

export interface PageOptions {
  readonly accounts: Accounts;
  /** Shown on the page; `null`: messages go to real phones. */
  readonly inboxUrl: string | null;
}

const NO_STORE = { 'Cache-Control': 'no-store' };

export function page({ accounts, inboxUrl }: PageOptions): Hono {
  const routes = new Hono();
  routes.get('/me', async (context) =>
    context.json({ account: await accounts.read(cookiesOf(context.req.raw)) }, 200, NO_STORE),
  );
  routes.post('/sign-out', (context) => context.body(null, 204, { 'Set-Cookie': accounts.close() }));
  routes.post('/payment', async (context) => {
    const cookie = await accounts.pay(cookiesOf(context.req.raw));
    if (cookie === null) return context.json({ error: 'Confirm the payment with a code first.' }, 403);
    return context.body(null, 204, { 'Set-Cookie': cookie });
  });
  routes.get('/demo.json', (context) => context.json({ inboxUrl }, 200, NO_STORE));
  for (const [path, file] of Object.entries(PACKAGE_FILES)) {
    const contentType = file.endsWith('.json') ? 'application/json' : 'text/javascript';
    routes.get(path, async (context) => context.body(await readFile(file), 200, { 'Content-Type': contentType }));
  }
  routes.use(serveStatic({ root: PAGE_FOLDER }));
  return routes;
}

export function cookiesOf(request: Request): string | undefined {
  return request.headers.get('cookie') ?? undefined;
}
