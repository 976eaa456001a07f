/** Phone verification. `.env` says who sends the codes, and where their state is kept. */
const { createOtpFromEnv } = require('@countersign/otp-config');
const { createOtpRouter } = require('@countersign/otp-web/express');

async function createOtp() {
  const { engine, webhooks, countries, close } = await createOtpFromEnv(process.env);
  const router = createOtpRouter({
    engine,
    webhooks,
    countries,
    onVerified({ purpose }) {
      // Sign the person in here. Headers that you return, such as `Set-Cookie`, are sent with the answer.
      console.log(`A phone number was verified for the purpose '${purpose}'.`);
    },
  });
  return { router, close };
}

module.exports = { createOtp };
