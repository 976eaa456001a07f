/** What the reference makes of a clock that was set back. */
import type { NumberEvent, NumberHistory } from './number-history.ts';

/**
 * The past as it looks from `nowMs`. Where something happened later than that, a clock ran ahead: the whole past moves
 * back until its latest event is now, as if no time had passed since. Spans stay as long as they were.
 */
export function followClock(history: NumberHistory, nowMs: number): NumberHistory {
  const backMs = latestMs(history) - nowMs;
  return backMs > 0 ? moved(history, backMs) : history;
}

function latestMs(history: NumberHistory): number {
  return history.reduce((latest, event) => ('atMs' in event ? Math.max(latest, event.atMs) : latest), 0);
}

/** Events name each other by reference, and still do afterwards. */
function moved(history: NumberHistory, backMs: number): NumberHistory {
  const copies = new Map<NumberEvent, NumberEvent>();
  const copyOf = <Event extends NumberEvent>(event: Event): Event => {
    const copy = (copies.get(event) as Event | undefined) ?? move(event);
    copies.set(event, copy);
    return copy;
  };
  function move<Event extends NumberEvent>(event: Event): Event {
    return {
      ...event,
      ...('atMs' in event ? { atMs: event.atMs - backMs } : {}),
      ...('expiresAtMs' in event ? { expiresAtMs: event.expiresAtMs - backMs } : {}),
      ...('challenge' in event ? { challenge: copyOf(event.challenge) } : {}),
      ...('send' in event ? { send: copyOf(event.send) } : {}),
      ...('guess' in event ? { guess: copyOf(event.guess) } : {}),
    };
  }
  return history.map(copyOf);
}
