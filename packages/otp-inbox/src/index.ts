/** A local inbox for text messages, for development and tests. */
export { createInbox } from './create-inbox.ts';
export {
  InboxConfigurationError,
  type InboxConfigurationProblem,
  InboxError,
  type InboxErrorCode,
} from './errors/inbox-error.ts';
export type {
  InboxHookAttempt,
  InboxHookCall,
  InboxHookPlay,
  InboxHookRepeat,
  InboxHookVerdict,
} from './hooks/hook-play.ts';
export type { CallHookOptions, Inbox, InboxRules, MessageQuery, WaitQuery } from './inbox.ts';
export type { InboxOptions } from './inbox-options.ts';
export type {
  InboxChannel,
  InboxDelivery,
  InboxDeliveryStatus,
  InboxMessage,
  InboxRawRequest,
  InboxReceiptEvent,
  InboxTimelineEvent,
} from './messages/inbox-message.ts';
export type { InboxPhoneNumber } from './messages/phone-number.ts';
export type { InboxProviderName } from './messages/provider-name.ts';
export type {
  ActiveInboxRule,
  InboxCall,
  InboxDeliveryFault,
  InboxFault,
  InboxRefusalFault,
  InboxRule,
  InboxStrike,
  InboxWireFault,
} from './rules/rule.ts';
export { type InboxProviderSettings, type InboxSettingsOptions, inboxSettings } from './settings/inbox-settings.ts';
export { type InboxFixtures, inboxFixtures } from './testing/inbox-fixtures.ts';
export { randomTestPhone } from './testing/random-test-phone.ts';
export type {
  InboxGatewaySettings,
  InboxSinchSettings,
  InboxSinchSmsSettings,
  InboxSnsSettings,
  InboxTelnyxSettings,
  InboxTwilioSettings,
  InboxVendors,
} from './vendor-settings.ts';
