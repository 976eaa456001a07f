/** What several processes may rely on, on each of the stores they can share. */
import { afterAll, beforeAll, describe } from 'vitest';
import { clockCases } from './cases/clock-cases.ts';
import { deathCases } from './cases/death-cases.ts';
import { guessingCases } from './cases/guessing-cases.ts';
import { limitCases } from './cases/limit-cases.ts';
import { nameCases } from './cases/name-cases.ts';
import { onceCases } from './cases/once-cases.ts';
import { proofCases } from './cases/proof-cases.ts';
import { PLACES, type StartedPlace } from './support/start-place.ts';

describe.each(PLACES)('on %s', (_name, start) => {
  let started: StartedPlace;
  beforeAll(async () => {
    started = await start();
  });
  afterAll(() => started?.stop());

  const placeOf = () => started.place;
  guessingCases(placeOf);
  deathCases(placeOf);
  clockCases(placeOf);
  limitCases(placeOf);
  nameCases(placeOf);
  onceCases(placeOf);
  proofCases(placeOf);
});
