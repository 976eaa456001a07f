import { isOptions } from '@countersign/otp-core/adapter';
import type { OtpOverrides, OtpSettings } from '../settings/otp-settings.ts';

/** Objects of figures and texts, whose members go together from both. */
const MERGED = ['policy', 'message'];

/** Of what both say, `overrides` decides. */
export function mergeSettings(
  settings: Readonly<Record<string, unknown>>,
  overrides: OtpOverrides,
): Partial<OtpSettings> {
  const merged: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(settings)) if (value !== undefined) merged[name] = value;
  for (const [name, value] of Object.entries(overrides)) {
    if (value !== undefined) merged[name] = MERGED.includes(name) ? mergeObjects(merged[name], value) : value;
  }
  return merged;
}

function mergeObjects(base: unknown, over: unknown): unknown {
  if (!isOptions(base) || !isOptions(over)) return over;
  const merged: Record<string, unknown> = { ...base };
  for (const [name, value] of Object.entries(over)) {
    if (value !== undefined && name !== '__proto__') merged[name] = mergeObjects(merged[name], value);
  }
  return merged;
}
