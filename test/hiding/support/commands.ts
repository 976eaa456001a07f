/** Random sequences of what clients do, while a vendor is in and out of trouble. Plain data: both worlds play the same. */
import fc from 'fast-check';
import { CHECKING, type Checking, SENDING, type Sending, type VendorKind } from './vendor.ts';

export type Command =
  /** A client names an account: the one question whose answer must not tell. */
  | {
      readonly type: 'log-in';
      readonly account: number;
      readonly spelling: number;
      readonly ip: string;
      readonly key: string | null;
    }
  /** The same number in a flow for which no account is needed. */
  | { readonly type: 'sign-up'; readonly account: number; readonly spelling: number; readonly ip: string }
  | { readonly type: 'resend'; readonly handle: number; readonly ip: string }
  | { readonly type: 'verify'; readonly handle: number; readonly guess: Guess; readonly ip: string }
  | { readonly type: 'verify-by-number'; readonly account: number; readonly spelling: number; readonly ip: string }
  | { readonly type: 'cancel'; readonly handle: number }
  | { readonly type: 'wait'; readonly durationMs: number }
  | { readonly type: 'trouble'; readonly sending: Sending; readonly checking: Checking };

/** `right` where the flow needs no account; what is right about an account tells of it. */
export type Guess = 'wrong' | 'right' | 'malformed';

export interface Setting {
  readonly vendor: VendorKind;
  readonly binding: 'handle' | 'number';
  readonly resendCode: 'same' | 'new';
  readonly hasRateLimits: boolean;
  readonly knownClient: boolean;
}

export const SETTINGS: fc.Arbitrary<Setting> = fc.record({
  vendor: fc.constantFrom('own-codes', 'independent', 'per-number'),
  binding: fc.constantFrom('handle', 'number'),
  resendCode: fc.constantFrom('same', 'new'),
  hasRateLimits: fc.boolean(),
  knownClient: fc.boolean(),
});

/** Some accounts are asked for more often, so that their limits are reached. */
const account = fc.constantFrom(0, 0, 0, 0, 1, 1, 2, 3);
const spelling = fc.nat({ max: 3 });
const ip = fc.constantFrom('192.0.2.1', '192.0.2.1', '198.51.100.7');
/** The newest is tried most, so that its tries are spent. */
const handle = fc.constantFrom(0, 0, 0, 0, 0, 1, 2, 3);

/** @param has whether a vendor may be in trouble: where nothing is hidden, it tells. */
export function commandsOf(has: { readonly trouble: boolean }): fc.Arbitrary<readonly Command[]> {
  const logIn = fc.record({
    type: fc.constant('log-in' as const),
    account,
    spelling,
    ip,
    key: fc.constantFrom(null, null, null, 'one', 'two'),
  });
  const signUp = fc.record({ type: fc.constant('sign-up' as const), account, spelling, ip });
  const resend = fc.record({ type: fc.constant('resend' as const), handle, ip });
  const guess = fc.constantFrom<Guess>('wrong', 'wrong', 'wrong', 'right', 'malformed');
  const verify = fc.record({ type: fc.constant('verify' as const), handle, guess, ip });
  const verifyByNumber = fc.record({ type: fc.constant('verify-by-number' as const), account, spelling, ip });
  const cancel = fc.record({ type: fc.constant('cancel' as const), handle });
  const durationMs = fc.constantFrom(1_000, 30_000, 30_000, 60_000, 60_000, 120_000, 300_000, 3_600_000, 86_400_000);
  const wait = fc.record({ type: fc.constant('wait' as const), durationMs });
  const trouble = fc.record({
    type: fc.constant('trouble' as const),
    sending: fc.constantFrom(...SENDING),
    checking: fc.constantFrom(...CHECKING),
  });
  return fc.array(
    fc.oneof(
      { weight: 6, arbitrary: logIn },
      { weight: 3, arbitrary: signUp },
      { weight: 3, arbitrary: resend },
      { weight: 8, arbitrary: verify },
      { weight: 2, arbitrary: verifyByNumber },
      { weight: 1, arbitrary: cancel },
      { weight: 6, arbitrary: wait },
      { weight: has.trouble ? 4 : 0, arbitrary: trouble },
    ),
    { minLength: 2, maxLength: 40, size: 'max' },
  );
}
