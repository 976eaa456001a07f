/** A `.env` with every variable of a hook, to be filled in. */
import { HOOK_SETTINGS } from './hook-settings.ts';

const BEGINNING = [
  '# Settings of a hook that receives codes of an auth platform: @countersign/otp-hooks',
  '# What sends and remembers has the settings of @countersign/otp-config: OTP_PROVIDER and its account, OTP_STORE,',
  '# OTP_APP_NAME, OTP_ALLOWED_COUNTRIES. Check all of them: npx @countersign/otp-hooks check --env-file .env',
];

export function writeHookEnvExample(): string {
  const lines = HOOK_SETTINGS.flatMap(({ variable, about, need, example }) => [
    '',
    `# ${about.charAt(0).toUpperCase()}${about.slice(1)}.`,
    `${need === 'required' ? '' : '#'}${variable}=${example}`,
  ]);
  return `${[...BEGINNING, ...lines].join('\n')}\n`;
}
