import type { OptionProblems } from '@countersign/otp-core/adapter';

/** A copy of the expression, which nobody can recompile. With `g` or `y` every second answer would be read differently. */
export function readRegExp(option: string, value: unknown, problems: OptionProblems): RegExp | null {
  if (value instanceof RegExp && !value.global && !value.sticky) return new RegExp(value.source, value.flags);
  problems.add(option, 'must be a regular expression without the flags g and y');
  return null;
}
