import { type ConfigurationProblem, OtpConfigurationError } from '../errors/otp-error.ts';

/**
 * Collects everything that is wrong with some options, so that one error can name it all.
 * `path` leads to the options, for example `policy`; empty at the top.
 */
export class OptionProblems {
  readonly #subject: string;
  readonly #problems: ConfigurationProblem[] = [];

  constructor(subject: string) {
    this.#subject = subject;
  }

  add(option: string, message: string): void {
    this.#problems.push({ option, message });
  }

  /** Reports options that do not exist; a misspelt option must not be silently without effect. */
  addUnknown(path: string, options: object, known: readonly string[]): void {
    this.#problems.push(...listUnknown(path, options, known));
  }

  addUnlessInteger(option: string, value: unknown, minimum: number, maximum: number): void {
    if (!Number.isInteger(value) || (value as number) < minimum || (value as number) > maximum) {
      this.add(option, `must be a whole number from ${minimum} to ${maximum}`);
    }
  }

  addUnlessOneOf(option: string, value: unknown, choices: readonly string[]): void {
    if (!choices.some((choice) => choice === value)) {
      this.add(option, `must be ${choices.map((choice) => `'${choice}'`).join(' or ')}`);
    }
  }

  /** @param earlier problems that go before those collected here */
  throwIfAny(earlier: readonly ConfigurationProblem[] = []): void {
    const problems = [...earlier, ...this.#problems];
    if (problems.length > 0) throw new OtpConfigurationError(this.#subject, problems);
  }
}

/** A problem for each option that does not exist. */
export function listUnknown(path: string, options: object, known: readonly string[]): readonly ConfigurationProblem[] {
  return Object.keys(options)
    .filter((name) => !known.includes(name))
    .map((name) => ({ option: joinPath(path, name), message: `is not an option; known are ${known.join(', ')}` }));
}

/** Path of an option inside other options. */
export function joinPath(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

/** True for what an options object may be: neither `null` nor an array nor a primitive. */
export function isOptions(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Leaves out what is `undefined`: written down or not, it means the same. */
export function defined<T extends object>(values: T): Defined<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Defined<T>;
}

/** The same members, none of them `undefined`. */
export type Defined<T> = { [Name in keyof T]?: Exclude<T[Name], undefined> };
