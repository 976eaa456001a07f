/**
 * What the memory limiter keeps for a key: how much was charged in each of the last 16 slices of time.
 * A duration is cut into 15 slices; a charge counts until its slice is as old as the duration, from the slice's end.
 * So a charge is never forgotten early, and at most one slice late.
 */
import type { RateLimitCharge } from '../adapter/rate-windows.ts';
import type { WheelEntry } from './timing-wheel.ts';

/** The slice that now is in, and 15 before it, which hold a whole duration wherever in its slice now stands. */
const RING = 16;
/** Turns the number of a slice into its place in the ring. Exact for any safe integer: `&` takes the low bits. */
const RING_MASK = RING - 1;
/** The most a 32-bit place can hold. More than any `max`, so a key whose merged slices reach it is simply full. */
const FULL = 0xffff_ffff;

export interface SlicedCounter extends WheelEntry {
  key: string;
  /** Shared with other counters; this one's ring begins at `offset`. */
  readonly counts: Uint32Array;
  readonly offset: number;
  /** How long a slice of the ring is. */
  sliceMs: number;
  /** The latest time charged at. What is charged while the clock is behind it, less than a slice, counts from here. */
  latestMs: number;
  /** How long a slice would be for the latest charge's own duration. */
  wantedSliceMs: number;
  /** When all charges that wanted other slices are over. In seconds, which V8 keeps unboxed. */
  otherWantsUntilSecond: number;
  /** When all charges are over, for all that calls were told of them. */
  keptUntilSecond: number;
}

/** Makes a counter, new or used before, count from nothing. */
export function resetCounter(counter: SlicedCounter, charge: RateLimitCharge, nowMs: number): void {
  counter.key = charge.key;
  counter.counts.fill(0, counter.offset, counter.offset + RING);
  counter.sliceMs = sliceMsOf(charge.durationMs);
  counter.latestMs = nowMs;
  counter.wantedSliceMs = counter.sliceMs;
  counter.otherWantsUntilSecond = 0;
  counter.keptUntilSecond = 0;
}

/**
 * Where the clock has gone back, whole slices go back with it, as if no time had passed since the latest charge: what was
 * charged while a clock ran ahead limits nobody for longer, and nothing is forgotten. Less than a slice stays as it is.
 */
export function followClock(counter: SlicedCounter, nowMs: number): void {
  const { counts, offset, sliceMs } = counter;
  const back = Math.floor((counter.latestMs - nowMs) / sliceMs);
  // Stryker disable next-line EqualityOperator: the same either way: all places move by nothing
  if (back <= 0) return;
  const former = counts.slice(offset, offset + RING);
  for (let place = 0; place < RING; place += 1) {
    counts[offset + ((place - (back & RING_MASK)) & RING_MASK)] = former[place] ?? 0;
  }
  const backSeconds = Math.floor((back * sliceMs) / 1000);
  counter.latestMs -= back * sliceMs;
  counter.otherWantsUntilSecond -= backSeconds;
  counter.keptUntilSecond -= backSeconds;
}

/** When the charge fits if nothing else is charged until then; `null`: it fits now. Changes nothing. */
export function findRetryAtMs(counter: SlicedCounter, charge: RateLimitCharge, nowMs: number): number | null {
  const { counts, offset, sliceMs, latestMs } = counter;
  const newest = Math.floor(latestMs / sliceMs);
  const oldest = Math.max(Math.floor((nowMs - charge.durationMs) / sliceMs), newest - RING_MASK);
  let room = charge.max - charge.cost;
  for (let slice = newest; slice >= oldest; slice -= 1) {
    room -= counts[offset + (slice & RING_MASK)] ?? 0;
    // Everything newer fits, so the charge does as soon as this slice is over.
    if (room < 0) return (slice + 1) * sliceMs + charge.durationMs;
  }
  return null;
}

/** Counts a charge that fits. */
export function addCharge(counter: SlicedCounter, charge: RateLimitCharge, nowMs: number): void {
  const atMs = Math.max(nowMs, counter.latestMs);
  adoptSlices(counter, sliceMsOf(charge.durationMs), atMs);
  moveTo(counter, atMs);
  const slice = Math.floor(atMs / counter.sliceMs);
  addToSlice(counter, slice, charge.cost);
  keepUntil(counter, (slice + 1) * counter.sliceMs + charge.durationMs);
}

/** Also for a call that is limited: the charge it must wait for may have been made for a shorter duration than the call's. */
export function keepUntil(counter: SlicedCounter, timeMs: number): void {
  counter.keptUntilSecond = Math.max(counter.keptUntilSecond, Math.ceil(timeMs / 1000));
}

function sliceMsOf(durationMs: number): number {
  return Math.ceil(durationMs / RING_MASK);
}

/**
 * A key charged with another duration than before. Longer slices are taken at once, as the ring must span the longest
 * duration; shorter ones only when all charges that wanted other slices are over, as a shorter ring would forget them.
 */
function adoptSlices(counter: SlicedCounter, wantedSliceMs: number, atMs: number): void {
  if (counter.wantedSliceMs !== wantedSliceMs) {
    counter.wantedSliceMs = wantedSliceMs;
    counter.otherWantsUntilSecond = counter.keptUntilSecond;
  }
  // Stryker disable next-line ConditionalExpression: time, not behaviour: slices are cut into slices of the same length
  if (wantedSliceMs === counter.sliceMs) return;
  if (wantedSliceMs > counter.sliceMs || atMs >= counter.otherWantsUntilSecond * 1000) cutAgain(counter, wantedSliceMs);
}

/** Cuts the past into slices of another length. What a slice held may be as late as its end, or as the latest charge. */
function cutAgain(counter: SlicedCounter, sliceMs: number): void {
  const { counts, offset, sliceMs: formerSliceMs, latestMs } = counter;
  const former = counts.slice(offset, offset + RING);
  const formerNewest = Math.floor(latestMs / formerSliceMs);
  const newest = Math.floor(latestMs / sliceMs);
  counts.fill(0, offset, offset + RING);
  counter.sliceMs = sliceMs;
  for (let age = 0; age < RING; age += 1) {
    const formerSlice = formerNewest - age;
    const sliceOfEnd = Math.ceil(((formerSlice + 1) * formerSliceMs) / sliceMs) - 1;
    const slice = Math.min(sliceOfEnd, newest);
    if (slice >= newest - RING_MASK) addToSlice(counter, slice, former[formerSlice & RING_MASK] ?? 0);
  }
}

/** Empties the places of the slices between the latest charge's and this one's. */
function moveTo(counter: SlicedCounter, atMs: number): void {
  const newest = Math.floor(counter.latestMs / counter.sliceMs);
  const next = Math.floor(atMs / counter.sliceMs);
  for (let slice = Math.max(newest + 1, next - RING_MASK); slice <= next; slice += 1) {
    counter.counts[counter.offset + (slice & RING_MASK)] = 0;
  }
  counter.latestMs = atMs;
}

function addToSlice(counter: SlicedCounter, slice: number, amount: number): void {
  const place = counter.offset + (slice & RING_MASK);
  counter.counts[place] = Math.min(FULL, (counter.counts[place] ?? 0) + amount);
}

const COUNTERS_PER_BLOCK = 256;

/**
 * Where counters come from and go to. A typed array of 16 places costs several times its content, so 256 counters share
 * one; and a counter that is done with is used again, which spares the collector.
 */
export interface CounterPool {
  /** A counter in an undefined state: reset it. */
  take(): SlicedCounter;
  give(counter: SlicedCounter): void;
}

export function createCounterPool(): CounterPool {
  const spare: SlicedCounter[] = [];
  let block = new Uint32Array(0);
  let nextOffset = 0;

  function createCounter(): SlicedCounter {
    // Stryker disable next-line ConditionalExpression: time, not behaviour: each counter has a block of its own
    if (nextOffset === block.length) {
      // Stryker disable next-line ArithmeticOperator: time, not behaviour: each counter has a block of its own
      block = new Uint32Array(COUNTERS_PER_BLOCK * RING);
      nextOffset = 0;
    }
    const offset = nextOffset;
    nextOffset += RING;
    return {
      wheelPrevious: null,
      wheelNext: null,
      wheelTick: 0,
      // Stryker disable next-line StringLiteral: the same either way: a key is set before it is read
      key: '',
      counts: block,
      offset,
      sliceMs: 1,
      latestMs: 0,
      wantedSliceMs: 1,
      otherWantsUntilSecond: 0,
      keptUntilSecond: 0,
    };
  }

  return {
    take: () => spare.pop() ?? createCounter(),
    // Stryker disable next-line BlockStatement: time, not behaviour: a counter that is done with is not used again
    give: (counter) => {
      // Stryker disable next-line StringLiteral: the same either way: a key is set before it is read
      counter.key = '';
      // Stryker disable next-line CallExpression: time, not behaviour: a counter that is done with is not used again
      spare.push(counter);
    },
  };
}
