/** What the terminal shows once the app runs. */
import { describeConfig } from '@countersign/otp-config';
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
      : `Inbox  ${localUrl(inboxUrl)}   every message arrives here${senders === 'inbox' ? '' : `, as through ${senders}`}`,
    `Store  ${store}`,
    ...(notice === null ? [] : ['', notice]),
    ...(inboxUrl === null ? [] : ['', 'Or in a shell:', '', ...shellLines(pageUrl, localUrl(inboxUrl))]),
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

/** As a person would type it. */
function localUrl(url: string): string {
  return url.replace('//127.0.0.1:', '//localhost:');
}
