/** Whose messages the inbox takes, by the names that settings use. */
export const PROVIDER_NAMES = [
  'twilio',
  'twilio-verify',
  'telnyx',
  'telnyx-verify',
  'sinch',
  'sinch-sms',
  'sns',
  'http-gateway',
] as const;

/** A provider that the inbox plays. */
export type InboxProviderName = (typeof PROVIDER_NAMES)[number];

export function isProviderName(value: unknown): value is InboxProviderName {
  return PROVIDER_NAMES.some((name) => name === value);
}
