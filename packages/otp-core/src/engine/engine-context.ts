/** What every operation of one engine works with. Built once; holds no state but the count of what is under way. */
import type { Timers } from '../adapter/within-time.ts';
import type { KeyRing } from '../challenge/index.ts';
import type { OtpEvent } from '../events/otp-event.ts';
import { createMessageComposer, type MessageComposer } from '../message/index.ts';
import { tidyText } from '../message/tidy-text.ts';
import { type CodeOrigin, numberBudgetOf, type PurposePolicy, type ResolvedPolicy } from '../policy/index.ts';
import type {
  Clock,
  CodeStore,
  NumberBudget,
  PhoneNumberParser,
  RateLimiter,
  SmsSender,
  VerificationProvider,
} from '../spec/index.ts';
import { createE164Parser } from './addressee.ts';
import { type Deadlines, type DecoyKind, type OtpEngineOptions, resolveEngineOptions } from './engine-options.ts';

export interface EngineContext {
  readonly provider: SmsSender | VerificationProvider;
  /** Current and retired ones. */
  readonly verificationProviders: readonly VerificationProvider[];
  readonly store: CodeStore;
  readonly rateLimiter: RateLimiter | undefined;
  readonly keys: KeyRing;
  readonly policy: ResolvedPolicy;
  readonly budget: NumberBudget;
  readonly deadlines: Deadlines;
  readonly phone: PhoneNumberParser;
  readonly decoys: DecoyKind;
  readonly clock: EngineClock;
  /** `undefined` where nobody listens, so that no event is made for nobody. */
  readonly emit: ((event: OtpEvent) => void) | undefined;
  purposeOf(name: string): PurposeSettings;
  readonly underWay: UnderWay;
}

/** What `close` waits for. */
interface UnderWay {
  begin(): void;
  end(): void;
  /** For what may outlive its call; its failure is nobody's unhandled rejection. */
  follow(work: Promise<unknown>): void;
  /** Resolves once nothing is under way. */
  idle(): Promise<void>;
}

/** The engine's time. Stores keep their own unless a test's clock is given. */
interface EngineClock extends Timers {
  now(): number;
  /** What goes to stores as `nowMs`. */
  storeNow(): number | null;
}

export interface PurposeSettings {
  readonly policy: PurposePolicy;
  readonly compose: MessageComposer;
  /** As it stands in the text. */
  readonly appName: string | undefined;
}

export function createEngineContext(options: OtpEngineOptions): EngineContext {
  const resolved = resolveEngineOptions(options);
  const { provider, retired, keys, policy, deadlines } = resolved;
  const usual = settingsOf(policy);
  const named = new Map([...policy.purposes].map(([name, purpose]) => [name, settingsOf(purpose)]));
  return {
    provider,
    verificationProviders: provider.kind === 'verification-provider' ? [provider, ...retired] : retired,
    store: options.store,
    rateLimiter: options.rateLimiter,
    keys,
    policy,
    budget: numberBudgetOf(policy, originOf(provider)),
    deadlines,
    phone: options.phone ?? createE164Parser(),
    // Stryker disable next-line StringLiteral: only the compiler asks for it: nobody asks about this kind by name
    decoys: options.decoys ?? 'numbers',
    clock: createEngineClock(options.clock),
    emit: safely(options.onEvent),
    purposeOf: (name) => named.get(name) ?? usual,
    underWay: createUnderWay(),
  };
}

function createUnderWay(): UnderWay {
  let count = 0;
  const waiting: Array<() => void> = [];
  const begin = () => {
    count += 1;
  };
  const end = () => {
    count -= 1;
    if (count === 0) for (const resolve of waiting.splice(0)) resolve();
  };
  return {
    begin,
    end,
    follow(work) {
      begin();
      work.then(end, end);
    },
    idle: () => (count === 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))),
  };
}

function createEngineClock(clock: Clock | undefined): EngineClock {
  if (clock === undefined) return { now: Date.now, storeNow: () => null, after: startTimer };
  const now = () => clock.now();
  return { now, storeNow: now, after: clock.after?.bind(clock) ?? startTimer };
}

/** Most waits are over before the event loop turns: only one that is not needs a timer, and a timer costs more. */
function startTimer(delayMs: number, callback: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  const turn = setImmediate(() => {
    timer = setTimeout(callback, delayMs);
  });
  return () => {
    clearImmediate(turn);
    clearTimeout(timer);
  };
}

function settingsOf(policy: PurposePolicy): PurposeSettings {
  const { message } = policy;
  return { policy, compose: createMessageComposer(message), appName: message.appName && tidyText(message.appName) };
}

function originOf(provider: SmsSender | VerificationProvider): CodeOrigin {
  // Stryker disable next-line ObjectLiteral,StringLiteral: only the compiler asks for it: nobody asks about this kind by name
  if (provider.kind === 'sms-sender') return { kind: 'own' };
  const { codeLength, concurrency } = provider.capabilities;
  return { kind: 'provider', codeLength, concurrency };
}

/** A listener that fails, at once or later, must not fail a sign-in. */
function safely(onEvent: ((event: OtpEvent) => unknown) | undefined): EngineContext['emit'] {
  // Stryker disable next-line ConditionalExpression: time, not behaviour: an event is made for nobody
  if (onEvent === undefined) return undefined;
  return (event) => {
    try {
      const result = onEvent(event);
      // Stryker disable next-line ConditionalExpression: a second lock behind a tested one: what is thrown here is caught below
      if (result instanceof Promise) result.catch(() => {});
    } catch {
      // Deliberately without effect.
    }
  };
}
