import { type OtpPolicyOptions, STANDARD_POLICY, STRICT_POLICY } from '@countersign/otp-core';
import { isOptions } from '@countersign/otp-core/adapter';
import type { FigureDescription } from './config-description.ts';

/** Every figure of a policy, checked or not. */
export function describePolicy(policy: OtpPolicyOptions = {}): readonly FigureDescription[] {
  const { preset = 'standard', rateLimits = {}, ...others } = policy;
  const base = preset === 'strict' ? STRICT_POLICY : STANDARD_POLICY;
  const { rateLimits: baseLimits, ...baseOthers } = base;
  return [
    { option: 'preset', value: show('', preset), isDefault: policy.preset === undefined },
    ...figures('', baseOthers, others),
    ...figures('rateLimits.', baseLimits, rateLimits),
  ];
}

function figures(path: string, base: object, over: object): readonly FigureDescription[] {
  return Object.entries(base).map(([name, value]) => {
    const given = Object.hasOwn(over, name) ? (over as Record<string, unknown>)[name] : undefined;
    return { option: path + name, value: show(name, given ?? value), isDefault: given === undefined };
  });
}

/** Milliseconds as people say them; windows as `5 in 1 h`. */
function show(name: string, value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map((each) => show(name, each)).join(', ');
  if (value === null) return 'none';
  if (isOptions(value)) return showObject(value);
  return name.endsWith('Ms') && typeof value === 'number' ? showDuration(value) : String(value).slice(0, 64);
}

function showObject({ max, durationMs, codeLength, afterFailures, withinMs }: Record<string, unknown>): string {
  return max === undefined
    ? `${show('', codeLength)} digits after ${show('', afterFailures)} failures in ${show('withinMs', withinMs)}`
    : `${show('', max)} in ${show('durationMs', durationMs)}`;
}

const UNITS = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'min'],
  [1_000, 's'],
] as const;

/** `1 h`, `90 s`, `365 d`: the largest unit of which it is a whole number. */
function showDuration(durationMs: number): string {
  const [size, unit] = UNITS.find(([each]) => durationMs >= each && durationMs % each === 0) ?? [1, 'ms'];
  return `${durationMs / size} ${unit}`;
}
