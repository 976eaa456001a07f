/** Starts and stops on Node: what is opened here is closed here. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { OtpConfigurationError, OtpStoreError } from '@countersign/otp-core';
import { createSendHookFromEnv, type OpenedSendHook } from '@countersign/otp-hooks/env';
import { serveSendHook } from '@countersign/otp-hooks/node';
import { openDemo } from '../../shared/open-demo.ts';
import { runUntilSignal } from '../../shared/run-until-signal.ts';
import { readSettings, type Settings, SettingsError } from '../../shared/settings.ts';
import { DEMO_AUTHORIZATION, withDemoSettings } from './demo-settings.ts';

await runUntilSignal(async (atEnd) => {
  const settings = readSettings(process.env);
  const demo = await openDemo(process.env, settings, { receiptsBelow: null });
  atEnd(() => demo.close());
  const { environment, isMadeUp } = withDemoSettings(demo.environment);
  const { hook, close } = await openHook(environment, settings);
  atEnd(close);
  const server = createServer(serveSendHook(hook));
  await listen(server, settings);
  // No new requests, then those under way, and only then the store.
  atEnd(() => new Promise<void>((resolve) => void server.close(() => resolve()).closeIdleConnections()));
  announce((server.address() as AddressInfo).port, {
    inboxUrl: demo.inboxUrl,
    platform: environment.OTP_HOOK_PLATFORM,
    isMadeUp,
  });
});

/** @throws SettingsError naming everything that is wrong */
async function openHook(environment: NodeJS.ProcessEnv, { problems }: Settings): Promise<OpenedSendHook> {
  const opening = createSendHookFromEnv(environment, { onEvent: (event) => console.log(JSON.stringify(event)) });
  const opened = await opening.catch((error: unknown) => {
    if (OtpStoreError.isInstance(error)) throw new SettingsError([...problems, `OTP_STORE: ${error.message}`]);
    if (!OtpConfigurationError.isInstance(error)) throw error;
    throw new SettingsError([...problems, ...error.problems.map(({ option, message }) => `${option} ${message}`)]);
  });
  if (problems.length === 0) return opened;
  await opened.close();
  throw new SettingsError(problems);
}

function listen(server: Server, { host, port }: Settings): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
}

interface Announced {
  readonly inboxUrl: string | null;
  readonly platform: string | undefined;
  readonly isMadeUp: boolean;
}

function announce(port: number, { inboxUrl, platform, isMadeUp }: Announced): void {
  const hookUrl = `http://localhost:${port}/hooks/send-sms`;
  const lines = [
    `Hook   ${hookUrl}   for ${platform}`,
    inboxUrl === null ? 'Sends  to real phones' : `Inbox  ${shown(inboxUrl)}   every message arrives here`,
    ...(isMadeUp
      ? [
          '',
          'OTP_HOOK_PLATFORM is not set. Play a platform in a shell; the second time sends nothing:',
          '',
          `curl -i ${hookUrl} -H 'authorization: ${DEMO_AUTHORIZATION}' -d '{"to":"+14155550123","code":"493027"}'`,
          ...(inboxUrl === null ? [] : ['', `Or press "Call the hook" at ${shown(inboxUrl)}/#/hooks`]),
        ]
      : []),
    '',
    'Ctrl-C ends it.',
  ];
  console.log(`\n${lines.map((line) => (line === '' ? '' : `  ${line}`)).join('\n')}\n`);
}

function shown(url: string): string {
  return url.replace('//127.0.0.1:', '//localhost:');
}
