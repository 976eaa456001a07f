import type { PhoneNumber, ProviderFailure } from '../spec/index.ts';

/** Requests, resends, verifies and cancels one-time passwords. Safe to share; every call ends within its deadline. */
export interface OtpEngine {
  /** Opens a challenge and sends its code. One call is at most one message. */
  request(input: RequestInput): Promise<RequestResult>;
  /** Sends the code of an open challenge once more. */
  resend(input: ResendInput): Promise<RequestResult>;
  /** Redeems a code. At most one call ever gets `ok: true` for a challenge. */
  verify(input: VerifyInput): Promise<VerifyResult>;
  /** Closes a challenge. One that is closed, expired or not ours is closed already: `ok`. */
  cancel(input: CancelInput): Promise<CancelResult>;
  /** Forgets a number's sends, failures and lock, for example after a person has proven who they are otherwise. */
  unlock(input: UnlockNumberInput): Promise<void>;
  /**
   * Loads and connects what the first call would, so that it need not wait: the libraries of the providers, the connections
   * of store and limiter. Call it before traffic comes, at best before the process says that it is ready. Sends nothing and
   * counts nothing of any number.
   *
   * @throws OtpConfigurationError naming a provider that cannot be made ready; OtpStoreError where store or limiter does not
   * answer. The engine works all the same, as soon as they do.
   * @example
   * await otp.warmUp();
   */
  warmUp(): Promise<void>;
  /** Refuses new calls, waits for those under way, then closes store and limiter. */
  close(): Promise<void>;
}

/** What is known about who asks. */
export interface ClientContext {
  /**
   * The client's address, for limits by address: IPv4 or IPv6, also with a port, brackets or a zone. Take it from a source that
   * you trust, not from a header that anyone can set. All clients without a readable address share one limit. Without `ip`,
   * limits by address are off.
   */
  readonly ip?: string;
  /**
   * You recognise this client by a session, a password or a device cookie. 25 % of the limits of a number is reserved for such
   * clients, and they are not counted by address and network. @defaultValue false
   */
  readonly known?: boolean;
}

/** Where a code counts. Left out means `default`, never "any". 1 to 64 visible ASCII characters each. */
export interface Scope {
  /** What the code is for. It works for that alone. @defaultValue 'default' */
  readonly purpose?: string;
  /** Whose customer the number is, if your app serves several. @defaultValue 'default' */
  readonly tenant?: string;
}

/** Who is to be sent a code, and what for. */
export interface RequestInput extends Scope {
  /**
   * The number as typed, or `{ decoy }` with what was typed, if there is no account. A decoy gets the same limits and the same
   * answer. Nothing is sent to it, and no code is right.
   */
  readonly to: string | { readonly decoy: string };
  /** The reader's language: BCP 47 such as `pt-BR`, or as POSIX, Java, iOS and Android write it. Anything else is ignored. */
  readonly locale?: string;
  /** What you know of the client, for limits. */
  readonly client?: ClientContext;
  /** 1 to 256 characters. A request with the same key, number, purpose and tenant sends nothing, and returns the open challenge. */
  readonly idempotencyKey?: string;
  /**
   * Hides which accounts exist: the answer comes exactly this many milliseconds after the call, and is the same for a number
   * and a decoy. Choose it above your provider's usual time, for example 3_000. Pass it to `resend` and `verify` as well.
   * A refused message then counts as sent; only events tell what became of it.
   */
  readonly answerAfterMs?: number;
  /** Ends the call. A message that has left stays sent. */
  readonly signal?: AbortSignal;
}

/** The challenge whose code is to be sent once more. */
export interface ResendInput extends Scope {
  readonly challenge: string;
  readonly locale?: string;
  readonly client?: ClientContext;
  /** As in `request`. */
  readonly answerAfterMs?: number;
  readonly signal?: AbortSignal;
}

/** A guess: for a challenge, or for a number. */
export type VerifyInput = VerifyByHandleInput | VerifyByNumberInput;

/** A guess for a challenge. */
export interface VerifyByHandleInput extends Scope {
  readonly challenge: string;
  /** As typed or pasted: blanks, dashes, line ends, digits of any script and invisible marks around it are read. */
  readonly code: string;
  readonly client?: ClientContext;
  /**
   * Hides which accounts exist where the provider makes the code: any answer but a success comes this many milliseconds
   * after the call, and what is wrong at the provider is a `mismatch`. A right code is answered at once if the provider
   * approves it before that moment, and is lost if it does so later: well above the provider's usual time, for example 3_000.
   */
  readonly answerAfterMs?: number;
  readonly signal?: AbortSignal;
}

/** For wires without a handle; needs `policy.binding: 'number'`. */
export interface VerifyByNumberInput extends Scope {
  /** As in `request`, decoys included. */
  readonly to: string | { readonly decoy: string };
  /** As typed or pasted. */
  readonly code: string;
  readonly client?: ClientContext;
  /** As for a challenge. */
  readonly answerAfterMs?: number;
  readonly signal?: AbortSignal;
}

/** The challenge to close. */
export interface CancelInput extends Scope {
  readonly challenge: string;
}

/** The number whose record is to be forgotten. */
export interface UnlockNumberInput {
  readonly to: string;
  readonly tenant?: string;
}

/** What became of a request or a resend: a challenge, or why there is none. */
export type RequestResult =
  | {
      readonly ok: true;
      /** Opaque, sealed, at most 1,024 characters. `verify` needs it; keep it with the client that asked. */
      readonly challenge: string;
      readonly expiresAt: Date;
      readonly resendAt: Date;
      readonly codeLength: number;
      /** The last two digits; the same shape for every number. */
      readonly maskedTo: string;
      /** `unknown`: may be on its way. */
      readonly delivery: 'accepted' | 'unknown';
      readonly messageId: string | null;
    }
  | { readonly ok: false; readonly reason: 'invalid-phone-number' | 'destination-not-allowed' | 'challenge-not-active' }
  | { readonly ok: false; readonly reason: 'cooldown' | 'quota-exceeded' | 'rate-limited'; readonly retryAt: Date }
  /** Too many failures. `null`: until `unlock`. */
  | { readonly ok: false; readonly reason: 'locked'; readonly retryAt: Date | null }
  /** Certainly not sent; the send was given back. Never with `answerAfterMs`. */
  | { readonly ok: false; readonly reason: 'delivery-failed'; readonly failure: ProviderFailure };

/** That a challenge is closed, or that what was given is no handle, of this engine or any other. */
export type CancelResult = { readonly ok: true } | { readonly ok: false; readonly reason: 'malformed' };

/** Which input of `verify` is malformed: no handle, no code of this length, or, where the policy binds by number, no number. */
export type MalformedField = 'challenge' | 'code' | 'to';

/** What a guess was worth: the number it proves, or why it proves none. */
export type VerifyResult =
  | {
      readonly ok: true;
      /** The number that was proven. Trust this one, not what the client says it was. */
      readonly phoneNumber: PhoneNumber;
      readonly purpose: string;
      readonly tenant: string;
      readonly verifiedAt: Date;
    }
  | { readonly ok: false; readonly reason: 'mismatch'; readonly attemptsLeft: number }
  /** `field` is not of its form at all; no try was spent. */
  | { readonly ok: false; readonly reason: 'malformed'; readonly field: MalformedField }
  | { readonly ok: false; readonly reason: 'expired' | 'not-found' | 'exhausted' }
  | { readonly ok: false; readonly reason: 'rate-limited'; readonly retryAt: Date }
  /** The provider could not be asked; the try is spent, as it may have been answered. Never with `answerAfterMs`. */
  | { readonly ok: false; readonly reason: 'provider-unavailable'; readonly failure: ProviderFailure };
