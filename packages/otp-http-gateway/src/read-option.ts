/** Readers of single options. What they return beside a problem is never used. */
import type { OptionProblems } from '@countersign/otp-core/adapter';

/** The first choice is the default. */
export function readChoice<Choice extends string>(
  given: Readonly<Record<string, unknown>>,
  option: string,
  choices: readonly [Choice, ...Choice[]],
  problems: OptionProblems,
): Choice {
  const value = given[option];
  if (value === undefined) return choices[0];
  const choice = choices.find((candidate) => candidate === value);
  if (choice === undefined) problems.add(option, `must be one of ${choices.join(', ')}`);
  return choice ?? choices[0];
}

export function readInteger(
  given: Readonly<Record<string, unknown>>,
  option: string,
  defaultValue: number,
  maximum: number,
  problems: OptionProblems,
): number {
  const value = given[option];
  if (value === undefined) return defaultValue;
  problems.addUnlessInteger(option, value, 1, maximum);
  return Number(value);
}

/** `null` where it was left out. */
export function readText(
  given: Readonly<Record<string, unknown>>,
  option: string,
  problems: OptionProblems,
): string | null {
  const value = given[option];
  if (value === undefined) return null;
  if (typeof value === 'string' && value !== '' && isText(value)) return value;
  problems.add(option, 'must be a string that is not empty; leave it out where the gateway wants none');
  return null;
}

/** A lone surrogate has no UTF-8 and would arrive as another character. */
export function isText(value: string): boolean {
  return !/\p{Surrogate}/u.test(value);
}
