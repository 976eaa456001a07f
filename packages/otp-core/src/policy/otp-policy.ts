/** What a deployment may set about codes, numbers and limits; its defaults; the presets. */
import type { MessageOptions } from '../message/index.ts';
import type { NumberBudget, QuotaWindow } from '../spec/index.ts';

/** What may differ from purpose to purpose. */
export interface PurposePolicy {
  /** Digits of a code, 4 to 10. @defaultValue 6 */
  readonly codeLength: number;
  /** Milliseconds that a code lives from its first message, 1 second to 10 minutes. @defaultValue 300_000 */
  readonly ttlMs: number;
  /** Wrong codes allowed for one challenge, 1 to 10. @defaultValue 5 */
  readonly maxAttempts: number;
  /** What a resend sends: the same code again, or a new one that replaces it. @defaultValue 'same' */
  readonly resendCode: 'same' | 'new';
  /**
   * `'handle'`: only the client that holds the handle can try a code. `'number'`: anyone who knows the number can, and can use up
   * its tries. Use that only if your clients cannot keep a handle. @defaultValue 'handle'
   */
  readonly binding: 'handle' | 'number';
  /** The text of the message. @defaultValue the engine's `message` */
  readonly message: MessageOptions;
}

/**
 * Limits on more than one number. A window allows `max` requests in `durationMs`; an empty list is no limit. Clients with
 * `known: true` are not counted by address and network.
 */
export interface RateLimitPolicy {
  /** Requests by client address (IPv6: by /64). @defaultValue 100 an hour */
  readonly requestsPerAddress: readonly QuotaWindow[];
  /** Requests by client network (IPv4: /24, IPv6: /48). @defaultValue 300 an hour */
  readonly requestsPerNetwork: readonly QuotaWindow[];
  /** Requests by range of a thousand numbers, because SMS pumping uses numbers in ranges. @defaultValue 30 an hour */
  readonly requestsPerNumberPrefix: readonly QuotaWindow[];
  /** Requests by country, if the number parser tells countries. @defaultValue none */
  readonly requestsPerCountry: readonly QuotaWindow[];
  /** Requests altogether: this limits what an attack can cost. @defaultValue none */
  readonly requestsPerDeployment: readonly QuotaWindow[];
  /** Codes tried by client address. @defaultValue 200 an hour */
  readonly checksPerAddress: readonly QuotaWindow[];
}

/** The whole policy: what purposes may override, the one budget of a number, and the other limits. */
export interface OtpPolicy extends Omit<PurposePolicy, 'message'>, Omit<NumberBudget, 'stepUp'> {
  /** After this many failures a number's next codes are longer. `null`: never. @defaultValue 8 digits after 5 failures in 365 days */
  readonly stepUp: StepUpPolicy | null;
  /** Counted by the `rateLimiter`; without one, nothing of this applies. */
  readonly rateLimits: RateLimitPolicy;
}

/** Longer codes for a number that has seen wrong ones. */
export interface StepUpPolicy {
  readonly afterFailures: number;
  readonly withinMs: number;
  readonly codeLength: number;
}

/** What differs from a preset. */
export type OtpPolicyOptions = Partial<Omit<OtpPolicy, 'rateLimits'>> & {
  /** What holds where nothing else is said. @defaultValue 'standard' */
  readonly preset?: OtpPolicyPreset;
  readonly rateLimits?: Partial<RateLimitPolicy>;
};

/** The policies that come with the engine. */
export type OtpPolicyPreset = 'standard' | 'strict';

const SECOND_MS = 1000;
const HOUR_MS = 3600 * SECOND_MS;
const DAY_MS = 24 * HOUR_MS;

/** For sign-in and phone verification by the general public: 9.2e-5 a year to guess a number's code. */
export const STANDARD_POLICY: OtpPolicy = {
  codeLength: 6,
  ttlMs: 300 * SECOND_MS,
  maxAttempts: 5,
  resendCode: 'same',
  binding: 'handle',
  maxLiveChallenges: 3,
  cooldownsMs: [30, 60, 120, 300].map((seconds) => seconds * SECOND_MS),
  sendQuotas: [
    { max: 5, durationMs: HOUR_MS },
    { max: 10, durationMs: DAY_MS },
  ],
  failureQuotas: [{ max: 20, durationMs: DAY_MS }],
  maxConsecutiveFailures: 100,
  knownClientReserve: 0.25,
  stepUp: { afterFailures: 5, withinMs: 365 * DAY_MS, codeLength: 8 },
  // Behind one address of a carrier or an office are many people. Others let 300 (login.gov), 360 (Supabase) or 600
  // (better-auth) requests an hour come from one; each is a message that somebody pays for.
  rateLimits: {
    requestsPerAddress: [{ max: 100, durationMs: HOUR_MS }],
    requestsPerNetwork: [{ max: 300, durationMs: HOUR_MS }],
    requestsPerNumberPrefix: [{ max: 30, durationMs: HOUR_MS }],
    requestsPerCountry: [],
    requestsPerDeployment: [],
    checksPerAddress: [{ max: 200, durationMs: HOUR_MS }],
  },
};

/** For what is worth more than convenience: eight digits from the start, three tries, fewer messages. */
export const STRICT_POLICY: OtpPolicy = {
  ...STANDARD_POLICY,
  codeLength: 8,
  maxAttempts: 3,
  ttlMs: 180 * SECOND_MS,
  sendQuotas: [
    { max: 4, durationMs: HOUR_MS },
    { max: 8, durationMs: DAY_MS },
  ],
  failureQuotas: [{ max: 12, durationMs: DAY_MS }],
  maxConsecutiveFailures: 50,
  stepUp: null,
};

export const POLICY_PRESETS: Readonly<Record<OtpPolicyPreset, OtpPolicy>> = {
  standard: STANDARD_POLICY,
  strict: STRICT_POLICY,
};
