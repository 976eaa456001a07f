/** Delivers to nobody: keeps the latest texts, and can leave one send unanswered until it is refused. */
import type { SendOutcome, SmsSender } from '@countersign/otp-core/spec';

export interface SimulatedSender extends SmsSender {
  /** The code that was sent last. */
  latestCode(): string;
  /** Digits that none of the latest messages holds: more messages than codes can be alive. */
  wrongCode(codeLength: number): string;
  /** Leaves the next send unanswered. */
  hold(): void;
  isHolding(): boolean;
  /** Refuses what is held, and holds no more. */
  refuse(): void;
}

const LATEST = 20;
const REFUSED: SendOutcome = {
  status: 'refused',
  failure: { category: 'unreachable-recipient', retryable: false, providerId: 'simulated', message: 'Not reachable.' },
};

export function createSimulatedSender(): SimulatedSender {
  const texts: string[] = [];
  let isToHold = false;
  let answerHeld: ((outcome: SendOutcome) => void) | undefined;

  return {
    specificationVersion: 'v1',
    kind: 'sms-sender',
    providerId: 'simulated',
    async send({ text }) {
      if (texts.push(text) > LATEST) texts.shift();
      if (!isToHold) return { status: 'accepted', messageId: null };
      isToHold = false;
      return new Promise((resolve) => {
        answerHeld = resolve;
      });
    },
    latestCode: () => /[0-9]{4,10}/.exec(texts.at(-1) ?? '')?.[0] ?? '',
    wrongCode(codeLength) {
      for (let guess = 0; ; guess += 1) {
        const code = String(guess).padStart(codeLength, '0');
        if (!texts.some((text) => text.includes(code))) return code;
      }
    },
    hold() {
      isToHold = true;
    },
    isHolding: () => answerHeld !== undefined,
    refuse() {
      isToHold = false;
      answerHeld?.(REFUSED);
      answerHeld = undefined;
    },
  };
}
