import type {
  CheckInput,
  CheckOutcome,
  StartInput,
  StartOutcome,
  VerificationCapabilities,
  VerificationProvider,
} from '@countersign/otp-core/spec';
import { failureOf } from './failures.ts';

/** What a scripted provider does with a start. */
export type StartBehaviour = 'accept' | 'refuse' | 'leave-unknown' | 'throw' | 'hang' | 'answer-nonsense';

/** What a scripted provider does with a check. */
export type CheckBehaviour =
  /** Right codes are approved once, wrong ones are not. */
  | 'decide'
  /** Approves whatever is asked, as often as it is asked. */
  | 'approve'
  /** Approves the code, for a number nobody asked about. */
  | 'approve-another-number'
  | 'leave-unknown'
  | 'throw'
  | 'hang'
  | 'answer-nonsense';

/** A provider that does as it is told. */
export interface ScriptedVerificationProvider extends VerificationProvider {
  readonly starts: readonly StartInput[];
  readonly checks: readonly CheckInput[];
  readonly cancelled: readonly string[];
  /** How the next starts fare, one each; then all are accepted again. */
  behaveOnStart(...behaviours: readonly StartBehaviour[]): void;
  /** How the next checks fare, one each; then the provider decides again. */
  behaveOnCheck(...behaviours: readonly CheckBehaviour[]): void;
  /** Answers all calls that hang: starts are accepted, checks decided. */
  release(): void;
  /** The code of the latest verification of a number. Throws when there is none. */
  lastCode(to: string): string;
}

interface Verification {
  readonly reference: string;
  readonly to: string;
  readonly code: string;
  isOpen: boolean;
}

const DEFAULT_CAPABILITIES: VerificationCapabilities = {
  concurrency: 'independent',
  codeLength: 6,
  maxChecks: null,
  checkByNumber: true,
};

/**
 * Creates a provider that makes, keeps and checks codes as a vendor does, and misbehaves when told to.
 *
 * @example
 * const provider = createScriptedVerificationProvider({ concurrency: 'per-number', codeLength: 4 });
 * provider.behaveOnCheck('hang');
 */
export function createScriptedVerificationProvider(
  options: Partial<VerificationCapabilities> & { readonly providerId?: string } = {},
): ScriptedVerificationProvider {
  const { providerId = 'scripted', ...capabilities } = options;
  const resolved: VerificationCapabilities = { ...DEFAULT_CAPABILITIES, ...capabilities };
  const starts: StartInput[] = [];
  const checks: CheckInput[] = [];
  const cancelled: string[] = [];
  const startBehaviours: StartBehaviour[] = [];
  const checkBehaviours: CheckBehaviour[] = [];
  const hanging: Array<() => void> = [];
  const verifications: Verification[] = [];

  function begin(to: string): StartOutcome {
    if (resolved.concurrency === 'per-number') closeAllOf(to);
    const number = verifications.length + 1;
    const code = String((number * 7919) % 10 ** resolved.codeLength).padStart(resolved.codeLength, '0');
    verifications.push({ reference: `verification-${number}`, to, code, isOpen: true });
    return { status: 'accepted', reference: `verification-${number}` };
  }

  function closeAllOf(to: string): void {
    for (const each of verifications) if (each.to === to) each.isOpen = false;
  }

  function decide(input: CheckInput): CheckOutcome {
    const verification = verifications.findLast((each) =>
      input.reference === null ? each.to === input.to : each.reference === input.reference,
    );
    if (verification?.isOpen !== true) return { status: 'not-found' };
    if (verification.code !== input.code) return { status: 'mismatch' };
    verification.isOpen = false;
    return { status: 'approved', phoneNumber: verification.to };
  }

  function whenReleased<T>(answer: () => T): Promise<T> {
    return new Promise((resolve) => hanging.push(() => resolve(answer())));
  }

  return {
    specificationVersion: 'v1',
    kind: 'verification-provider',
    providerId,
    capabilities: resolved,
    starts,
    checks,
    cancelled,
    async start(input) {
      starts.push(input);
      switch (startBehaviours.shift() ?? 'accept') {
        case 'accept':
          return begin(input.to);
        case 'refuse':
          return { status: 'refused', failure: failureOf(providerId, 'blocked-destination') };
        case 'leave-unknown':
          begin(input.to);
          return { status: 'unknown', failure: failureOf(providerId, 'timeout') };
        case 'throw':
          throw new Error(`could not verify ${input.to}`);
        case 'hang':
          return whenReleased(() => begin(input.to));
        case 'answer-nonsense':
          return { status: 'accepted', reference: 7 } as unknown as StartOutcome;
      }
    },
    async check(input) {
      checks.push(input);
      switch (checkBehaviours.shift() ?? 'decide') {
        case 'decide':
          return decide(input);
        case 'approve':
          return { status: 'approved', phoneNumber: input.to };
        case 'approve-another-number':
          return { status: 'approved', phoneNumber: '+19995550199' };
        case 'leave-unknown':
          return { status: 'unknown', failure: failureOf(providerId, 'unavailable') };
        case 'throw':
          throw new Error(`could not check ${input.code} for ${input.to}`);
        case 'hang':
          return whenReleased(() => decide(input));
        case 'answer-nonsense':
          return { valid: true } as unknown as CheckOutcome;
      }
    },
    async cancel(reference) {
      cancelled.push(reference);
    },
    behaveOnStart(...next) {
      startBehaviours.push(...next);
    },
    behaveOnCheck(...next) {
      checkBehaviours.push(...next);
    },
    release() {
      for (const answer of hanging.splice(0)) answer();
    },
    lastCode(to) {
      const verification = verifications.findLast((each) => each.to === to);
      if (verification === undefined) throw new Error('No verification was started for this number.');
      return verification.code;
    },
  };
}
