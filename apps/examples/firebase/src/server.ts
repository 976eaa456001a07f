/** Starts and stops. `GOOGLE_APPLICATION_CREDENTIALS` names the key of a service account: it signs the tokens. */
import { createOtpFromEnv } from '@countersign/otp-config';
import { serve } from '@hono/node-server';
import { applicationDefault, initializeApp } from 'firebase-admin/app';
import { getAuth } from 'firebase-admin/auth';
import { runUntilSignal } from '../../../shared/run-until-signal.ts';
import { createApp } from './app.ts';
import { findOrCreateUser } from './firebase-accounts.ts';

await runUntilSignal(async (atEnd) => {
  const auth = getAuth(initializeApp({ credential: applicationDefault() }));
  const { engine, close } = await createOtpFromEnv(process.env);
  atEnd(() => close());
  const { fetch } = createApp({
    engine,
    uidOf: (phoneNumber) => findOrCreateUser(auth, phoneNumber),
    createCustomToken: (uid, claims) => auth.createCustomToken(uid, claims),
  });
  const port = Number(process.env.PORT ?? 3000);
  const server = serve({ fetch, hostname: '127.0.0.1', port }, (address) => {
    console.log(`Listening on http://localhost:${address.port}`);
  });
  atEnd(() => void server.close());
});
