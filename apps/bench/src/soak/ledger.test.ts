import { describe, expect, it } from 'vitest';
import { createLedger, type Ledger } from './ledger.ts';

const NUMBER = '+14155550123';

function audit(ledger: Ledger, messagesByNumber: Readonly<Record<string, number>>): readonly string[] {
  const counts = Object.values(messagesByNumber);
  return ledger.audit({
    countOf: (phoneNumber) => messagesByNumber[phoneNumber] ?? 0,
    total: counts.reduce((sum, count) => sum + count, 0),
  });
}

/** One number: a message, and its code verified, as answers and events tell of it. */
function goWell(ledger: Ledger): void {
  ledger.expectMessage(NUMBER);
  ledger.hear('{"type":"message-accepted"}');
  ledger.expectVerified();
  ledger.hear('{"type":"code-verified","challengeId":"one"}');
}

describe('createLedger', () => {
  it('finds nothing where every answer has its message and its event', () => {
    const ledger = createLedger();
    goWell(ledger);
    expect(audit(ledger, { [NUMBER]: 1 })).toEqual([]);
    expect([ledger.messages, ledger.verified]).toEqual([1, 1]);
  });

  it('finds a message that never came', () => {
    const ledger = createLedger();
    goWell(ledger);
    expect(audit(ledger, {})).toContain('1 × a message was answered as sent and never came');
  });

  it('finds a message that no answer told of, at a number that was asked for and at any other', () => {
    const ledger = createLedger();
    goWell(ledger);
    expect(audit(ledger, { [NUMBER]: 2 })).toContain('1 × a message came that no answer told of');
    const other = createLedger();
    goWell(other);
    expect(audit(other, { [NUMBER]: 1, '+14155550199': 1 }).join()).toContain('2 that the gateway took');
  });

  it('finds a code that was verified twice, and one that no answer told of', () => {
    const ledger = createLedger();
    goWell(ledger);
    ledger.hear('{"type":"code-verified","challengeId":"one"}');
    const complaints = audit(ledger, { [NUMBER]: 1 });
    expect(complaints).toContain('1 × a code was verified twice');
    expect(complaints.join()).toContain('1 answered, 2 told by the engines');
  });

  it('finds what the apps tell of a store or a provider in trouble', () => {
    const ledger = createLedger();
    goWell(ledger);
    ledger.hear('{"type":"store-failed"}');
    expect(audit(ledger, { [NUMBER]: 1 })).toEqual(['1 × an app told of store-failed']);
  });
});
