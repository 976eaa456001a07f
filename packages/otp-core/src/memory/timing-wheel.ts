/**
 * A hierarchical timing wheel: tells a bounded map which of its entries are over, without timers and without stalls.
 *
 * Nine levels of 32 slots; a slot of level n spans 32^n seconds. An entry stands on the level of the highest digit (base 32)
 * in which its tick differs from the cursor's, in the slot of that digit. Hence every entry of a level is due before any
 * of the levels above, and the next slot to open is the lowest bit of the lowest level that has one.
 * A slot that is reached becomes the open list in one step, and the open list is worked off a budget at a time:
 * what is due is handed out, the rest sinks to a lower level. The cursor waits until it is empty.
 */
import { OtpMisuseError } from '../errors/otp-error.ts';

/** Granularity: entries are handed out up to this late, never early. */
const TICK_MS = 1000;
/** One bit each in a 32-bit word. */
const SLOTS = 32;
/** 32^9 seconds hold every safe integer of milliseconds, so no entry is ever too far away. */
const LEVELS = 9;

/** What a record must carry to be put on a timing wheel. The wheel owns these fields; nobody else writes them. */
export interface WheelEntry {
  /** `null` while the entry is not scheduled, as at birth. */
  wheelPrevious: WheelEntry | null;
  /** `null` while the entry is not scheduled, as at birth. */
  wheelNext: WheelEntry | null;
  /** The second it is due in, since the epoch. Seconds, because V8 keeps them unboxed (until 2038) where milliseconds would cost a heap number each. */
  wheelTick: number;
}

export interface TimingWheelOptions<Entry extends WheelEntry> {
  /** Takes an entry that is due. It is no longer scheduled by then, and may be scheduled again from in here. */
  readonly onDue: (entry: Entry) => void;
}

export interface TimingWheel<Entry extends WheelEntry> {
  /** Makes an entry due at `atMs`, whether it was scheduled before or not. Constant time, no allocation. */
  schedule(entry: Entry, atMs: number): void;
  /** Makes an entry never due. Constant time; harmless for one that is not scheduled. */
  cancel(entry: Entry): void;
  /**
   * Hands out entries due at or before `nowMs`, looking at no more than `budget` entries.
   * Returns how many it looked at: less than `budget` means that nothing due is left.
   * A time before the former one is fine: what is scheduled then is still due at its own time.
   */
  advance(nowMs: number, budget: number): number;
}

/** Times are milliseconds since the epoch, from 0 to `Number.MAX_SAFE_INTEGER`; others are an `OtpMisuseError`. */
export function createTimingWheel<Entry extends WheelEntry>(options: TimingWheelOptions<Entry>): TimingWheel<Entry> {
  const { onDue } = options;
  const lists: WheelList[] = [];
  /** A set bit is a slot that may hold entries: `cancel` does not know the slot and leaves the bit behind. */
  const occupied = new Int32Array(LEVELS);
  /** Reached, yet not looked at. Also takes what is scheduled before the cursor, and is therefore due. */
  const open = createWheelList();
  /** No entry in a slot is due before this tick. Never later than the time of the last `advance`. */
  let cursor = 0;

  function listOf(level: number, slot: number): WheelList {
    const index = level * SLOTS + slot;
    const list = lists[index] ?? createWheelList();
    lists[index] = list;
    return list;
  }

  function bitsOf(level: number): number {
    return occupied[level] ?? 0;
  }

  function place(entry: WheelEntry): void {
    if (entry.wheelTick < cursor) {
      appendEntry(open, entry);
      return;
    }
    const level = levelOfDifference(entry.wheelTick, cursor);
    const slot = digitOf(entry.wheelTick, level);
    appendEntry(listOf(level, slot), entry);
    occupied[level] = bitsOf(level) | (1 << slot);
  }

  /** Moves the cursor to the next slot that has begun and opens it, or else to the present. */
  function openNextSlot(nowTick: number): boolean {
    for (let level = 0; level < LEVELS; level += 1) {
      for (let bits = bitsOf(level); bits !== 0; bits = bitsOf(level)) {
        const slot = lowestBit(bits);
        const list = listOf(level, slot);
        const startTick = startOfSlot(cursor, level, slot);
        if (!isEmptyList(list) && startTick > nowTick) {
          cursor = nowTick;
          return false;
        }
        occupied[level] = bits & (bits - 1);
        if (isEmptyList(list)) continue;
        cursor = startTick;
        moveEntries(list, open);
        return true;
      }
    }
    cursor = nowTick;
    return false;
  }

  /**
   * Moves the cursor back. Seen from the earlier tick, all that stands below the level of the difference
   * shares one digit on that level: the cursor's. So those lists move up into that one slot, whole.
   */
  function rewind(toTick: number): void {
    const level = levelOfDifference(toTick, cursor);
    const slot = digitOf(cursor, level);
    const target = listOf(level, slot);
    for (let lower = 0; lower < level; lower += 1) {
      for (let bits = bitsOf(lower); bits !== 0; bits &= bits - 1) moveEntries(listOf(lower, lowestBit(bits)), target);
      occupied[lower] = 0;
    }
    if (!isEmptyList(target)) occupied[level] = bitsOf(level) | (1 << slot);
    cursor = toTick;
  }

  function schedule(entry: Entry, atMs: number): void {
    requireTime(atMs);
    const tick = Math.ceil(atMs / TICK_MS);
    if (entry.wheelNext !== null && entry.wheelTick === tick) return;
    unlinkEntry(entry);
    entry.wheelTick = tick;
    place(entry);
  }

  function advance(nowMs: number, budget: number): number {
    requireTime(nowMs);
    const nowTick = Math.floor(nowMs / TICK_MS);
    if (nowTick < cursor) rewind(nowTick);
    let visits = 0;
    while (visits < budget) {
      const entry = open.wheelNext;
      if (entry === open) {
        if (openNextSlot(nowTick)) continue;
        break;
      }
      visits += 1;
      unlinkEntry(entry);
      if (entry.wheelTick > nowTick) place(entry);
      else onDue(entry as Entry); // only `schedule` puts entries in, and it takes nothing else
    }
    return visits;
  }

  return { schedule, cancel: unlinkEntry, advance };
}

/** The level of the highest digit in which two ticks differ; 0 where they are equal. Divisions, as ticks outgrow 32 bits. */
function levelOfDifference(tick: number, otherTick: number): number {
  let level = 0;
  let above = Math.floor(tick / SLOTS);
  let otherAbove = Math.floor(otherTick / SLOTS);
  while (above !== otherAbove) {
    level += 1;
    above = Math.floor(above / SLOTS);
    otherAbove = Math.floor(otherAbove / SLOTS);
  }
  return level;
}

function digitOf(tick: number, level: number): number {
  return Math.floor(tick / SLOTS ** level) % SLOTS;
}

/** The first tick of a slot, given any tick that shares its higher digits. */
function startOfSlot(tick: number, level: number, slot: number): number {
  const width = SLOTS ** level;
  const round = width * SLOTS;
  return Math.floor(tick / round) * round + slot * width;
}

function lowestBit(bits: number): number {
  return 31 - Math.clz32(bits & -bits);
}

/** `NaN` or a negative time would make the digits run on without end. */
function requireTime(timeMs: number): void {
  if (!(timeMs >= 0 && timeMs <= Number.MAX_SAFE_INTEGER)) {
    throw new OtpMisuseError(
      'A time must be in milliseconds since the epoch, not negative and a safe integer at most.',
    );
  }
}

/*
 * The lists of the wheel: circular, doubly linked, threaded through the entries themselves. Nothing is allocated to put an
 * entry into a list, and leaving one needs no knowledge of which list it is.
 */

/** The fixed point of a circular list: its next is the first entry, its previous the last, and itself when there is none. */
interface WheelList extends WheelEntry {
  wheelPrevious: WheelEntry;
  wheelNext: WheelEntry;
}

function createWheelList(): WheelList {
  const list = { wheelTick: 0 } as WheelList;
  list.wheelPrevious = list;
  list.wheelNext = list;
  return list;
}

function isEmptyList(list: WheelList): boolean {
  return list.wheelNext === list;
}

/** Puts an entry that is in no list at the end of this one. */
function appendEntry(list: WheelList, entry: WheelEntry): void {
  const last = list.wheelPrevious;
  entry.wheelPrevious = last;
  entry.wheelNext = list;
  last.wheelNext = entry;
  list.wheelPrevious = entry;
}

/** Takes an entry out of whichever list it is in, if any. */
function unlinkEntry(entry: WheelEntry): void {
  const { wheelPrevious: previous, wheelNext: next } = entry;
  if (previous === null || next === null) return;
  previous.wheelNext = next;
  next.wheelPrevious = previous;
  entry.wheelPrevious = null;
  entry.wheelNext = null;
}

/** Moves everything from one list to the end of another, in constant time whatever the length. */
function moveEntries(from: WheelList, to: WheelList): void {
  if (isEmptyList(from)) return;
  const first = from.wheelNext;
  const last = from.wheelPrevious;
  const formerLast = to.wheelPrevious;
  formerLast.wheelNext = first;
  first.wheelPrevious = formerLast;
  last.wheelNext = to;
  to.wheelPrevious = last;
  from.wheelNext = from;
  from.wheelPrevious = from;
}
