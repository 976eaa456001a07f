/** `.env` with a secret of its own, and `.env.example` without. */
import { randomBytes } from 'node:crypto';
import type { Chosen } from '../choices/choose.ts';
import { withinSentence } from '../choices/provider.ts';
import { type AppFile, appFile } from './app-file.ts';

const INBOX_URL = 'http://127.0.0.1:4025';

export function environmentFiles(name: string, chosen: Chosen): readonly AppFile[] {
  const secret = randomBytes(32).toString('base64url');
  return [
    { path: '.env', content: write(name, chosen, secret), readableBy: 'owner' },
    appFile('.env.example', write(name, chosen, '')),
  ];
}

function write(name: string, { provider, store }: Chosen, secret: string): string {
  return `# Every setting: npx otp-config env-example ${provider.name}
OTP_PROVIDER=${provider.name}
OTP_STORE=${store.address}
OTP_APP_NAME=${name}
# A new one: npx otp-config secret
OTP_SECRET=${secret}

${writeProvider(provider)}`;
}

function writeProvider({ name, title, account, later }: Chosen['provider']): string {
  if (name === 'inbox')
    return `# Texts go to the local inbox, until OTP_PROVIDER says otherwise.\nOTP_INBOX_URL=${INBOX_URL}\n`;
  const values = [
    ...Object.entries(account).map(([variable, value]) => `${variable}=${value}\n`),
    ...Object.entries(later).map(([variable, value]) => `# ${variable}=${value}\n`),
  ];
  return `# The local inbox plays ${withinSentence(title)}. To send real texts, remove this line, and write your own account below.
OTP_INBOX_URL=${INBOX_URL}
${values.join('')}`;
}
