import type { OptionProblems } from '@countersign/otp-core/adapter';

/** Reads the address that Telnyx is to report to; `null` where the profile's is enough. */
export function readWebhookUrl(value: unknown, problems: OptionProblems): string | null {
  if (value === undefined) return null;
  const isUrl =
    typeof value === 'string' && value.length <= 2048 && /^https?:\/\/[^\s\\]+$/.test(value) && URL.canParse(value);
  if (!isUrl) problems.add('webhookUrl', 'must be an absolute URL such as https://app.example/webhooks/telnyx');
  return String(value);
}
