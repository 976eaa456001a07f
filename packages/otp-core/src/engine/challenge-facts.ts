/** What all events of one challenge have in common. */
import type { Recipient } from '../challenge/index.ts';
import type { ChallengeEvent } from '../events/otp-event.ts';
import type { Call } from './call.ts';
import type { EngineContext } from './engine-context.ts';

export interface ChallengeFacts {
  readonly recipient: Recipient;
  readonly subject: string;
  readonly challengeId: string;
}

export function aboutChallenge(
  context: EngineContext,
  call: Pick<Call, 'tenant' | 'purpose'>,
  facts: ChallengeFacts,
): ChallengeEvent {
  return {
    atMs: context.clock.now(),
    tenant: call.tenant,
    purpose: call.purpose,
    subject: facts.subject,
    challengeId: facts.challengeId,
    decoy: facts.recipient.kind !== 'number',
  };
}
