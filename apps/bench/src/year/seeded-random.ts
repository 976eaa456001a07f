/** Random numbers that are the same in every run: a simulation that found something must find it again. */
export interface SeededRandom {
  /** A whole number from 0 up to, not including, `end`. */
  below(end: number): number;
}

/** Mulberry32: small, and even enough for choosing what an attacker does next. */
export function createSeededRandom(seed: number): SeededRandom {
  let state = seed;
  return {
    below(end) {
      state = (state + 0x6d2b79f5) | 0;
      let mixed = Math.imul(state ^ (state >>> 15), state | 1);
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
      return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * end);
    },
  };
}
