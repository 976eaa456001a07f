import { beforeAll, describe, expect, it } from 'vitest';
import { interleave, type LaneTimes, medianTimesAsLong, timesAsLong } from './interleave.ts';

function lane(name: string, roundsUs: readonly number[], cyclesUs: readonly number[] = []): LaneTimes {
  return { name, roundsUs, cyclesUs };
}

describe('timesAsLong', () => {
  it('compares round by round, so that a machine that slows down for a while changes nothing', () => {
    const fast = lane('fast', [10, 1000, 10, 100]);
    const slow = lane('slow', [20, 2000, 20, 200]);
    expect(timesAsLong(slow, fast)).toBe(2);
    expect(timesAsLong(fast, slow)).toBe(0.5);
  });

  it('does not feel a round in which one of them was held up', () => {
    expect(timesAsLong(lane('slow', [30, 30, 9000]), lane('fast', [10, 10, 10]))).toBe(3);
  });
});

describe('medianTimesAsLong', () => {
  it('compares the median cycles of each round, whatever its slowest take', () => {
    const fast = lane('fast', [0, 0], [10, 10, 4000, 100, 100, 100]);
    const slow = lane('slow', [0, 0], [30, 30, 30, 300, 9000, 300]);
    expect(medianTimesAsLong(slow, fast)).toBe(3);
  });
});

describe('interleave', () => {
  beforeAll(() => {
    globalThis.gc ??= (() => undefined) as NodeJS.GCFunction;
  });

  it('runs as many cycles as asked for, so many at once, each worker one after another', async () => {
    let cycles = 0;
    let underWay = 0;
    let most = 0;
    const busy = new Set<number>();
    const counting = {
      name: 'counting',
      cyclesPerRound: 10,
      async cycle(worker: number) {
        expect(busy.has(worker)).toBe(false);
        busy.add(worker);
        cycles += 1;
        underWay += 1;
        most = Math.max(most, underWay);
        await Promise.resolve();
        underWay -= 1;
        busy.delete(worker);
      },
    };
    const [times] = await interleave([counting], { rounds: 3, warmUpRounds: 1, concurrency: 4 });
    expect(cycles).toBe(40);
    expect(most).toBe(4);
    expect(times?.cyclesUs).toHaveLength(30);
    expect(times?.roundsUs).toHaveLength(3);
  });
});
