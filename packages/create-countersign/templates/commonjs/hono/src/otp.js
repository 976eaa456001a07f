/** Phone verification. `.env` says who sends the codes, and where their state is kept. */
const { createOtpFromEnv } = require('@countersign/otp-config');
const { createOtpHandler, fromHonoConnInfo } = require('@countersign/otp-web');
const { getConnInfo } = require('@hono/node-server/conninfo');

async function createOtp() {
  const { engine, webhooks, countries, close } = await createOtpFromEnv(process.env);
  const handler = createOtpHandler({
    engine,
    webhooks,
    countries,
    basePath: '/otp',
    // Behind a proxy of yours: fromForwardedFor({ trustedProxies: 1 }).
    clientAddress: fromHonoConnInfo(getConnInfo),
    onVerified({ purpose }) {
      // Sign the person in here. Headers that you return, such as `Set-Cookie`, are sent with the answer.
      console.log(`A phone number was verified for the purpose '${purpose}'.`);
    },
  });
  return { handler, close };
}

module.exports = { createOtp };
