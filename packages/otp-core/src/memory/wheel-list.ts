/**
 * The lists of a timing wheel: circular, doubly linked, threaded through the entries themselves.
 * Nothing is allocated to put an entry into a list, and leaving one needs no knowledge of which list it is.
 */

/** What a record must carry to be put on a timing wheel. The wheel owns these fields; nobody else writes them. */
export interface WheelEntry {
  /** `null` while the entry is not scheduled, as at birth. */
  wheelPrevious: WheelEntry | null;
  /** `null` while the entry is not scheduled, as at birth. */
  wheelNext: WheelEntry | null;
  /** The second it is due in, since the epoch. Seconds, because V8 keeps them unboxed (until 2038) where milliseconds would cost a heap number each. */
  wheelTick: number;
}

/** The fixed point of a circular list: its next is the first entry, its previous the last, and itself when there is none. */
export interface WheelList extends WheelEntry {
  wheelPrevious: WheelEntry;
  wheelNext: WheelEntry;
}

export function createWheelList(): WheelList {
  const list = { wheelTick: 0 } as WheelList;
  list.wheelPrevious = list;
  list.wheelNext = list;
  return list;
}

export function isEmptyList(list: WheelList): boolean {
  return list.wheelNext === list;
}

/** Puts an entry that is in no list at the end of this one. */
export function appendEntry(list: WheelList, entry: WheelEntry): void {
  const last = list.wheelPrevious;
  entry.wheelPrevious = last;
  entry.wheelNext = list;
  last.wheelNext = entry;
  list.wheelPrevious = entry;
}

/** Takes an entry out of whichever list it is in, if any. */
export function unlinkEntry(entry: WheelEntry): void {
  const { wheelPrevious: previous, wheelNext: next } = entry;
  if (previous === null || next === null) return;
  previous.wheelNext = next;
  next.wheelPrevious = previous;
  entry.wheelPrevious = null;
  entry.wheelNext = null;
}

/** Moves everything from one list to the end of another, in constant time whatever the length. */
export function moveEntries(from: WheelList, to: WheelList): void {
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
