/** The routes: the page, one-time passwords under /otp, and the four recipes at their own paths. */
import type { Otp } from '@countersign/otp-config';
import { createOtpRouter } from '@countersign/otp-web/express';
import express, { type Express } from 'express';
import helmet from 'helmet';
import { type Accounts, PURPOSES } from '../../shared/accounts.ts';
import type { Log } from '../../shared/log.ts';
import { health } from './health.ts';
import { page } from './page.ts';
import { nodeAuthSms } from './recipes/node-auth-sms.ts';
import type { RecipeOptions } from './recipes/recipe-options.ts';
import { sinchVerification } from './recipes/sinch-verification.ts';
import { telnyxTwoFactor } from './recipes/telnyx-two-factor.ts';
import { twilioRedis } from './recipes/twilio-redis.ts';
import { requestLog } from './request-log.ts';

export interface AppOptions extends Pick<Otp, 'engine' | 'webhooks' | 'countries'>, Omit<RecipeOptions, 'onError'> {
  /** Who is signed in on the page. */
  readonly accounts: Accounts;
  readonly log: Log;
  /** Proxies of ours in front of the app. Without them all clients would share the limits of the proxy's address. */
  readonly trustedProxies: number;
  /** Shown on the page; `null`: messages go to real phones. */
  readonly inboxUrl: string | null;
}

export function createApp({
  engine,
  webhooks,
  countries,
  accounts,
  recipes,
  providerState,
  log,
  trustedProxies,
  inboxUrl,
}: AppOptions): Express {
  const onError = (error: unknown) => log.error(String(error));
  const app = express();
  app.set('trust proxy', trustedProxies);
  app.use(requestLog(log));
  app.use(
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'none'"],
          scriptSrc: ["'self'"],
          styleSrc: ["'self'"],
          connectSrc: ["'self'"],
          imgSrc: ['data:'],
          baseUri: ["'none'"],
          formAction: ["'none'"],
          frameAncestors: ["'none'"],
        },
      },
      // The page is served over plain HTTP here; set it where TLS ends.
      strictTransportSecurity: false,
    }),
  );
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
  app.use(health(recipes));
  for (const recipe of [telnyxTwoFactor, twilioRedis, sinchVerification, nodeAuthSms]) {
    app.use(recipe({ recipes, providerState, onError }));
  }
  app.use(page({ accounts, inboxUrl }));
  return app;
}
