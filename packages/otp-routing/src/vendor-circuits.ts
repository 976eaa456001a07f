/**
 * The circuits of one vendor: one for all that it is asked, and one for each destination where it has refused for how
 * it is set up. So a sender that suits no number of a country is left out for that country, and for no other.
 */
import type { ProviderFailureCategory } from '@countersign/otp-core/spec';
import { type Circuit, createCircuit, type Sign } from './circuit.ts';
import type { Health } from './judge-outcome.ts';
import type { RoutingNews } from './routing-event.ts';

export interface VendorCircuitsOptions {
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

/** `leftOut`: for everybody, or for this destination alone. */
export type Tried<T> =
  | { readonly status: 'asked'; readonly attempt: Attempt<T> }
  | { readonly status: 'left-out'; readonly for: 'everybody' | 'destination' };

export interface VendorCircuits {
  /** Attempts unless a circuit is open or another attempt is its trial. `attempt` must not reject. */
  run<T>(destination: string, attempt: () => Promise<Attempt<T>>): Promise<Tried<T>>;
  /** How long until an attempt is let through, in milliseconds; 0 when it would be now. */
  opensAgainInMs(destination: string): number;
}

interface WatchedCircuit {
  readonly circuit: Circuit;
  run<T>(attempt: () => Promise<Attempt<T> | null>, signOf: (health: Health) => Sign): Promise<Attempt<T> | null>;
}

export function createVendorCircuits(options: VendorCircuitsOptions): VendorCircuits {
  const all = watchCircuit(options, null);
  /** As many as there are destinations: some hundred. */
  const places = new Map<string, WatchedCircuit>();

  function placeOf(destination: string): WatchedCircuit {
    const known = places.get(destination) ?? watchCircuit(options, destination);
    places.set(destination, known);
    return known;
  }

  return {
    async run(destination, attempt) {
      const place = places.get(destination);
      if (place?.circuit.mayTry() === false) return { status: 'left-out', for: 'destination' };
      const ask = () => all.run(attempt, signForAll);
      const ended = place === undefined ? await ask() : await place.run(ask, signForDestination);
      if (ended === null) return { status: 'left-out', for: 'everybody' };
      if (place === undefined && ended.health === 'failed-for-destination') {
        await placeOf(destination).run(async () => ended, signForDestination);
      }
      return { status: 'asked', attempt: ended };
    },
    opensAgainInMs(destination) {
      return Math.max(all.circuit.opensAgainInMs(), places.get(destination)?.circuit.opensAgainInMs() ?? 0);
    },
  };
}

/** Tells what becomes of a circuit, and why. */
function watchCircuit(
  { providerId, openAfterFailures, openForMs, tell }: VendorCircuitsOptions,
  destination: string | null,
): WatchedCircuit {
  const about = { providerId, ...(destination === null ? {} : { destination }) };
  let category: ProviderFailureCategory = 'unknown';
  const circuit = createCircuit({
    openAfterFailures,
    openForMs,
    onOpen: (durationMs) => tell({ type: 'circuit-opened', ...about, category, openForMs: durationMs }),
    onHalfOpen: () => tell({ type: 'circuit-half-open', ...about }),
    onClose: () => tell({ type: 'circuit-closed', ...about }),
  });
  return {
    circuit,
    async run(attempt, signOf) {
      const ended = await circuit.run(async () => {
        const attempted = await attempt();
        // The other circuit let nothing through.
        if (attempted === null) return { attempted, sign: 'unclear' as const };
        const sign = signOf(attempted.health);
        if (sign !== 'well') category = attempted.category;
        return { attempted, sign };
      });
      return ended?.attempted ?? null;
    },
  };
}

function signForAll(health: Health): Sign {
  return health === 'failed-for-destination' ? 'answers' : health;
}

function signForDestination(health: Health): Sign {
  switch (health) {
    case 'failed-for-destination':
      return 'failed';
    case 'well':
      return 'well';
    // Whatever failed for everybody is counted for everybody.
    case 'failed':
    case 'answers':
      return 'answers';
    case 'unclear':
      return 'unclear';
  }
}
