/** A circuit breaker, by cockatiel, made not to hold up anybody: whoever finds it open goes on. */
import {
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  handleWhenResult,
  type IHalfOpenAfterBackoffContext,
} from 'cockatiel';

export interface CircuitOptions {
  readonly openAfterFailures: number;
  readonly openForMs: number;
  readonly onOpen: (openForMs: number) => void;
  readonly onHalfOpen: () => void;
  readonly onClose: () => void;
}

/** What one attempt shows. */
export type Sign =
  | 'well'
  | 'failed'
  /** Neither counts nor clears what was counted; on trial it is enough that there was an answer. */
  | 'answers'
  /** There was not even an answer. On trial, the next attempt is one too. */
  | 'unclear';

export interface Circuit {
  /** False while it is open, or while another attempt is its trial. */
  mayTry(): boolean;
  /** Attempts if it may, else not: then `null`, at once. `attempt` must not reject. */
  run<Ended extends { readonly sign: Sign }>(attempt: () => Promise<Ended>): Promise<Ended | null>;
  /** How long until an attempt is let through, in milliseconds; 0 when it would be now. */
  opensAgainInMs(): number;
}

/** How soon a vendor on trial may be asked about again. */
const TRIAL_MS = 1_000;

export function createCircuit({ openAfterFailures, openForMs, onOpen, onHalfOpen, onClose }: CircuitOptions): Circuit {
  const policy = circuitBreaker(
    handleWhenResult((sign) => sign === 'failed' || sign === 'unclear'),
    { breaker: new ConsecutiveBreaker(openAfterFailures), halfOpenAfter: { next: backOff } },
  );
  let openUntilMs = 0;
  policy.onBreak((reason) => {
    const durationMs = openFor('value' in reason ? reason.value : null);
    openUntilMs = Date.now() + durationMs;
    onOpen(durationMs);
  });
  policy.onHalfOpen(onHalfOpen);
  policy.onReset(onClose);

  /** Whoever goes away in the middle of each trial must not keep a vendor closed to all others. */
  function openFor(sign: unknown): number {
    return sign === 'unclear' ? 0 : openForMs;
  }

  function backOff({ result }: IHalfOpenAfterBackoffContext): { duration: number; next: typeof backOff } {
    return { duration: openFor('value' in result ? result.value : null), next: backOff };
  }

  const opensAgainInMs = () => {
    if (policy.state === CircuitState.HalfOpen) return TRIAL_MS;
    return policy.state === CircuitState.Open ? Math.max(0, openUntilMs - Date.now()) : 0;
  };

  return {
    mayTry: () => opensAgainInMs() === 0,
    async run<Ended extends { readonly sign: Sign }>(attempt: () => Promise<Ended>): Promise<Ended | null> {
      // Cockatiel would let this one wait for the trial to end; a user must not.
      if (policy.state === CircuitState.HalfOpen) return null;
      let ended: Ended | null = null;
      try {
        await policy.execute(async () => {
          const isTrial = policy.state === CircuitState.HalfOpen;
          ended = await attempt();
          const { sign } = ended;
          if (sign === 'well' || sign === 'failed' || (sign === 'unclear' && isTrial)) return sign;
          // An error is what cockatiel counts neither way, and what ends a trial well.
          throw new RangeError('Nothing can be concluded.');
        });
      } catch {
        // The circuit is open, or nothing can be concluded.
      }
      return ended;
    },
    opensAgainInMs,
  };
}
