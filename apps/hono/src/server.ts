/** Starts and stops: what is opened here is closed here. */
import type { AddressInfo } from 'node:net';
import { type ServerType, serve } from '@hono/node-server';
import type { Hono } from 'hono';
import { createAccounts } from '../../shared/accounts.ts';
import { announce } from '../../shared/announce.ts';
import { closeServer } from '../../shared/close-server.ts';
import { createLog } from '../../shared/log.ts';
import { openDemo } from '../../shared/open-demo.ts';
import { openRecipes } from '../../shared/open-recipes.ts';
import { createOtpListener } from '../../shared/otp-listener.ts';
import { runUntilSignal } from '../../shared/run-until-signal.ts';
import { readSettings, type Settings, withSettings } from '../../shared/settings.ts';
import { createApp } from './app.ts';
import { createOtp } from './otp.ts';

await runUntilSignal(async (atEnd) => {
  const settings = readSettings(process.env);
  const demo = await openDemo(process.env, settings, { receiptsBelow: '/otp' });
  atEnd(() => demo.close());
  const log = createLog();
  const { onEvent, providerState } = createOtpListener(log);
  const otp = await withSettings(settings, createOtp(demo.environment, onEvent));
  atEnd(() => otp.close());
  const recipes = await openRecipes(otp, settings);
  atEnd(() => recipes.close());
  const accounts = createAccounts(demo.environment.OTP_SECRET ?? '');
  const app = createApp({ ...otp, ...settings, accounts, recipes, providerState, log, inboxUrl: demo.inboxUrl });
  const server = await listen(app, settings);
  atEnd(() => closeServer(server));
  announce((server.address() as AddressInfo).port, demo);
});

function listen({ fetch }: Hono, { host, port }: Settings): Promise<ServerType> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch, hostname: host, port }, () => resolve(server));
    server.once('error', reject);
  });
}
