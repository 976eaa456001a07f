/** A sender for the tests of the suite itself, and to be broken. */
import { createSmsSender } from '@countersign/otp-core';
import type { CallOptions, SendOutcome, SmsSender } from '@countersign/otp-core/spec';
import { failureOf } from '../failures.ts';
import type { ArrangedSender, SmsSenderScenario } from '../sms-sender-contract/sms-sender-contract.ts';
import { isCallOptions } from './is-call-options.ts';

const OWN_TIMEOUT_MS = 50;

/** The smallest sender that keeps the contract: what a vendor would do is played by a function. */
export function arrangePlayedSender(scenario: SmsSenderScenario): ArrangedSender {
  let requests = 0;
  const base = createSmsSender({
    providerId: 'played',
    send: (_to, _text, options) => {
      requests += scenario === 'refuses-connection' ? 0 : 1;
      return play(scenario, options);
    },
  });
  const sender: SmsSender = {
    ...base,
    async send(message, options = {}) {
      if (!isCallOptions(options)) return refusal('configuration');
      if (options.signal?.aborted) return refusal('timeout');
      if (typeof message.to !== 'string' || !/^\+[1-9][0-9]{6,14}$/.test(message.to))
        return refusal('invalid-recipient');
      if (typeof message.text !== 'string' || message.text === '') return refusal('content-rejected');
      const { code, locale, purpose, appName } = message;
      if (![code, locale, purpose, appName].every(isTextOrNone)) return refusal('content-rejected');
      return base.send(message, options);
    },
  };
  return { sender, countRequests: () => requests, credentials: ['secret-key'] };
}

function isTextOrNone(value: unknown): boolean {
  return value === undefined || (typeof value === 'string' && /^[^\p{Surrogate}\p{Cc}]{1,256}$/u.test(value));
}

async function play(scenario: SmsSenderScenario, { signal, timeoutMs }: CallOptions): Promise<SendOutcome> {
  switch (scenario) {
    case 'accepts':
      return { status: 'accepted', messageId: 'm-1' };
    case 'refuses':
      return refusal('unreachable-recipient');
    case 'refuses-connection':
      return { status: 'refused', failure: { ...failureOf('played', 'unavailable'), retryable: true } };
    case 'throttles':
      return { status: 'refused', failure: { ...failureOf('played', 'rate-limited'), retryable: true } };
    case 'hangs':
      return new Promise((resolve) => {
        const giveUp = () => resolve(uncertain('timeout'));
        signal?.addEventListener('abort', giveUp);
        setTimeout(giveUp, Math.min(timeoutMs ?? OWN_TIMEOUT_MS, OWN_TIMEOUT_MS));
      });
    case 'fails':
    case 'cuts-connection':
    case 'answers-garbage':
    case 'answers-hugely':
    case 'redirects':
      return uncertain('unknown');
  }
}

function refusal(category: Parameters<typeof failureOf>[1]): SendOutcome {
  return { status: 'refused', failure: failureOf('played', category) };
}

function uncertain(category: Parameters<typeof failureOf>[1]): SendOutcome {
  return { status: 'unknown', failure: failureOf('played', category) };
}
