/** Phone verification. `.env` says who sends the codes, and where their state is kept. */
import { createOtpFromEnv } from '@countersign/otp-config';
import { createOtpNodeHandler } from '@countersign/otp-web/node';

export async function createOtp() {
  const { engine, webhooks, countries, close } = await createOtpFromEnv(process.env);
  const handler = createOtpNodeHandler({
    engine,
    webhooks,
    countries,
    basePath: '/otp',
    // Behind a proxy of yours: clientAddress: fromForwardedFor({ trustedProxies: 1 }), from '@countersign/otp-web'.
    onVerified({ purpose }) {
      // Sign the person in here. Headers that you return, such as `Set-Cookie`, are sent with the answer.
      console.log(`A phone number was verified for the purpose '${purpose}'.`);
    },
  });
  /** Answers before Fastify reads the body. */
  async function onRequest(request, reply) {
    if (!request.url.startsWith('/otp/')) return;
    reply.hijack();
    await handler(request.raw, reply.raw);
  }
  return { onRequest, close };
}
