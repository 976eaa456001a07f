/** Takes back a send that certainly never left, or a challenge that its holder gave up. */
import type { DiscardInput, RefusedSend } from '../spec/index.ts';
import { removeOne, type SubjectRecord } from './subject-record.ts';

export function discard(record: SubjectRecord, input: DiscardInput): void {
  switch (input.cause) {
    case 'cancelled':
      close(record, input.challengeId);
      break;
    case 'refused':
      giveBackSend(record, input);
      break;
  }
}

/** The cooldown stays: whoever makes a provider refuse must not be able to try faster. */
function giveBackSend(record: SubjectRecord, input: RefusedSend): void {
  const challenge = record.challenges.find((each) => each.id === input.challengeId);
  if (challenge === undefined || !removeOne(challenge.sentAtMs, input.sentAtMs)) return;
  removeOne(record.sends, input.sentAtMs);
  if (challenge.sentAtMs.length === 0) close(record, challenge.id);
}

function close(record: SubjectRecord, challengeId: string): void {
  record.challenges = record.challenges.filter((each) => each.id !== challengeId);
}
