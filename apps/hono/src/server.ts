/** Starts and stops: what is opened here is closed here. */
import type { AddressInfo } from 'node:net';
import { type ServerType, serve } from '@hono/node-server';
import type { Hono } from 'hono';
import { announce } from '../../shared/announce.ts';
import { openDemo } from '../../shared/open-demo.ts';
import { runUntilSignal } from '../../shared/run-until-signal.ts';
import { readSettings, type Settings, withSettings } from '../../shared/settings.ts';
import { createApp } from './app.ts';
import { createOtp } from './otp.ts';

await runUntilSignal(async (atEnd) => {
  const settings = readSettings(process.env);
  const demo = await openDemo(process.env, settings, { receiptsBelow: '/otp' });
  atEnd(() => demo.close());
  const otp = await withSettings(settings, createOtp(demo.environment));
  // Waits for the calls under way; the connections that are left end with the process.
  atEnd(() => otp.close());
  const onError = (error: unknown) => console.error(String(error));
  const app = createApp({ ...otp, inboxUrl: demo.inboxUrl, onError });
  const server = await listen(app, settings);
  atEnd(() => void server.close());
  announce((server.address() as AddressInfo).port, demo);
});

function listen({ fetch }: Hono, { host, port }: Settings): Promise<ServerType> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch, hostname: host, port }, () => resolve(server));
    server.once('error', reject);
  });
}
