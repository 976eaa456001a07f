/** The routes: the page, one-time passwords under /otp, and the four recipes at their own paths. */
import { fileURLToPath } from 'node:url';
import type { Otp } from '@countersign/otp-config';
import { createOtpRouter } from '@countersign/otp-web/express';
import express, { type Express } from 'express';
import helmet from 'helmet';
import type { Log } from '../../shared/log.ts';
import { health } from './health.ts';
import { nodeAuthSms } from './recipes/node-auth-sms.ts';
import type { RecipeOptions } from './recipes/recipe-options.ts';
import { sinchVerification } from './recipes/sinch-verification.ts';
import { telnyxTwoFactor } from './recipes/telnyx-two-factor.ts';
import { twilioRedis } from './recipes/twilio-redis.ts';
import { requestLog } from './request-log.ts';

export interface AppOptions extends Pick<Otp, 'engine' | 'webhooks'>, Omit<RecipeOptions, 'onError'> {
  readonly log: Log;
  /** Proxies of ours in front of the app. Without them all clients would share the limits of the proxy's address. */
  readonly trustedProxies: number;
  /** Shown on the page; `null`: messages go to real phones. */
  readonly inboxUrl: string | null;
}

export function createApp({
  engine,
  webhooks,
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
  app.use('/otp', createOtpRouter({ engine, webhooks, onError }));
  app.use(health(recipes));
  for (const recipe of [telnyxTwoFactor, twilioRedis, sinchVerification, nodeAuthSms]) {
    app.use(recipe({ recipes, providerState, onError }));
  }
  app.get('/demo.json', (_request, response) => {
    response.set('Cache-Control', 'no-store').json({ inboxUrl });
  });
  app.use(express.static(fileURLToPath(new URL('../../shared/page', import.meta.url))));
  return app;
}
