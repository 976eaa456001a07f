/** Starts and stops. */
import { createSendHookFromEnv } from '@countersign/otp-hooks/env';
import { runUntilSignal } from '../../../shared/run-until-signal.ts';
import { createApp } from './app.ts';
import { SUPERTOKENS_MAPPING } from './sms-service.ts';

await runUntilSignal(async (atEnd) => {
  const { SUPERTOKENS_CONNECTION_URI: connectionURI = 'http://localhost:3567', PORT = '3000' } = process.env;
  // Known to this process alone, as the hook is reached from nowhere else.
  const authorization = `Bearer ${crypto.randomUUID()}`;
  const { hook, close } = await createSendHookFromEnv({
    // The core's own default: passwordless_code_lifetime.
    OTP_HOOK_CODE_LIFE_SECONDS: '900',
    ...process.env,
    OTP_HOOK_PLATFORM: 'generic',
    OTP_HOOK_AUTHORIZATION: authorization,
    OTP_HOOK_MAPPING: SUPERTOKENS_MAPPING,
  });
  atEnd(() => close());
  const app = createApp({ connectionURI, hook, authorization });
  const server = app.listen(Number(PORT), '127.0.0.1', () => {
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : PORT;
    console.log(`Listening on http://localhost:${port}`);
  });
  atEnd(() => new Promise<void>((resolve) => void server.close(() => resolve())));
});
