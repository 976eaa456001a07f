/** Readers of options. What they return beside a problem is never used; no problem ever quotes a value. */
import { checkProviderId, isOptions, type OptionProblems } from '@countersign/otp-core/adapter';
import type { Clock } from '@countersign/otp-core/spec';
import { isThisMachine, parseUrl } from './vendor-options.ts';

/** Options as they were given, of any type. */
export type GivenOptions = Readonly<Record<string, unknown>>;

/** Copied once, so that nobody who keeps the object can change what was checked. */
export function readGiven(options: unknown, known: readonly string[], problems: OptionProblems): GivenOptions {
  if (!isOptions(options)) {
    problems.add('options', 'must be an object');
    return {};
  }
  problems.addUnknown('', options, known);
  return { ...options };
}

/** A string of a shape; `expectation` ends the sentence "must be …". */
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
export function readOptionalShaped(...[given, option, ...others]: Parameters<typeof readShaped>): string | null {
  return given[option] === undefined ? null : readShaped(given, option, ...others);
}

/** The default is one of the choices. */
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

/** A whole number within its bounds. */
export function readInteger(
  given: GivenOptions,
  option: string,
  range: { readonly minimum: number; readonly maximum: number; readonly defaultValue: number },
  problems: OptionProblems,
): number {
  const value = given[option];
  if (value === undefined) return range.defaultValue;
  problems.addUnlessInteger(option, value, range.minimum, range.maximum);
  return value as number;
}

/** The option `timeoutMs`: for the whole of a call, 1 to 60,000, ten seconds by default. */
export function readTimeout(given: GivenOptions, problems: OptionProblems): number {
  return readInteger(given, 'timeoutMs', { minimum: 1, maximum: 60_000, defaultValue: 10_000 }, problems);
}

/** An id of a provider, by the option `providerId` unless told otherwise. */
export function readProviderId(
  given: GivenOptions,
  defaultValue: string,
  problems: OptionProblems,
  option = 'providerId',
): string {
  const value = given[option];
  if (value === undefined) return defaultValue;
  checkProviderId(option, value, problems);
  return value as string;
}

/** The option `clock`: where time comes from. Only tests give one. */
export function readClock(given: GivenOptions, problems: OptionProblems): Pick<Clock, 'now'> {
  const { clock } = given;
  if (clock === undefined) return { now: () => Date.now() };
  if (isOptions(clock) && typeof clock.now === 'function') return clock as unknown as Pick<Clock, 'now'>;
  problems.add('clock', 'must be an object with a function now');
  return { now: () => Date.now() };
}

/** Reports options that a client of the app's own decides, and that would be without effect beside it. */
export function refuseBeside(
  client: string,
  given: GivenOptions,
  others: readonly string[],
  problems: OptionProblems,
): void {
  for (const option of others) {
    if (given[option] !== undefined) problems.add(option, `has no effect beside ${client}, which has its own`);
  }
}

/**
 * An address that credentials and codes go to, hence TLS for all but this machine; `null` where it was left out.
 *
 * @example
 * const baseUrl = readBaseUrl(given, 'baseUrl', 'https://api.telnyx.com/v2', problems);
 */
export function readBaseUrl(
  given: GivenOptions,
  option: string,
  example: string,
  problems: OptionProblems,
): URL | null {
  const value = given[option];
  if (value === undefined) return null;
  const url = parseUrl(value);
  if (url === null) {
    problems.add(option, `must be an absolute URL such as ${example}`);
    return null;
  }
  if (url.username !== '' || url.password !== '') problems.add(option, 'must not hold credentials');
  if (/[?#]/.test(String(value))) problems.add(option, 'must have neither a query nor a fragment');
  if (url.protocol === 'http:' && !isThisMachine(url.hostname)) {
    problems.add(option, 'must start with https://, as plain http shows everything to everyone on the way');
  }
  return url;
}

/** An address that a vendor calls back, character by character; `null` where it was left out. */
export function readCallbackUrl(given: GivenOptions, option: string, problems: OptionProblems): string | null {
  const value = given[option];
  if (value === undefined) return null;
  const url = parseUrl(value);
  if (url !== null && url.username === '' && url.hash === '') return value as string;
  problems.add(option, 'must be an absolute URL such as https://app.example/webhooks, at most 2048 characters');
  return null;
}
