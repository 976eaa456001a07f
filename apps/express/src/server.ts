/** Starts and stops: what is opened here is closed here. */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Express } from 'express';
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

function listen(app: Express, { host, port }: Settings): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = app.listen(port, host, (error?: Error) => (error === undefined ? resolve(server) : reject(error)));
  });
}
