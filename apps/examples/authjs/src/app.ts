/** The routes: `/otp` sends codes, `/auth` is Auth.js. */
import { Auth, type AuthConfig } from '@auth/core';
import type { OtpEngine } from '@countersign/otp-core';
import { createOtpHandler, fromHonoConnInfo } from '@countersign/otp-web';
import { getConnInfo } from '@hono/node-server/conninfo';
import { Hono } from 'hono';
import { createPhoneSignIn, type PhoneSignInOptions } from './phone-sign-in.ts';

export interface AppOptions extends PhoneSignInOptions {
  readonly engine: OtpEngine;
  /** What Auth.js signs its cookies with. */
  readonly secret: string;
}

export function createApp({ engine, accountOf, secret }: AppOptions): Hono {
  const config: AuthConfig = {
    basePath: '/auth',
    secret,
    // Behind a proxy that sets the host itself, as the adapters of Auth.js for hosts do.
    trustHost: true,
    session: { strategy: 'jwt' },
    providers: [createPhoneSignIn({ engine, accountOf })],
    // A wrong code is no fault of the app; everything else is told.
    logger: { error: (error) => error.name === 'CredentialsSignin' || console.error(error.name) },
  };
  // Only for this purpose: no code of another flow of your app opens a session.
  const answer = createOtpHandler({
    engine,
    basePath: '/otp',
    purposes: ['sign-in'],
    clientAddress: fromHonoConnInfo(getConnInfo),
  });
  const app = new Hono();
  app.all('/otp/*', (context) => answer(context.req.raw, context));
  app.all('/auth/*', (context) => Auth(context.req.raw, config));
  return app;
}
