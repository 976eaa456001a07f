/** The person whose number it is: asks for a code once a day, at some hour, and types it at the last moment. */
import type { Agent } from './attackers.ts';
import { createSeededRandom } from './seeded-random.ts';
import { NUMBER, type Siege } from './siege.ts';
import { DAY_MS, SECOND_MS } from './spans.ts';

/** How an owner lives through the year. */
export type OwnerHabit =
  /** Signs in daily from a client that the app recognises. */
  | 'recognised'
  /** The same, mistyping the code once each time. */
  | 'mistypes'
  /** Signs in daily from a client that could be anyone's. */
  | 'unrecognised'
  /** Never signs in. */
  | 'absent';

export interface Owner {
  readonly act: Agent;
  /** Days on which a code was asked for. */
  daysAsked(): number;
  /** Days on which it was told and proved right. */
  daysVerified(): number;
}

const LATEST_HOUR_MS = DAY_MS - 700 * SECOND_MS;
const TYPING_MS = 20 * SECOND_MS;

export function createOwner(habit: OwnerHabit, startMs: number): Owner {
  const random = createSeededRandom(1);
  const client = { known: habit !== 'unrecognised' };
  let daysAsked = 0;
  let daysVerified = 0;
  let typing: { readonly challenge: string; readonly code: string; readonly atMs: number } | null = null;

  function nextDayAtMs(): number {
    return startMs + daysAsked * DAY_MS + random.below(LATEST_HOUR_MS);
  }

  async function ask(siege: Siege): Promise<number> {
    daysAsked += 1;
    const result = await siege.otp.request({ to: NUMBER, client });
    if (!result.ok) return nextDayAtMs();
    const { challenge, expiresAt } = result;
    typing = { challenge, code: siege.sender.latestCode(), atMs: expiresAt.getTime() - 1 };
    return habit === 'mistypes' ? siege.nowMs + TYPING_MS : typing.atMs;
  }

  return {
    async act(siege) {
      if (habit === 'absent') return Number.POSITIVE_INFINITY;
      if (typing === null) return ask(siege);
      const { challenge, code, atMs } = typing;
      if (siege.nowMs < atMs) {
        await siege.otp.verify({ challenge, code: siege.sender.wrongCode(code.length) });
        return atMs;
      }
      typing = null;
      const result = await siege.otp.verify({ challenge, code });
      if (result.ok) daysVerified += 1;
      return nextDayAtMs();
    },
    daysAsked: () => daysAsked,
    daysVerified: () => daysVerified,
  };
}
