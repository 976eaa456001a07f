/** Starts and stops. */
import { createOtpFromEnv } from '@countersign/otp-config';
import { serve } from '@hono/node-server';
import { runUntilSignal } from '../../../shared/run-until-signal.ts';
import { createApp } from './app.ts';

await runUntilSignal(async (atEnd) => {
  const { AUTH_SECRET: secret, PORT = '3000' } = process.env;
  if (secret === undefined) throw new Error('Set AUTH_SECRET, for example to the output of `openssl rand -base64 32`.');
  const { engine, close } = await createOtpFromEnv(process.env);
  atEnd(() => close());
  const accounts = new Map<string, string>();
  const accountOf = async (phoneNumber: string): Promise<string> => {
    const id = accounts.get(phoneNumber) ?? crypto.randomUUID();
    accounts.set(phoneNumber, id);
    return id;
  };
  const { fetch } = createApp({ engine, secret, accountOf });
  const server = serve({ fetch, hostname: '127.0.0.1', port: Number(PORT) }, ({ port }) => {
    console.log(`Listening on http://localhost:${port}`);
  });
  atEnd(() => void server.close());
});
