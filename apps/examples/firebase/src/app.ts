/** The routes: `/otp` sends codes, `/sign-in` gives a token of Firebase for a right one. */
import type { OtpEngine } from '@countersign/otp-core';
import { createOtpHandler, fromHonoConnInfo } from '@countersign/otp-web';
import { getConnInfo } from '@hono/node-server/conninfo';
import { Hono } from 'hono';
import { createSignInToken, type SignInTokenOptions } from './sign-in-token.ts';

export function createApp(options: SignInTokenOptions & { readonly engine: OtpEngine }): Hono {
  const answer = createOtpHandler({
    engine: options.engine,
    basePath: '/otp',
    purposes: ['sign-in'],
    clientAddress: fromHonoConnInfo(getConnInfo),
  });
  const app = new Hono();
  app.post('/sign-in', async (context) => {
    const body: unknown = await context.req.json().catch(() => null);
    if (typeof body !== 'object' || body === null || !('challenge' in body) || !('code' in body)) {
      return context.json({ reason: 'malformed' }, 400);
    }
    const guess = { challenge: String(body.challenge), code: String(body.code) };
    const result = await createSignInToken(options, guess);
    return result.ok ? context.json({ token: result.token }) : context.json({ reason: result.reason }, 422);
  });
  app.all('/otp/*', (context) => answer(context.req.raw, context));
  return app;
}
