/** What the command says once it listens: where, and what to paste for each provider. A token is never printed. */
import type { Inbox } from '../inbox.ts';
import { type InboxProviderSettings, inboxSettings } from '../settings/inbox-settings.ts';

/** Stands where the token belongs: a terminal is recorded, and a shell puts it in. */
const TOKEN_VARIABLE = '$INBOX_TOKEN';

export function describeStart({ url, gatewayEndpoint, telnyxPublicKey }: Inbox, isGuarded: boolean): string {
  const header = isGuarded ? `-H "Authorization: Bearer ${TOKEN_VARIABLE}" ` : '';
  const parameters = `--data-urlencode 'phone=+15550100123' --data-urlencode 'message=Your code is 482913.'`;
  return [
    `Inbox for text messages: ${url}`,
    '',
    'Set one of these in your app. Any credentials of the right shape will do:',
    '',
    ...readSettings(url, isGuarded).map(describeProvider),
    '',
    'The vendors’ own SDKs:',
    '',
    ...readSettings(url, isGuarded).map(({ title, sdk }) => `  ${title.padEnd(20)}${sdk}`),
    '',
    'Receipts are signed with keys of this inbox; with --file they stay the same:',
    '',
    `  TELNYX_PUBLIC_KEY=${telnyxPublicKey}`,
    `  SNS certificate:  curl ${header}-s ${url}/api/v1/sns-certificate.pem`,
    '',
    'Try it:',
    '',
    `  curl ${header}-G ${gatewayEndpoint} ${parameters}`,
    '',
  ].join('\n');
}

/** One line, for tools. */
export function describeStartAsJson(inbox: Inbox, isGuarded: boolean): string {
  const { url, gatewayEndpoint, telnyxPublicKey, snsCertificate } = inbox;
  const providers = readSettings(url, isGuarded);
  return JSON.stringify({ url, gatewayEndpoint, providers, keys: { telnyxPublicKey, snsCertificate } });
}

function readSettings(url: string, isGuarded: boolean): readonly InboxProviderSettings[] {
  return inboxSettings(url, isGuarded ? { token: TOKEN_VARIABLE } : {});
}

function describeProvider({ title, provider, address }: InboxProviderSettings): string {
  const variables = Object.entries({ OTP_PROVIDER: provider, ...address }).map(([name, value]) => `${name}=${value}`);
  return `  ${title.padEnd(20)}${variables.join(' ')}`;
}
