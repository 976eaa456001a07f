/** Asks one vendor after another, and goes on only where the last one certainly sent nothing. */
import { createProviderFailure } from '@countersign/otp-core/adapter';
import type {
  CallOptions,
  ProviderFailure,
  ProviderFailureCategory,
  ProviderFailureDependence,
} from '@countersign/otp-core/spec';
import { askWithin, type CallDeadline, shareOf } from './call-deadline.ts';
import { judgeOutcome, judgeSilence } from './judge-outcome.ts';
import { type NotAccepted, refuse, threw, timedOut } from './route-outcomes.ts';
import type { RoutingNews } from './routing-event.ts';
import type { Attempt, VendorCircuits } from './vendor-circuits.ts';

/** A vendor in the list, and how it is asked. */
export interface Candidate<Accepted> {
  readonly providerId: string;
  readonly circuits: VendorCircuits;
  /** May reject; the answer has been read. */
  readonly ask: (options: CallOptions) => Promise<Accepted | NotAccepted>;
}

export interface FailOver<Accepted> {
  /** Of the route: for what no vendor can be blamed for. */
  readonly providerId: string;
  /** Of the number that is asked for. */
  readonly destination: string;
  readonly candidates: readonly Candidate<Accepted>[];
  readonly deadline: CallDeadline;
  /** The route's own: the caller may have less. */
  readonly deadlineMs: number;
  readonly tell: (news: RoutingNews) => void;
  /** A message has left, or may have. */
  readonly onSent: (providerId: string) => void;
}

/** Another vendor could do no better: it is about the recipient or the text. */
const FINAL: readonly ProviderFailureCategory[] = [
  'invalid-recipient',
  'opted-out',
  'content-rejected',
  'fraud-blocked',
];

export async function failOver<Accepted extends { readonly status: 'accepted' }>(
  call: FailOver<Accepted>,
): Promise<Accepted | NotAccepted> {
  const { candidates, deadline, destination, tell } = call;
  let refusal: Refusal | null = null;
  let mayRecover = false;
  /** For another destination, or another number, a vendor that was passed over might have done it. */
  let dependsOn: ProviderFailureDependence | undefined;
  for (const [index, candidate] of candidates.entries()) {
    if (deadline.endedBy() !== null) break;
    const last: Refusal | null = refusal;
    const { providerId } = candidate;
    const tried = await candidate.circuits.run(destination, () => {
      if (last !== null) {
        tell({ type: 'provider-failed-over', from: last.from, to: providerId, category: last.failure.category });
      }
      const others = candidates.slice(index + 1).filter(({ circuits }) => circuits.opensAgainInMs(destination) === 0);
      return attempt(call, candidate, 1 + others.length);
    });
    if (tried.status === 'left-out') {
      mayRecover = true;
      if (tried.for === 'destination') dependsOn ??= 'destination';
      continue;
    }
    const { outcome, health } = tried.attempt;
    if (!isRefusal(outcome)) {
      call.onSent(providerId);
      return 'failure' in outcome ? { ...outcome, failure: hanging(outcome.failure, dependsOn) } : outcome;
    }
    const { failure } = outcome;
    refusal = { from: providerId, failure };
    if (FINAL.includes(failure.category)) return { status: 'refused', failure };
    mayRecover ||= failure.retryable;
    if (health === 'failed-for-destination') dependsOn ??= 'destination';
    else if (health !== 'failed') dependsOn = 'recipient';
  }
  if (refusal === null) return nobodyAsked(call, dependsOn);
  // The same request to this route is one to any of its vendors.
  return { status: 'refused', failure: { ...hanging(refusal.failure, dependsOn), retryable: mayRecover } };
}

/** What a list answers is its last vendor's word; what that depends on is the whole list's, for a list around this one. */
function hanging(failure: ProviderFailure, dependsOn: ProviderFailureDependence | undefined): ProviderFailure {
  if (dependsOn === undefined || failure.dependsOn === 'recipient') return failure;
  return { ...failure, dependsOn };
}

interface Refusal {
  readonly from: string;
  readonly failure: ProviderFailure;
}

type RefusedOutcome = NotAccepted & { readonly status: 'refused' };

function isRefusal(outcome: { readonly status: string } | NotAccepted): outcome is RefusedOutcome {
  return outcome.status === 'refused';
}

async function attempt<Accepted extends { readonly status: 'accepted' }>(
  { deadline, deadlineMs, candidates }: FailOver<Accepted>,
  { providerId, ask }: Candidate<Accepted>,
  among: number,
): Promise<Attempt<Accepted | NotAccepted>> {
  const startedAtMs = Date.now();
  const toldMs = deadline.timeFor(among);
  const asked = await askWithin(deadline, toldMs, ask);
  switch (asked.status) {
    case 'answered': {
      const assessed = assess<Accepted | NotAccepted>(asked.value);
      // Whoever calls with hardly any time left must not close a vendor to everybody.
      const isHurried = toldMs !== null && toldMs * 2 < shareOf(deadlineMs, candidates.length);
      return isHurried && assessed.category === 'timeout' ? { ...assessed, health: 'unclear' } : assessed;
    }
    case 'threw':
      return assess<Accepted | NotAccepted>(threw(providerId));
    case 'ended':
      return {
        outcome: timedOut(providerId, asked.by),
        health: judgeSilence(asked.by, Date.now() - startedAtMs, deadlineMs),
        category: 'timeout',
      };
  }
}

function assess<Outcome extends NotAccepted | { readonly status: 'accepted' }>(outcome: Outcome): Attempt<Outcome> {
  const category = 'failure' in outcome ? outcome.failure.category : 'unknown';
  return { outcome, health: judgeOutcome(outcome), category };
}

function nobodyAsked<Accepted>(
  { providerId, candidates, deadline, destination }: FailOver<Accepted>,
  dependsOn: ProviderFailureDependence | undefined,
): NotAccepted {
  if (deadline.endedBy() !== null) {
    return refuse(providerId, 'timeout', 'The caller stopped waiting before anything was sent.');
  }
  const failure = createProviderFailure({
    category: 'unavailable',
    providerId,
    retryAfterMs: Math.min(...candidates.map(({ circuits }) => circuits.opensAgainInMs(destination))),
    ...(dependsOn === undefined ? {} : { dependsOn }),
    message: 'Every provider has failed too often lately; none was asked.',
  });
  return { status: 'refused', failure };
}
