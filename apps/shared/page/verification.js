/**
 * One verification: what the server said of it last. It is kept in this tab, so that a reload loses nothing; its
 * challenge is sealed and of no use without the code.
 */
export function createVerification(client, name) {
  const key = `countersign.${name}`;
  let kept = read(key);

  function keep(next) {
    kept = next;
    if (kept === null) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, JSON.stringify(kept));
  }

  function begin({ challenge, codeLength, maskedTo, expiresAt, resendAt }, phoneNumber) {
    keep({
      phoneNumber,
      challenge,
      codeLength,
      maskedTo,
      sentAtMs: Date.now(),
      expiresAtMs: expiresAt.getTime(),
      sendAtMs: resendAt.getTime(),
      step: 'code',
      isOver: false,
    });
  }

  /** What may be tried again later may be tried then. */
  function noteWait(failure) {
    if (kept !== null && failure.retryAt instanceof Date) keep({ ...kept, sendAtMs: failure.retryAt.getTime() });
  }

  function end() {
    if (kept !== null) keep({ ...kept, isOver: true });
  }

  return {
    /** `null`: none is under way. */
    get state() {
      return kept;
    },
    /** A new code. A failure leaves what was there. */
    async request(phoneNumber) {
      const before = kept;
      const result = await client.request({ phoneNumber });
      if (!result.ok) {
        if (before?.phoneNumber === phoneNumber) noteWait(result);
        return result;
      }
      // Nobody will type the code of a number that was left.
      if (before !== null && before.phoneNumber !== phoneNumber) void client.cancel({ challenge: before.challenge });
      begin(result, phoneNumber);
      return result;
    },
    async resend() {
      const result = await client.resend({ challenge: kept.challenge });
      if (result.ok) begin(result, kept.phoneNumber);
      else if (isLifeless(result)) end();
      else noteWait(result);
      return result;
    },
    async check(code) {
      const result = await client.check({ challenge: kept.challenge, code });
      // After a fault of the server the code is spent, though nobody was let in.
      if (!result.ok && (isLifeless(result) || result.reason === 'internal-error')) end();
      return result;
    },
    /** The number is right: back to its code. */
    goTo(step) {
      if (kept !== null) keep({ ...kept, step });
    },
    end,
    forget: () => keep(null),
  };
}

function isLifeless({ reason, attemptsLeft, field }) {
  if (reason === 'mismatch') return attemptsLeft === 0;
  return reason === 'challenge-not-active' || (reason === 'malformed' && field === 'challenge');
}

function read(key) {
  try {
    return JSON.parse(sessionStorage.getItem(key));
  } catch {
    return null;
  }
}
