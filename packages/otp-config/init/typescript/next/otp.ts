/** Phone verification. `.env` says who sends the codes, and where their state is kept. */
import { createOtpFromEnv } from '@countersign/otp-config';
import { createOtpHandler, fromForwardedFor } from '@countersign/otp-web';

let handler: ReturnType<typeof createHandler> | undefined;

/** Made at the first request: `next build` loads this file as well, where there are no settings. */
export async function otp(request: Request) {
  handler ??= createHandler().catch((error) => {
    // A store that was away at the first request may be back at the second.
    handler = undefined;
    throw error;
  });
  const handle = await handler;
  return handle(request);
}

async function createHandler() {
  const { engine, webhooks, countries } = await createOtpFromEnv(process.env);
  return createOtpHandler({
    engine,
    webhooks,
    countries,
    basePath: '/otp',
    // How many proxies stand in front of Next. In production there must be one: without it, clients write this header
    // themselves, and limits by address stop nobody.
    clientAddress: fromForwardedFor({ trustedProxies: 1 }),
    onVerified({ purpose }) {
      // Sign the person in here. Headers that you return, such as `Set-Cookie`, are sent with the answer.
      console.log(`A phone number was verified for the purpose '${purpose}'.`);
    },
  });
}
