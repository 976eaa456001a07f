/** Times as people read them, in the language and the zone of the browser. */

/** @param {Date} date */
export function dayKey(date) {
  return `${date.getFullYear()}-${date.getMonth()}-${date.getDate()}`;
}

/**
 * @param {Date} date
 * @param {Date} now
 */
export function formatDay(date, now) {
  if (dayKey(date) === dayKey(now)) return 'Today';
  return DAY.format(date);
}

/** @param {Date} date */
export function formatTime(date) {
  return TIME.format(date);
}

/**
 * @param {Date} date
 * @param {Date} now
 */
export function formatWhen(date, now) {
  return (dayKey(date) === dayKey(now) ? MINUTE : SHORT_DAY).format(date);
}

/**
 * How long after another moment: `0.24 s`.
 * @param {number} milliseconds
 */
export function formatSince(milliseconds) {
  return `+${(milliseconds / 1000).toFixed(milliseconds < 10_000 ? 2 : 0)} s`;
}

// Made once: a list of thousands would otherwise make thousands of them.
const DAY = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' });
const TIME = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const MINUTE = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const SHORT_DAY = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
