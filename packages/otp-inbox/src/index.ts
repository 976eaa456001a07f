/** A local inbox for text messages, for development and tests. */
export { createInbox } from './create-inbox.ts';
export {
  InboxConfigurationError,
  type InboxConfigurationProblem,
  InboxError,
  type InboxErrorCode,
} from './errors/inbox-error.ts';
export type { Inbox, MessageQuery, WaitQuery } from './inbox.ts';
export type { InboxOptions } from './inbox-options.ts';
export type { InboxMessage } from './messages/inbox-message.ts';
export type { InboxPhoneNumber } from './messages/phone-number.ts';
