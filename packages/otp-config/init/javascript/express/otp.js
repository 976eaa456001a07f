/** Phone verification. `.env` says who sends the codes, and where their state is kept. */
import { createOtpFromEnv } from '@countersign/otp-config';
import { createOtpRouter } from '@countersign/otp-web/express';

export async function createOtp() {
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
