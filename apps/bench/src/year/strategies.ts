/** Every attack that is simulated, by name. */
import {
  actAtRandom,
  cancelAfterOneGuess,
  changePurpose,
  combineAll,
  guessByNumber,
  guessHourly,
  haveSendsRefused,
  hoardAcrossStepUp,
  hoardHandles,
  resendBetweenGuesses,
  waitOutWindows,
} from './attackers.ts';
import type { Strategy } from './simulate-year.ts';

const RECOGNISED = { owner: 'recognised', mustLetOwnerIn: true } as const;
/** Whoever passes for a known client uses what is kept for those: the guesses stay bounded, the owner may be kept out. */
const IMPOSTOR = { owner: 'recognised', mustLetOwnerIn: false, isAttackerKnown: true } as const;

export const STRATEGIES: readonly Strategy[] = [
  { name: 'a new code every hour', createAttacker: guessHourly, ...RECOGNISED },
  { name: 'back at the moment a refusal names', createAttacker: waitOutWindows, ...RECOGNISED },
  { name: 'a resend between guesses', createAttacker: resendBetweenGuesses, ...RECOGNISED },
  {
    name: 'the same, each resend a new code',
    createAttacker: resendBetweenGuesses,
    policy: { resendCode: 'new' },
    ...RECOGNISED,
  },
  { name: 'another purpose each time', createAttacker: changePurpose, ...RECOGNISED },
  { name: 'cancelling after one guess', createAttacker: cancelAfterOneGuess, ...RECOGNISED },
  { name: 'having the sends refused', createAttacker: haveSendsRefused, ...RECOGNISED },
  { name: 'hoarding handles', createAttacker: hoardHandles, ...RECOGNISED },
  { name: 'hoarding across step-up', createAttacker: hoardAcrossStepUp, ...RECOGNISED },
  { name: 'all combined', createAttacker: combineAll, ...RECOGNISED },
  { name: 'at random (seed 1)', createAttacker: () => actAtRandom(1), ...RECOGNISED },
  { name: 'at random (seed 2)', createAttacker: () => actAtRandom(2), ...RECOGNISED },
  { name: 'all combined', createAttacker: combineAll, owner: 'mistypes', mustLetOwnerIn: true },
  { name: 'all combined', createAttacker: combineAll, owner: 'unrecognised', mustLetOwnerIn: false },
  { name: 'all combined', createAttacker: combineAll, owner: 'absent', mustLetOwnerIn: false },
  {
    name: 'without a handle, bound by number',
    createAttacker: guessByNumber,
    policy: { binding: 'number' },
    owner: 'recognised',
    mustLetOwnerIn: false,
  },
  { name: 'as a known client', createAttacker: () => waitOutWindows({ known: true }), ...IMPOSTOR },
  { name: 'as one, hoarding across step-up', createAttacker: () => hoardAcrossStepUp({ known: true }), ...IMPOSTOR },
  { name: 'as one, at random (seed 3)', createAttacker: () => actAtRandom(3, { known: true }), ...IMPOSTOR },
];
