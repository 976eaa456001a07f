/** `.env.otp.example`: what has to be set, and no more. All settings are in `otp-config env-example`. */
import type { ProviderEntry } from '../catalog/provider-entry.ts';

export function writeInitEnvironment(appName: string, { name, settings, alternatives, title }: ProviderEntry): string {
  const needed = settings.filter(
    ({ option, need }) => need === 'required' || alternatives.some(([first = []]) => first.includes(option)),
  );
  const account = needed.map(({ variable, example }) =>
    example === '' ? `${variable}=\n` : `# For example ${example}\n${variable}=\n`,
  );
  return `# Settings of @countersign/otp-config. Every one: npx otp-config env-example ${name}
OTP_PROVIDER=${name}
OTP_STORE=memory:
OTP_APP_NAME=${appName.replaceAll(/[^\w@/. -]/g, '')}
# npx otp-config secret
OTP_SECRET=

# Messages go to the local inbox${name === 'inbox' ? '' : `, which plays ${title}`}. Production refuses this line: leave it out there.
OTP_INBOX_URL=http://127.0.0.1:4025
${account.join('')}`;
}
