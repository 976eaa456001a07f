/** What was asked, what was answered, and what the apps said of it in their logs: at the end every entry must have its counterpart. */
import type { RecordingGateway } from './recording-gateway.ts';

export interface Ledger {
  /** The app answered that a message is on its way to this number. */
  expectMessage(phoneNumber: string): void;
  /** The app answered that a code was right. */
  expectVerified(): void;
  /** What should not have been answered, or not at all. */
  complain(complaint: string): void;
  /** A line of an app's log. */
  hear(line: string): void;
  /** Everything that does not add up. Empty: nothing is lost, and nothing counted twice. */
  audit(gateway: Pick<RecordingGateway, 'countOf' | 'total'>): readonly string[];
  readonly messages: number;
  readonly verified: number;
}

/** So many of a kind say enough. */
const MOST_COMPLAINTS = 10;

export function createLedger(): Ledger {
  const expected = new Map<string, number>();
  const complaints = new Map<string, number>();
  const verifiedChallenges = new Set<string>();
  let messages = 0;
  let verified = 0;
  let acceptedEvents = 0;
  let verifiedEvents = 0;

  const ledger: Ledger = {
    expectMessage(phoneNumber) {
      expected.set(phoneNumber, (expected.get(phoneNumber) ?? 0) + 1);
      messages += 1;
    },
    expectVerified() {
      verified += 1;
    },
    complain(complaint) {
      complaints.set(complaint, (complaints.get(complaint) ?? 0) + 1);
    },
    hear(line) {
      if (line.includes('"message-accepted"')) acceptedEvents += 1;
      else if (line.includes('"code-verified"')) {
        verifiedEvents += 1;
        const { challengeId } = JSON.parse(line) as { readonly challengeId: string };
        if (verifiedChallenges.has(challengeId)) ledger.complain('a code was verified twice');
        verifiedChallenges.add(challengeId);
      } else if (/"(?:store-failed|message-uncertain|message-refused)"/.test(line)) {
        ledger.complain(`an app told of ${(JSON.parse(line) as { readonly type: string }).type}`);
      }
    },
    audit(gateway) {
      for (const [phoneNumber, count] of expected) {
        const came = gateway.countOf(phoneNumber);
        if (came < count) ledger.complain('a message was answered as sent and never came');
        if (came > count) ledger.complain('a message came that no answer told of');
      }
      compare('messages', [
        ['answered as sent', messages],
        ['that the gateway took', gateway.total],
        ['told as accepted by the engines', acceptedEvents],
      ]);
      compare('verified codes', [
        ['answered', verified],
        ['told by the engines', verifiedEvents],
      ]);
      return [...complaints].slice(0, MOST_COMPLAINTS).map(([complaint, count]) => `${count} × ${complaint}`);
    },
    get messages() {
      return messages;
    },
    get verified() {
      return verified;
    },
  };

  function compare(what: string, counts: readonly (readonly [source: string, count: number])[]): void {
    if (new Set(counts.map(([, count]) => count)).size === 1) return;
    ledger.complain(`${what} do not add up: ${counts.map(([source, count]) => `${count} ${source}`).join(', ')}`);
  }

  return ledger;
}
