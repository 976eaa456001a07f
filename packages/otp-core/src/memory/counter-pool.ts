/**
 * Where the memory limiter's counters come from and go to. A typed array of 16 places costs several times its content,
 * so 256 counters share one; and a counter that is done with is used again, which spares the collector.
 */
import { RING, type SlicedCounter } from './sliced-counter.ts';

const COUNTERS_PER_BLOCK = 256;

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
    if (nextOffset === block.length) {
      block = new Uint32Array(COUNTERS_PER_BLOCK * RING);
      nextOffset = 0;
    }
    const offset = nextOffset;
    nextOffset += RING;
    return {
      wheelPrevious: null,
      wheelNext: null,
      wheelTick: 0,
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
    give: (counter) => {
      counter.key = '';
      spare.push(counter);
    },
  };
}
