/** What the terminal shows once the app runs. */
import { describeConfig } from '@countersign/otp-config';
import { inboxSettings } from '@countersign/otp-inbox';
import type { Demo } from './open-demo.ts';

const NUMBER = '+14155550123';

export function announce(port: number, { environment, inboxUrl, notice }: Demo): void {
  const { providers, store } = describeConfig(environment);
  const senders = providers.map(({ name }) => name).join(', then ');
  const pageUrl = `http://localhost:${port}`;
  const lines = [
    `Page   ${pageUrl}`,
    inboxUrl === null
      ? `Sends  through ${senders}, to real phones`
      : `Inbox  ${localUrl(inboxUrl)}   every message arrives here`,
    `Store  ${store}`,
    ...(notice === null ? [] : ['', notice]),
    ...(inboxUrl === null ? [] : ['', 'Or in a shell:', '', ...shellLines(pageUrl, localUrl(inboxUrl))]),
    ...(inboxUrl === null
      ? []
      : ['', 'Your own app sends to this inbox with:', '', ...providerLines(localUrl(inboxUrl))]),
    '',
    'Ctrl-C ends it.',
  ];
  console.log(`\n${lines.map((line) => (line === '' ? '' : `  ${line}`)).join('\n')}\n`);
}

/** Two lines to paste: the first asks for a code, the second reads it from the inbox and checks it. */
function shellLines(pageUrl: string, inboxUrl: string): readonly string[] {
  const post = (path: string) => `curl -s ${pageUrl}/otp${path} -H 'content-type: application/json'`;
  const codeUrl = `${inboxUrl}/api/v1/code?to=${encodeURIComponent(NUMBER)}&wait=5s`;
  return [
    `CHALLENGE=$(${post('/verifications')} -d '{"phoneNumber":"${NUMBER}"}' | cut -d'"' -f4)`,
    `${post('/verifications/check')} -d "{\\"challenge\\":\\"$CHALLENGE\\",\\"code\\":\\"$(curl -s '${codeUrl}' | cut -d'"' -f4)\\"}"`,
  ];
}

/** One line for each provider; its page has the credentials to go with them, and the line for the vendor's own SDK. */
function providerLines(inboxUrl: string): readonly string[] {
  return inboxSettings(inboxUrl).map(({ title, provider, address }) => {
    const variables = Object.entries({ OTP_PROVIDER: provider, ...address }).map(([name, value]) => `${name}=${value}`);
    return `${title.padEnd(20)}${variables.join(' ')}`;
  });
}

/** As a person would type it. */
function localUrl(url: string): string {
  return url.replace('//127.0.0.1:', '//localhost:');
}
