/** A vendor for the sender contract, played by a function, and an adapter to it that keeps the contract. */
import type { SendOutcome, SmsSender } from '@countersign/otp-core/spec';
import type { ArrangedSender, SmsSenderScenario, VendorWord } from '@countersign/otp-testing';
import { refused, uncertain } from './failures.ts';

const VENDOR = 'played';

/** Its words come as they are: what of them may be shown is the route's to say. */
export function arrangeSender(
  scenario: SmsSenderScenario,
  word: VendorWord,
  route: (vendor: SmsSender) => SmsSender,
): ArrangedSender {
  let requests = 0;
  const vendor: SmsSender = {
    specificationVersion: 'v1',
    kind: 'sms-sender',
    providerId: VENDOR,
    send(_message, { signal } = {}) {
      requests += scenario === 'refuses-connection' || scenario === 'shows-untrusted-certificate' ? 0 : 1;
      return play(scenario, word, signal);
    },
  };
  return { sender: route(vendor), countRequests: () => requests, credentials: [] };
}

async function play(
  scenario: SmsSenderScenario,
  word: VendorWord,
  signal: AbortSignal | undefined,
): Promise<SendOutcome> {
  switch (scenario) {
    case 'accepts':
      return { status: 'accepted', messageId: word() ?? 'm-1' };
    case 'refuses':
      return refused(VENDOR, 'unreachable-recipient', word() ?? 'E-1');
    case 'shows-untrusted-certificate':
      return refused(VENDOR, 'configuration');
    case 'breaks-encryption':
      return uncertain(VENDOR, 'unavailable');
    case 'refuses-connection':
      return refused(VENDOR, 'unavailable');
    case 'throttles':
      return refused(VENDOR, 'rate-limited');
    case 'hangs':
      return new Promise((resolve) => {
        const giveUp = () => resolve(uncertain(VENDOR, 'timeout'));
        signal?.addEventListener('abort', giveUp);
        setTimeout(giveUp, 20);
      });
    default:
      return uncertain(VENDOR, 'unknown');
  }
}
