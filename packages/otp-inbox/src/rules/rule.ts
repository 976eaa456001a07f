/**
 * What can be made to go wrong. A rule names one fault and says whom it strikes; the first rule that fits a call
 * strikes. The same rules come from options, a file, the API and the page.
 */
import type { InboxProviderName } from '../messages/provider-name.ts';

/** A refusal in the provider's own words; a provider that tells such a thing later takes the message and tells it later. */
export type InboxRefusalFault =
  | { readonly type: 'rate-limited' /** @defaultValue 30 */; readonly retryAfterSeconds?: number | undefined }
  | { readonly type: 'server-error' /** 500 to 599. @defaultValue 503 */; readonly status?: number | undefined }
  | {
      readonly type: 'refused';
      /** 400 to 499. @defaultValue what the provider answers with this code */
      readonly status?: number | undefined;
      /** The provider's own code. @defaultValue that of a recipient it cannot reach */
      readonly code?: string | undefined;
    }
  | { readonly type: 'invalid-number' }
  | { readonly type: 'not-mobile' }
  | { readonly type: 'opted-out' }
  | { readonly type: 'blocked-country' };

/** What happens to a message that was taken. */
export type InboxDeliveryFault =
  | { readonly type: 'lost' }
  | {
      readonly type: 'undelivered';
      /** The provider's own code. @defaultValue that of a phone that cannot be reached */
      readonly code?: string | undefined;
    }
  | { readonly type: 'late' /** @defaultValue 5 */; readonly delaySeconds?: number | undefined }
  | { readonly type: 'duplicate' }
  | { readonly type: 'receipt-late' /** @defaultValue 5 */; readonly delaySeconds?: number | undefined }
  | { readonly type: 'receipt-doubled' }
  | { readonly type: 'receipt-out-of-order' }
  | { readonly type: 'receipt-lost' };

/** What happens to the answer. */
export type InboxWireFault =
  | { readonly type: 'hang-before-reading' }
  | { readonly type: 'hang-after-reading' }
  | { readonly type: 'reset' }
  | { readonly type: 'slow-body' /** @defaultValue 5 */; readonly seconds?: number | undefined }
  | { readonly type: 'garbage' }
  | { readonly type: 'wrong-number' };

/** One thing that can be made to go wrong. */
export type InboxFault = InboxRefusalFault | InboxDeliveryFault | InboxWireFault;

/** A rule as it is given. */
export interface InboxRule {
  readonly fault: InboxFault;
  /** One provider or several. @defaultValue any */
  readonly provider?: InboxProviderName | readonly InboxProviderName[] | undefined;
  /** `send`: messages and starts of verifications. @defaultValue 'send' */
  readonly call?: InboxCall | undefined;
  /** A number in E.164 form, or the beginning of one with `*`: `+1555*`. @defaultValue any */
  readonly to?: string | undefined;
  /** Only the nth call that fits, from 1. @defaultValue each */
  readonly nth?: number | undefined;
  /** This share of the calls, 1 to 100: with the same `seed` the same ones in each run. @defaultValue 100 */
  readonly percent?: number | undefined;
  /** @defaultValue 1 */
  readonly seed?: number | undefined;
  /** How often it strikes at most. @defaultValue as often as it fits */
  readonly times?: number | undefined;
}

/** What a rule looks at: somebody sends, or somebody has a code checked. */
export type InboxCall = 'send' | 'check';

/** A rule that is in force. */
export interface ActiveInboxRule extends InboxRule {
  readonly id: string;
  /** How often it struck. */
  readonly strikes: number;
}

/** A rule that struck a call. */
export interface InboxStrike {
  readonly at: Date;
  readonly ruleId: string;
  readonly fault: InboxFault['type'];
  readonly provider: InboxProviderName;
  readonly call: InboxCall;
  readonly to: string;
  /** The message that came of it, if one did. */
  readonly messageId: string | null;
}

export function isRefusal(fault: InboxFault): fault is InboxRefusalFault {
  switch (fault.type) {
    case 'rate-limited':
    case 'server-error':
    case 'refused':
    case 'invalid-number':
    case 'not-mobile':
    case 'opted-out':
    case 'blocked-country':
      return true;
    default:
      return false;
  }
}
