/** What the page's scripts get from the API: the inbox's own types, as JSON carries them. Types only. */
import type { InboxHookAttempt, InboxHookPlay, InboxHookVerdict } from '../hooks/hook-play.ts';
import type { InboxMessage, InboxRawRequest, InboxTimelineEvent } from '../messages/inbox-message.ts';
import type { MagicNumber } from '../rules/magic-numbers.ts';
import type { ActiveInboxRule, InboxRule, InboxStrike } from '../rules/rule.ts';
import type { InboxProviderSettings } from '../settings/inbox-settings.ts';

type Times = 'receivedAt' | 'at';

/** A time is a text in JSON. */
type AsJson<T> = T extends unknown ? Omit<T, Times> & { readonly [K in Times & keyof T]: string } : never;

export type Message = AsJson<Omit<InboxMessage, 'delivery' | 'to'>> & {
  readonly to: string;
  readonly delivery: AsJson<InboxMessage['delivery']>;
};
export type RawRequest = AsJson<InboxRawRequest>;
export type TimelineEvent = AsJson<InboxTimelineEvent>;
export type Strike = AsJson<InboxStrike>;
export type Rule = ActiveInboxRule;
export type NewRule = InboxRule;
export type Provider = InboxProviderSettings;

export interface Providers {
  readonly providers: readonly Provider[];
  readonly keys: { readonly telnyxPublicKey: string; readonly snsCertificate: string };
}

export interface Rules {
  readonly rules: readonly Rule[];
  readonly magicNumbers: readonly MagicNumber[];
}

export type HookAttempt = InboxHookAttempt;
export type HookVerdict = InboxHookVerdict;

/** A line of the answer to a hook call. */
export type HookLine =
  | ({ readonly type: 'attempt' } & HookAttempt)
  | ({ readonly type: 'end' } & Omit<InboxHookPlay, 'attempts'>);

/** What the inbox tells of its messages while they change. */
export type MessageEvent =
  | { readonly type: 'message' | 'updated'; readonly message: Message }
  | { readonly type: 'deleted'; readonly ids: readonly string[] }
  | { readonly type: 'cleared' };

/** The messages of one number that a filter lets through, newest first. */
export interface Conversation {
  readonly number: string;
  readonly messages: readonly Message[];
}

export interface Filter {
  readonly search: string;
  /** Empty: any. */
  readonly provider: string;
}
