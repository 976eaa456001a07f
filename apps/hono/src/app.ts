/** The routes: the page, one-time passwords under /otp, and the four recipes at their own paths. */
import type { Otp } from '@countersign/otp-config';
import { createOtpHandler, fromForwardedFor, fromHonoConnInfo } from '@countersign/otp-web';
import { getConnInfo } from '@hono/node-server/conninfo';
import { type Context, Hono } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import { type Accounts, PURPOSES } from '../../shared/accounts.ts';
import type { Log } from '../../shared/log.ts';
import { health } from './health.ts';
import { cookiesOf, page } from './page.ts';
import { nodeAuthSms } from './recipes/node-auth-sms.ts';
import type { RecipeOptions } from './recipes/recipe-options.ts';
import { sinchVerification } from './recipes/sinch-verification.ts';
import { telnyxTwoFactor } from './recipes/telnyx-two-factor.ts';
import { twilioRedis } from './recipes/twilio-redis.ts';
import { requestLog } from './request-log.ts';

export interface AppOptions
  extends Pick<Otp, 'engine' | 'webhooks' | 'countries'>,
    Pick<RecipeOptions, 'recipes' | 'providerState'> {
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
}: AppOptions): Hono {
  const onError = (error: unknown) => log.error(String(error));
  const app = new Hono();
  app.use(requestLog(log));
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
  const clientAddress =
    trustedProxies === 0 ? fromHonoConnInfo<Context>(getConnInfo) : fromForwardedFor({ trustedProxies });
  const answer = createOtpHandler<Context>({
    engine,
    webhooks,
    countries,
    basePath: '/otp',
    purposes: PURPOSES,
    clientAddress,
    client: async (request) => ({ known: (await accounts.read(cookiesOf(request))) !== null }),
    onVerified: async (verified, request) => {
      const cookie = await accounts.open(verified, cookiesOf(request));
      return cookie === null ? {} : { 'Set-Cookie': cookie };
    },
    onError,
  });
  app.all('/otp/*', (context) => answer(context.req.raw, context));
  const readAddress = (context: Context) => clientAddress(context.req.raw, context) ?? '';
  app.route('/', health(recipes));
  for (const recipe of [telnyxTwoFactor, twilioRedis, sinchVerification, nodeAuthSms]) {
    app.route('/', recipe({ recipes, providerState, readAddress, onError }));
  }
  app.route('/', page({ accounts, inboxUrl }));
  return app;
}
