/** A vendor in trouble: as a sender of our codes, or as a maker of its own. */
import { createProviderFailure } from '@countersign/otp-core/adapter';
import type {
  CheckInput,
  CheckOutcome,
  Clock,
  PhoneNumber,
  SmsSender,
  StartOutcome,
  VerificationProvider,
} from '@countersign/otp-core/spec';

/** How a vendor takes messages. `brisk` is before the moment of the answer, `slow` after it, `never` after every deadline. */
export type Sending = 'accept' | 'brisk' | 'slow' | 'never' | 'refuse' | 'uncertain' | 'throw';

/** How a vendor of codes answers a guess. */
export type Checking =
  | 'decide'
  | 'brisk'
  | 'slow'
  | 'never'
  | 'uncertain'
  | 'throw'
  | 'expired'
  | 'exhausted'
  | 'not-found';

export const SENDING: readonly Sending[] = ['accept', 'brisk', 'slow', 'never', 'refuse', 'uncertain', 'throw'];
export const CHECKING: readonly Checking[] = [
  'decide',
  'brisk',
  'slow',
  'never',
  'uncertain',
  'throw',
  'expired',
  'exhausted',
  'not-found',
];

export interface Vendor {
  readonly provider: SmsSender | VerificationProvider;
  sending: Sending;
  checking: Checking;
  /** The code of the latest message to a number; `null`: there was none. */
  codeFor(phoneNumber: string): string | null;
  /** Every code there ever was. */
  readonly codes: ReadonlySet<string>;
  readonly messageCount: () => number;
}

export type VendorKind = 'own-codes' | 'independent' | 'per-number';

const BRISK_MS = 1_000;
const SLOW_MS = 4_000;

export function createVendor(kind: VendorKind, clock: Clock & Required<Pick<Clock, 'after'>>): Vendor {
  const verifications: Array<{ reference: string; to: string; code: string; isOpen: boolean }> = [];
  const codes = new Set<string>();
  const latest = new Map<string, string>();
  let messages = 0;

  const later = (delayMs: number) => new Promise<void>((resolve) => void clock.after(delayMs, resolve));
  const failure = (category: 'timeout' | 'invalid-recipient') =>
    createProviderFailure({ category, providerId: 'vendor', message: 'The vendor of the test says so.' });

  async function patience(behaviour: Sending | Checking): Promise<void> {
    if (behaviour === 'brisk') await later(BRISK_MS);
    if (behaviour === 'slow') await later(SLOW_MS);
    if (behaviour === 'never') await new Promise(() => undefined);
    if (behaviour === 'throw') throw new Error('The vendor of the test threw.');
  }

  function keep(to: string, code: string): void {
    messages += 1;
    codes.add(code);
    latest.set(to, code);
  }

  async function start(to: PhoneNumber): Promise<StartOutcome> {
    const { sending } = vendor;
    await patience(sending);
    if (sending === 'refuse') return { status: 'refused', failure: failure('invalid-recipient') };
    const reference = `verification-${verifications.length + 1}`;
    const code = String(((verifications.length + 1) * 7_919) % 1_000_000).padStart(6, '0');
    if (kind === 'per-number') for (const each of verifications) if (each.to === to) each.isOpen = false;
    verifications.push({ reference, to, code, isOpen: true });
    keep(to, code);
    return sending === 'uncertain'
      ? { status: 'unknown', failure: failure('timeout') }
      : { status: 'accepted', reference };
  }

  async function check({ to, reference, code }: CheckInput): Promise<CheckOutcome> {
    const { checking } = vendor;
    await patience(checking);
    if (checking === 'uncertain') return { status: 'unknown', failure: failure('timeout') };
    if (checking === 'expired' || checking === 'exhausted' || checking === 'not-found') return { status: checking };
    const found = verifications.findLast((each) =>
      reference === null ? each.to === to : each.reference === reference,
    );
    if (found?.isOpen !== true) return { status: 'not-found' };
    if (found.code !== code) return { status: 'mismatch' };
    found.isOpen = false;
    return { status: 'approved', phoneNumber: found.to };
  }

  const provider: SmsSender | VerificationProvider =
    kind === 'own-codes'
      ? {
          specificationVersion: 'v1',
          kind: 'sms-sender',
          providerId: 'vendor',
          async send({ to, text }) {
            const { sending } = vendor;
            await patience(sending);
            if (sending === 'refuse') return { status: 'refused', failure: failure('invalid-recipient') };
            keep(to, /(?<![0-9])[0-9]{6,8}(?![0-9])/.exec(text)?.[0] ?? '');
            if (sending === 'uncertain') return { status: 'unknown', failure: failure('timeout') };
            return { status: 'accepted', messageId: `message-${messages}` };
          },
        }
      : {
          specificationVersion: 'v1',
          kind: 'verification-provider',
          providerId: 'vendor',
          capabilities: { concurrency: kind, codeLength: 6, maxChecks: null, checkByNumber: kind === 'per-number' },
          start: ({ to }) => start(to),
          check,
          cancel: () => later(SLOW_MS),
        };

  const vendor: Vendor = {
    provider,
    sending: 'accept',
    checking: 'decide',
    codes,
    codeFor: (phoneNumber) => latest.get(phoneNumber) ?? null,
    messageCount: () => messages,
  };
  return vendor;
}
