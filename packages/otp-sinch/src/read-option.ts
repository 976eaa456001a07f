/** Readers of single options. What they return beside a problem is never used. */
import type { OptionProblems } from '@countersign/otp-core/adapter';
import { checkProviderId, isOptions } from '@countersign/otp-core/adapter';

export type GivenOptions = Readonly<Record<string, unknown>>;

/** Where time comes from. Only tests give one. */
export interface SinchClock {
  /** Milliseconds since the epoch. */
  now(): number;
}

/** Copied once, so that nobody who keeps the object can change what was checked. */
export function readGiven(options: unknown, known: readonly string[], problems: OptionProblems): GivenOptions {
  if (!isOptions(options)) {
    problems.add('options', 'must be an object');
    return {};
  }
  problems.addUnknown('', options, known);
  return { ...options };
}

/** A string of a shape. The value is never told: it may be a secret. */
export function readShaped(
  given: GivenOptions,
  option: string,
  shape: RegExp,
  expectation: string,
  problems: OptionProblems,
): string {
  const value = given[option];
  if (typeof value === 'string' && shape.test(value)) return value;
  problems.add(option, `must be ${expectation}`);
  return '';
}

/** `null` where it was left out. */
export function readOptionalShaped(
  given: GivenOptions,
  option: string,
  shape: RegExp,
  expectation: string,
  problems: OptionProblems,
): string | null {
  return given[option] === undefined ? null : readShaped(given, option, shape, expectation, problems);
}

export function readChoice<Choice extends string>(
  given: GivenOptions,
  option: string,
  choices: readonly Choice[],
  defaultValue: Choice,
  problems: OptionProblems,
): Choice {
  const value = given[option];
  if (value === undefined) return defaultValue;
  problems.addUnlessOneOf(option, value, choices);
  return choices.find((choice) => choice === value) ?? defaultValue;
}

export function readInteger(
  given: GivenOptions,
  option: string,
  range: { readonly minimum: number; readonly maximum: number; readonly defaultValue: number },
  problems: OptionProblems,
): number {
  const value = given[option];
  if (value === undefined) return range.defaultValue;
  problems.addUnlessInteger(option, value, range.minimum, range.maximum);
  return Number(value);
}

export function readTimeout(given: GivenOptions, problems: OptionProblems): number {
  return readInteger(given, 'timeoutMs', { minimum: 1, maximum: 60_000, defaultValue: 10_000 }, problems);
}

export function readProviderId(given: GivenOptions, defaultValue: string, problems: OptionProblems): string {
  const value = given.providerId;
  if (value === undefined) return defaultValue;
  checkProviderId('providerId', value, problems);
  return String(value);
}

export function readClock(given: GivenOptions, problems: OptionProblems): SinchClock {
  const value = given.clock;
  if (value === undefined) return { now: Date.now };
  if (isOptions(value) && typeof value.now === 'function') return value as unknown as SinchClock;
  problems.add('clock', 'must be an object with a function now');
  return { now: Date.now };
}

/** Application keys and secrets, for requests and for callbacks. */
export function readApplication(given: GivenOptions, problems: OptionProblems): { key: string; secret: string } {
  const key = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
  const secret = /^(?=.{16,512}$)(?:[A-Za-z0-9+/]{4})+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
  return {
    key: readShaped(given, 'applicationKey', key, 'the key of a Sinch app, a UUID', problems),
    secret: readShaped(given, 'applicationSecret', secret, 'the secret of a Sinch app as shown, in Base64', problems),
  };
}
