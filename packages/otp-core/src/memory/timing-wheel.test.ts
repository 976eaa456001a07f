import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTimingWheel, type WheelEntry } from './timing-wheel.ts';

const SECOND = 1000;
const DAY = 86_400 * SECOND;
const YEAR = 366 * DAY;
const NOW = Date.UTC(2026, 0, 1);

interface NamedEntry extends WheelEntry {
  readonly name: number;
}

function createEntry(name: number): NamedEntry {
  return { wheelPrevious: null, wheelNext: null, wheelTick: 0, name };
}

function createRecordingWheel() {
  const out: number[] = [];
  const wheel = createTimingWheel<NamedEntry>({ onDue: (entry) => out.push(entry.name) });
  return { wheel, out };
}

/** Advances until nothing due is left. */
function drain(wheel: { advance(nowMs: number, budget: number): number }, nowMs: number): void {
  while (wheel.advance(nowMs, 100) === 100);
}

/** Due at the end of the second that holds `atMs`. */
function roundUpToTick(atMs: number): number {
  return Math.ceil(atMs / SECOND) * SECOND;
}

describe('createTimingWheel', () => {
  it('hands an entry out once it is due, and not before', () => {
    const { wheel, out } = createRecordingWheel();
    wheel.schedule(createEntry(1), NOW + 5 * SECOND);
    drain(wheel, NOW + 5 * SECOND - 1);
    expect(out).toEqual([]);
    drain(wheel, NOW + 5 * SECOND);
    expect(out).toEqual([1]);
    drain(wheel, NOW + YEAR);
    expect(out).toEqual([1]);
  });

  it('hands out within a second of the due time, at the end of the tick', () => {
    const { wheel, out } = createRecordingWheel();
    wheel.schedule(createEntry(1), NOW + 1);
    drain(wheel, NOW + 999);
    expect(out).toEqual([]);
    drain(wheel, NOW + 1000);
    expect(out).toEqual([1]);
  });

  it('hands out in the order of the slots when time moves on in steps', () => {
    const { wheel, out } = createRecordingWheel();
    const delays = [3, 400 * 86_400, 40, 90_000, 2_000, 33_000_000];
    wheel.advance(NOW, 1);
    for (const delay of delays) wheel.schedule(createEntry(delay), NOW + delay * SECOND);
    const ordered = [...delays].sort((a, b) => a - b);
    for (const [index, delay] of ordered.entries()) {
      drain(wheel, NOW + delay * SECOND - 1);
      expect(out).toEqual(ordered.slice(0, index));
      drain(wheel, NOW + delay * SECOND);
      expect(out).toEqual(ordered.slice(0, index + 1));
    }
  });

  it('hands out at once what is scheduled in the past', () => {
    const { wheel, out } = createRecordingWheel();
    wheel.advance(NOW, 1);
    wheel.schedule(createEntry(1), 0);
    wheel.schedule(createEntry(2), NOW - 1);
    wheel.schedule(createEntry(3), NOW);
    drain(wheel, NOW);
    expect(out.sort()).toEqual([1, 2, 3]);
  });

  it('moves an entry that is scheduled again, earlier or later', () => {
    const { wheel, out } = createRecordingWheel();
    const [earlier, later] = [createEntry(1), createEntry(2)];
    for (const entry of [earlier, later]) wheel.schedule(entry, NOW + 60 * SECOND);
    wheel.schedule(earlier, NOW + SECOND);
    wheel.schedule(later, NOW + DAY);
    drain(wheel, NOW + SECOND);
    expect(out).toEqual([1]);
    drain(wheel, NOW + DAY - SECOND);
    expect(out).toEqual([1]);
    drain(wheel, NOW + DAY);
    expect(out).toEqual([1, 2]);
  });

  it('never hands out a cancelled entry, and lets it be cancelled twice', () => {
    const { wheel, out } = createRecordingWheel();
    const entry = createEntry(1);
    wheel.cancel(entry);
    wheel.schedule(entry, NOW);
    wheel.cancel(entry);
    wheel.cancel(entry);
    drain(wheel, NOW + YEAR);
    expect(out).toEqual([]);
    wheel.schedule(entry, NOW);
    drain(wheel, NOW + YEAR);
    expect(out).toEqual([1]);
  });

  it('lets an entry be scheduled again, and others cancelled, while it is handed out', () => {
    const out: number[] = [];
    const other = createEntry(2);
    const wheel = createTimingWheel<NamedEntry>({
      onDue: (entry) => {
        out.push(entry.name);
        wheel.cancel(other);
        if (out.length < 3) wheel.schedule(entry, NOW + out.length * DAY);
      },
    });
    wheel.schedule(createEntry(1), NOW);
    wheel.schedule(other, NOW);
    drain(wheel, NOW);
    expect(out).toEqual([1]);
    drain(wheel, NOW + 2 * DAY);
    expect(out).toEqual([1, 1, 1]);
  });

  it('goes on after a callback that throws', () => {
    const out: number[] = [];
    const wheel = createTimingWheel<NamedEntry>({
      onDue: (entry) => {
        out.push(entry.name);
        if (entry.name === 1) throw new Error('refused by the test');
      },
    });
    for (const name of [1, 2]) wheel.schedule(createEntry(name), NOW);
    expect(() => wheel.advance(NOW, 10)).toThrow('refused by the test');
    drain(wheel, NOW);
    expect(out).toEqual([1, 2]);
  });

  it('takes a clock that goes backwards: what is scheduled then is due at its own time', () => {
    const { wheel, out } = createRecordingWheel();
    wheel.schedule(createEntry(1), NOW + 2 * YEAR);
    drain(wheel, NOW + YEAR);
    drain(wheel, NOW);
    wheel.schedule(createEntry(2), NOW + DAY);
    drain(wheel, NOW + DAY - SECOND);
    expect(out).toEqual([]);
    drain(wheel, NOW + DAY);
    expect(out).toEqual([2]);
    drain(wheel, NOW + 2 * YEAR);
    expect(out).toEqual([2, 1]);
  });

  it('jumps over a year without walking through its seconds', () => {
    const { wheel, out } = createRecordingWheel();
    for (let year = 1; year <= 2000; year += 1) {
      wheel.schedule(createEntry(year), NOW + year * YEAR + SECOND);
      expect(wheel.advance(NOW + year * YEAR, 100)).toBeLessThan(20);
    }
    expect(out).toHaveLength(1999);
  });

  it('refuses times that no clock shows', () => {
    const { wheel } = createRecordingWheel();
    for (const time of [Number.NaN, -1, Number.POSITIVE_INFINITY, Number.MAX_SAFE_INTEGER + 1]) {
      expect(() => wheel.schedule(createEntry(1), time)).toThrow(expect.objectContaining({ code: 'OTP_MISUSE' }));
      expect(() => wheel.advance(time, 1)).toThrow(expect.objectContaining({ code: 'OTP_MISUSE' }));
    }
    wheel.schedule(createEntry(1), Number.MAX_SAFE_INTEGER);
    expect(wheel.advance(NOW, 10)).toBe(0);
  });

  it('does no more than its budget in a call, with a million entries in one slot', () => {
    const count = 1_000_000;
    const budget = 1000;
    let touched = 0;
    let out = 0;
    /** Counts every write of a link: an honest visit is a handful of them. */
    class CountingEntry implements WheelEntry {
      wheelPrevious: WheelEntry | null = null;
      wheelTick = 0;
      #next: WheelEntry | null = null;
      get wheelNext(): WheelEntry | null {
        return this.#next;
      }
      set wheelNext(next: WheelEntry | null) {
        touched += 1;
        this.#next = next;
      }
    }
    const wheel = createTimingWheel<CountingEntry>({ onDue: () => (out += 1) });
    wheel.advance(NOW, 1);
    for (let index = 0; index < count; index += 1) wheel.schedule(new CountingEntry(), NOW + YEAR);
    let calls = 0;
    let most = 0;
    // An hour before, they sink from level to level; then they are due, all in one second.
    for (const nowMs of [NOW + YEAR - 3600 * SECOND, NOW + YEAR]) {
      for (let visits = budget; visits === budget; calls += 1) {
        touched = 0;
        const before = out;
        visits = wheel.advance(nowMs, budget);
        expect(out - before).toBeLessThanOrEqual(visits);
        most = Math.max(most, visits, touched / 4);
      }
      expect(out).toBe(nowMs === NOW + YEAR ? count : 0);
    }
    expect(most).toBeLessThanOrEqual(budget + 100);
    expect(calls).toBeLessThan((10 * count) / budget);
  });

  it('agrees with a plain list, whatever is scheduled, cancelled and moved, and however time jumps', () => {
    const delay = fc.oneof(
      fc.integer({ min: -70 * SECOND, max: 70 * SECOND }),
      fc.integer({ min: -2 * DAY, max: 2 * DAY }),
      fc.integer({ min: -YEAR, max: 2 * YEAR }),
      fc.constantFrom(0, 1, 31 * SECOND, 32 * SECOND, 1024 * SECOND, 32_768 * SECOND),
    );
    const step = fc.oneof(
      { weight: 4, arbitrary: fc.record({ kind: fc.constant('schedule' as const), name: fc.nat(15), delay }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('cancel' as const), name: fc.nat(15) }) },
      { weight: 3, arbitrary: fc.record({ kind: fc.constant('advance' as const), delay, budget: fc.nat(12) }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('drain' as const), delay }) },
    );
    // 2^30 and 2^31 seconds, where high digits turn over, are as good a beginning as the present or zero.
    const start = fc.constantFrom(0, NOW, 2 ** 30 * SECOND, 2 ** 31 * SECOND - 5, 8e15);
    fc.assert(
      fc.property(start, fc.array(step, { maxLength: 120, size: 'max' }), (startMs, steps) => {
        let nowMs = startMs;
        const dueAt = new Map<number, number>();
        const entries = Array.from({ length: 16 }, (_, name) => createEntry(name));
        let handedOut = 0;
        const wheel = createTimingWheel<NamedEntry>({
          onDue: (entry) => {
            handedOut += 1;
            expect(roundUpToTick(dueAt.get(entry.name) ?? Number.POSITIVE_INFINITY)).toBeLessThanOrEqual(nowMs);
            dueAt.delete(entry.name);
          },
        });
        const advance = (budget: number): number => {
          handedOut = 0;
          const visits = wheel.advance(nowMs, budget);
          expect(visits).toBeLessThanOrEqual(budget);
          expect(handedOut).toBeLessThanOrEqual(visits);
          if (visits < budget) expect([...dueAt.values()].filter((due) => roundUpToTick(due) <= nowMs)).toEqual([]);
          return visits;
        };
        for (const current of steps) {
          if (current.kind === 'schedule') {
            const entry = entries[current.name] ?? createEntry(-1);
            const atMs = Math.max(0, nowMs + current.delay);
            wheel.schedule(entry, atMs);
            dueAt.set(entry.name, atMs);
          } else if (current.kind === 'cancel') {
            wheel.cancel(entries[current.name] ?? createEntry(-1));
            dueAt.delete(current.name);
          } else {
            nowMs = Math.max(0, nowMs + current.delay);
            if (current.kind === 'advance') advance(current.budget);
            else while (advance(5) === 5);
          }
        }
        nowMs = 8.9e15;
        for (let calls = 0; advance(5) === 5; calls += 1) expect(calls).toBeLessThan(200);
        expect(dueAt.size).toBe(0);
      }),
      { numRuns: 1000 },
    );
  });
});
