/** Settings or environment in; an engine, and the receipts of its messages, out. */
export { createOtp } from './create-otp.ts';
export { createOtpFromEnv } from './create-otp-from-env.ts';
export {
  createSendingPartsFromEnv,
  type SendingOverrides,
  type SendingParts,
} from './create-sending-parts-from-env.ts';
export type { ConfigDescription, FigureDescription, ProviderDescription } from './describe/config-description.ts';
export { describeConfig } from './describe/describe-config.ts';
export { type ExamineSendingPartsOptions, examineSendingParts } from './doctor/examine-sending-parts.ts';
export type { Finding } from './doctor/finding.ts';
export type { EngineDifferences, Otp, OtpWebhooks } from './otp.ts';
export type {
  Environment,
  EnvironmentName,
  OtpOverrides,
  OtpSettings,
  ProviderChoice,
  TestNumber,
} from './settings/otp-settings.ts';
export type * from './settings/provider-settings.ts';
export type {
  MemoryStoreSettings,
  PostgresStoreSettings,
  RedisStoreSettings,
  StoreSettings,
} from './settings/store-settings.ts';
