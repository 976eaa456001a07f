/** A vendor for the sender contract, played by a function, and an adapter to it that keeps the contract. */
import type { SendOutcome, SmsSender } from '@countersign/otp-core/spec';
import type { ArrangedSender, SmsSenderScenario } from '@countersign/otp-testing';
import { refused, uncertain } from './failures.ts';

const VENDOR = 'played';

export function arrangeSender(scenario: SmsSenderScenario, route: (vendor: SmsSender) => SmsSender): ArrangedSender {
  let requests = 0;
  const vendor: SmsSender = {
    specificationVersion: 'v1',
    kind: 'sms-sender',
    providerId: VENDOR,
    send(_message, { signal } = {}) {
      requests += scenario === 'refuses-connection' ? 0 : 1;
      return play(scenario, signal);
    },
  };
  return { sender: route(vendor), countRequests: () => requests, credentials: ['secret-key'] };
}

async function play(scenario: SmsSenderScenario, signal: AbortSignal | undefined): Promise<SendOutcome> {
  switch (scenario) {
    case 'accepts':
      return { status: 'accepted', messageId: 'm-1' };
    case 'refuses':
      return refused(VENDOR, 'unreachable-recipient');
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
