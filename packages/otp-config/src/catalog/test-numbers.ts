import type { Shape } from '@countersign/otp-core/settings';
import type { TestNumber } from '../settings/otp-settings.ts';

const WRITTEN = /^(\+[1-9]\d{6,14})=(\d{4,10})(?:@(\d{4}-\d{2}-\d{2}))?$/;
const MOST_TEST_NUMBERS = 32;

/** `+15555550100=123456@2026-12-31`, several separated by commas. */
export const TEST_NUMBERS: Shape = {
  expectation: 'like +15555550100=123456@2026-12-31: number, code of 4 to 10 digits, last day it works',
  read(given) {
    const items = given.split(',').map((item) => readTestNumber(item.trim()));
    return items.length > MOST_TEST_NUMBERS || items.includes(null) ? null : items;
  },
};

function readTestNumber(written: string): TestNumber | null {
  const [, phoneNumber, code, until] = WRITTEN.exec(written) ?? [];
  if (phoneNumber === undefined || code === undefined) return null;
  if (until === undefined) return { phoneNumber, code };
  return endOfDay(until) === null ? null : { phoneNumber, code, until };
}

/** Milliseconds at which a day has ended, in UTC; `null`: no day of the calendar. */
export function endOfDay(day: string): number | null {
  const startMs = /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
  // `2026-02-30` would be read as a day in March by some.
  const isDay = !Number.isNaN(startMs) && new Date(startMs).toISOString().startsWith(day);
  return isDay ? startMs + 86_400_000 : null;
}
