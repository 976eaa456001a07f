import type { PhoneNumber } from './phone-number.ts';
import type { ProviderFailure } from './provider-failure.ts';
import type { CallOptions } from './sms-sender.ts';

/** Makes, sends and checks the code itself (Twilio Verify, Telnyx Verify, Sinch Verification). */
export interface VerificationProvider {
  readonly specificationVersion: 'v1';
  readonly kind: 'verification-provider';
  /** Stable, lower-case name of the vendor, 1 to 64 characters; sealed into handles, so it must not change. */
  readonly providerId: string;
  readonly capabilities: VerificationCapabilities;
  /** Sends a code. One call is at most one message. */
  start(input: StartInput, options?: CallOptions): Promise<StartOutcome>;
  check(input: CheckInput, options?: CallOptions): Promise<CheckOutcome>;
  /** Ends a verification that nobody wants any more, where the vendor can. At most one request; resolves whatever the vendor does. */
  cancel?(reference: string, options?: CallOptions): Promise<void>;
  /** As a sender's: loads what the first call would, and asks the vendor nothing. */
  warmUp?(): Promise<void>;
}

/** What a provider can do, and how it counts. */
export interface VerificationCapabilities {
  /** `per-number`: a new start ends the former verification of that number, whatever it was for. */
  readonly concurrency: 'per-number' | 'independent';
  /** Digits in the vendor's codes. */
  readonly codeLength: number;
  /** Checks the vendor allows for one verification; `null` where it sets no limit. */
  readonly maxChecks: number | null;
  /** Whether `check` works with `reference: null`. */
  readonly checkByNumber: boolean;
}

/** Who is to be verified. */
export interface StartInput {
  readonly to: PhoneNumber;
  /** BCP 47 tag of the reader's language. */
  readonly locale?: string;
  /** Address of the client that asked, IPv4 or IPv6 without port or zone: for the vendor's own fraud checks. Left out where none is known. */
  readonly ip?: string;
}

/** How the start of a verification fared. */
export type StartOutcome =
  /**
   * `reference` names this verification to the provider, at most 128 characters. Where the provider asks several
   * vendors, `providerId` and `messageId` are what that vendor's delivery reports will say.
   */
  | {
      readonly status: 'accepted';
      readonly reference: string;
      readonly ttlMs?: number;
      readonly providerId?: string;
      readonly messageId?: string;
    }
  | { readonly status: 'refused'; readonly failure: ProviderFailure }
  | { readonly status: 'unknown'; readonly failure: ProviderFailure };

/** A guess, as a provider sees it. */
export interface CheckInput {
  readonly to: PhoneNumber;
  /** `null`: the reference is not known (a retried request, binding by number); check by number. */
  readonly reference: string | null;
  readonly code: string;
}

/** What a provider says of a guess. */
export type CheckOutcome =
  /** `phoneNumber` is the number the vendor says it approved, `null` where it names none. Any other than the one asked is no approval. */
  | { readonly status: 'approved'; readonly phoneNumber: string | null }
  | { readonly status: 'mismatch' }
  | { readonly status: 'expired' }
  | { readonly status: 'exhausted' }
  | { readonly status: 'not-found' }
  | { readonly status: 'unknown'; readonly failure: ProviderFailure };
