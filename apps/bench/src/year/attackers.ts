/** What an attacker can do who knows a number. Each returns when to act next; time passes only in between. */
import { createSeededRandom } from './seeded-random.ts';
import type { Asking, Held, Siege } from './siege.ts';
import { DAY_MS, HOUR_MS, SECOND_MS } from './spans.ts';

/** Acts at a moment and says at which it will act again. */
export type Agent = (siege: Siege) => Promise<number>;

/** A new code every hour, and all tries spent on it at once. */
export function guessHourly(): Agent {
  return async (siege) => {
    const opened = await siege.open();
    if (opened.status === 'open') await siege.guess(opened.held);
    return siege.nowMs + HOUR_MS;
  };
}

/** Comes back at the very moment that a refusal names. */
export function waitOutWindows(asking: Asking = {}): Agent {
  return async (siege) => {
    const opened = await siege.open(asking);
    if (opened.status === 'refused') return opened.retryAtMs;
    await siege.guess(opened.held);
    return opened.held.nextAtMs;
  };
}

/** One guess for each message: tries and failures that a resend gave back would show here. */
export function resendBetweenGuesses(): Agent {
  let held: Held | null = null;
  return async (siege) => {
    const told = held === null ? await siege.open() : await siege.resend(held);
    if (told.status === 'refused') {
      if (held === null || told.retryAtMs < held.expiresAtMs) return told.retryAtMs;
      // No further message in the life of this one.
      await siege.guess(held);
      held = null;
      return siege.nowMs + SECOND_MS;
    }
    held = (await siege.guess(told.held, 1)) ? told.held : null;
    return told.held.nextAtMs;
  };
}

/** Another purpose each time: one number has one budget, whatever the code is for. */
export function changePurpose(): Agent {
  let purposes = 0;
  return async (siege) => {
    purposes += 1;
    return waitOutWindows({ purpose: `purpose-${purposes}` })(siege);
  };
}

/** Gives up after one guess: tries that were set aside come back, the failure must not. */
export function cancelAfterOneGuess(): Agent {
  return async (siege) => {
    const opened = await siege.open();
    if (opened.status === 'refused') return opened.retryAtMs;
    await siege.guess(opened.held, 1);
    await siege.cancel(opened.held);
    return opened.held.nextAtMs;
  };
}

/** Has every send refused after guessing at its code: the send comes back, the failures must not. */
export function haveSendsRefused(): Agent {
  let requests = 0;
  return async (siege) => {
    requests += 1;
    const opened = await siege.guessBeforeRefusal(`key-${requests}`);
    return Math.max(
      opened.status === 'refused' ? opened.retryAtMs : opened.held.nextAtMs,
      siege.nowMs + 30 * SECOND_MS,
    );
  };
}

/** Without a handle, where the policy binds by number. */
export function guessByNumber(): Agent {
  return async (siege) => {
    const opened = await siege.open();
    if (opened.status === 'refused') return opened.retryAtMs;
    while (await siege.guessByNumber(opened.held.codeLength));
    return opened.held.nextAtMs;
  };
}

/** Opens as many challenges as it can before the first failure, and spends them just before they expire. */
export function hoardHandles(asking: Asking = {}): Agent {
  const hoard: Held[] = [];
  return async (siege) => {
    const [oldest] = hoard;
    if (oldest !== undefined && siege.nowMs >= oldest.expiresAtMs - SECOND_MS) {
      for (const held of hoard.splice(0)) await siege.guess(held);
    }
    const opened = await siege.open(asking);
    if (opened.status === 'open') hoard.push(opened.held);
    const nextAtMs = opened.status === 'open' ? opened.held.nextAtMs : opened.retryAtMs;
    const spendAtMs = (hoard[0]?.expiresAtMs ?? Number.POSITIVE_INFINITY) - SECOND_MS;
    return Math.min(Math.max(nextAtMs, siege.nowMs + SECOND_MS), spendAtMs);
  };
}

/** Fails once less than step-up needs, lets the day's failures be forgotten, hoards short codes, then goes on for the year. */
export function hoardAcrossStepUp(asking: Asking = {}, failuresBefore = 4): Agent {
  const hoardOn = hoardHandles(asking);
  let failed = 0;
  return async (siege) => {
    if (failed >= failuresBefore) return hoardOn(siege);
    const opened = await siege.open(asking);
    if (opened.status === 'refused') return opened.retryAtMs;
    const before = siege.guesses.length;
    await siege.guess(opened.held, failuresBefore - failed);
    await siege.cancel(opened.held);
    failed += siege.guesses.length - before;
    return failed >= failuresBefore ? siege.nowMs + DAY_MS : opened.held.nextAtMs;
  };
}

/** Everything in turns that nobody thought of: any action, any delay, the same in every run. */
export function actAtRandom(seed: number, asking: Asking = {}): Agent {
  const random = createSeededRandom(seed);
  let handles: Held[] = [];
  return async (siege) => {
    handles = handles.filter((each) => each.expiresAtMs > siege.nowMs);
    const held = handles[random.below(Math.max(1, handles.length))];
    const action = random.below(10);
    if (held === undefined || action < 4) {
      const purpose = `purpose-${random.below(3)}`;
      const opened = await siege.open({ purpose, ...asking });
      if (opened.status === 'open') handles.push(opened.held);
      else if (handles.length === 0) return opened.retryAtMs;
    } else if (action < 7) {
      await siege.guess(held, 1 + random.below(5));
    } else if (action < 8) {
      await siege.resend(held);
    } else if (action < 9) {
      await siege.guessBeforeRefusal(`key-${siege.nowMs}`);
    } else {
      await siege.cancel(held);
      handles = handles.filter((each) => each !== held);
    }
    return siege.nowMs + SECOND_MS * (1 + random.below(120));
  };
}

/** The best of all: crosses step-up with full hands, then asks for another purpose at every moment that is named. */
export function combineAll(): Agent {
  const crossStepUp = hoardAcrossStepUp();
  const goOn = changePurpose();
  return (siege) => (siege.guesses.every(({ codeLength }) => codeLength < LONGER) ? crossStepUp : goOn)(siege);
}

const LONGER = 8;
