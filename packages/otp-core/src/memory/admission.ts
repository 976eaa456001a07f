/**
 * Which new numbers a bounded store takes in. Nobody pays for a request about an account that does not exist, nor for one
 * that a provider refuses, and a wrong code keeps its number for a year: who asks about invented numbers must not fill the
 * store and shut owners out. Nothing is dropped, and all strangers are treated alike: neither tells which accounts exist.
 */
const HOUR_MS = 3_600_000;
/** What strangers may take in an hour of the room that is left to them, once half of it is taken. */
const HOURLY_PART = 8;

export interface Admission {
  /** Whether there is room for one more, where `kept` are kept and this client may fill `limit`. Counts those it admits. */
  admitStranger(kept: number, limit: number, nowMs: number): boolean;
}

export function createAdmission(): Admission {
  let hour = -1;
  let left = 0;

  return {
    admitStranger(kept, limit, nowMs) {
      const free = limit - kept;
      if (free <= 0) return false;
      if (free * 2 > limit) return true;
      const thisHour = Math.floor(nowMs / HOUR_MS);
      if (thisHour !== hour) {
        hour = thisHour;
        left = Math.ceil(free / HOURLY_PART);
      }
      if (left <= 0) return false;
      left -= 1;
      return true;
    },
  };
}
