/** Starts and stops: the local inbox, the engine, the server. */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { OtpEngine } from '@countersign/otp-core';
import { createInbox, type Inbox } from '@countersign/otp-inbox';
import { createApp } from './app.ts';
import { createOtp } from './otp.ts';
import { readSettings, type Settings } from './settings.ts';

interface Running {
  readonly server: Server;
  readonly otp: OtpEngine;
  readonly inbox: Inbox | null;
}

async function start(settings: Settings): Promise<Running> {
  const inbox = settings.gateway === null ? createInbox({ port: settings.inboxPort }) : null;
  await inbox?.listen();
  const otp = createOtp({
    settings,
    inboxEndpoint: inbox?.gatewayEndpoint ?? null,
    onEvent: (event) => console.log(JSON.stringify(event)),
  });
  const app = createApp({ otp, inboxUrl: inbox?.url ?? null, onError: (error) => console.error(String(error)) });
  const server = await new Promise<Server>((resolve, reject) => {
    const listening = app.listen(settings.port, settings.host, (error?: Error) =>
      error === undefined ? resolve(listening) : reject(error),
    );
  });
  return { server, otp, inbox };
}

/** Nothing is left running, and nothing that was started is cut off. */
async function stop({ server, otp, inbox }: Running): Promise<void> {
  server.close();
  server.closeIdleConnections();
  await otp.close();
  server.closeAllConnections();
  await inbox?.close();
}

const NUMBER = '+14155550123';

function announce({ server, inbox }: Running): void {
  const { port } = server.address() as AddressInfo;
  const pageUrl = `http://localhost:${port}`;
  console.log(
    inbox === null
      ? `\n  Page   ${pageUrl}\n\n  Messages go to the gateway of SMS_ENDPOINT.`
      : announcement(pageUrl, `http://localhost:${new URL(inbox.url).port}`),
  );
  console.log('\n  Ctrl-C ends it.\n');
}

/** Two lines to paste: the first asks for a code, the second reads it from the inbox and checks it. */
function announcement(pageUrl: string, inboxUrl: string): string {
  const post = (path: string) => `curl -s ${pageUrl}/otp${path} -H 'content-type: application/json'`;
  const codeUrl = `${inboxUrl}/api/v1/code?to=${encodeURIComponent(NUMBER)}&wait=5s`;
  return `
  Page   ${pageUrl}
  Inbox  ${inboxUrl}   every message arrives here

  Or in a shell:

  CHALLENGE=$(${post('/verifications')} -d '{"phoneNumber":"${NUMBER}"}' | cut -d'"' -f4)
  ${post('/verifications/check')} -d "{\\"challenge\\":\\"$CHALLENGE\\",\\"code\\":\\"$(curl -s '${codeUrl}' | cut -d'"' -f4)\\"}"`;
}

/** One line a person can act on; a port that is taken is the usual one. */
function explain(error: unknown, settings: Settings | null): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') return `Port ${settings?.port} is taken. Set PORT to another one, for example PORT=3001.`;
  return message;
}

/** A signal may come twice: from the terminal, and passed on by whoever started us. */
function endOnSignals(running: Running): void {
  let isEnding = false;
  const end = () => {
    if (isEnding) return;
    isEnding = true;
    void stop(running).then(() => process.exit(0));
  };
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
}

let settings: Settings | null = null;
try {
  settings = readSettings(process.env);
  const running = await start(settings);
  endOnSignals(running);
  announce(running);
} catch (error) {
  console.error(explain(error, settings));
  process.exit(1);
}
