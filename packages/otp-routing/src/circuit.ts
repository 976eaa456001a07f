/** A circuit breaker for one vendor, by cockatiel, made not to hold up anybody: whoever finds it open goes on. */
import type { ProviderFailureCategory } from '@countersign/otp-core/spec';
import { CircuitState, ConsecutiveBreaker, circuitBreaker, handleWhenResult } from 'cockatiel';
import type { Health } from './judge-outcome.ts';
import type { RoutingNews } from './routing-event.ts';

export interface CircuitOptions {
  readonly providerId: string;
  readonly openAfterFailures: number;
  readonly openForMs: number;
  readonly tell: (news: RoutingNews) => void;
}

/** What was asked, and what it says of the vendor. */
export interface Attempt<T> {
  readonly outcome: T;
  readonly health: Health;
  /** Of the failure, where there is one. */
  readonly category: ProviderFailureCategory;
}

export interface Circuit {
  /** Attempts, unless the circuit is open or another attempt is the trial: then `null`, at once. `attempt` must not reject. */
  run<T>(attempt: () => Promise<Attempt<T>>): Promise<T | null>;
  /** How long until an attempt is let through, in milliseconds; 0 when it would be now. */
  opensAgainInMs(): number;
}

/** How soon a vendor on trial may be asked about again. */
const TRIAL_MS = 1_000;

export function createCircuit({ providerId, openAfterFailures, openForMs, tell }: CircuitOptions): Circuit {
  const policy = circuitBreaker(
    handleWhenResult((health) => health === 'failed'),
    { breaker: new ConsecutiveBreaker(openAfterFailures), halfOpenAfter: openForMs },
  );
  let category: ProviderFailureCategory = 'unknown';
  let openUntilMs = 0;
  policy.onBreak(() => {
    openUntilMs = Date.now() + openForMs;
    tell({ type: 'circuit-opened', providerId, category, openForMs });
  });
  policy.onHalfOpen(() => tell({ type: 'circuit-half-open', providerId }));
  policy.onReset(() => tell({ type: 'circuit-closed', providerId }));

  return {
    async run<T>(attempt: () => Promise<Attempt<T>>): Promise<T | null> {
      // Cockatiel would let this one wait for the trial to end; a user must not.
      if (policy.state === CircuitState.HalfOpen) return null;
      const ended: { attempt?: Attempt<T> } = {};
      try {
        await policy.execute(async () => {
          const isTrial = policy.state === CircuitState.HalfOpen;
          ended.attempt = await attempt();
          const { health } = ended.attempt;
          if (health !== 'well') category = ended.attempt.category;
          if (health !== 'unclear') return health;
          // A trial that shows nothing closes no circuit. Else an error is what cockatiel counts neither way.
          if (isTrial) return 'failed';
          throw new RangeError('Nothing can be concluded.');
        });
      } catch {
        // The circuit is open, or nothing can be concluded.
      }
      return ended.attempt?.outcome ?? null;
    },
    opensAgainInMs() {
      if (policy.state === CircuitState.HalfOpen) return TRIAL_MS;
      return policy.state === CircuitState.Open ? Math.max(0, openUntilMs - Date.now()) : 0;
    },
  };
}
