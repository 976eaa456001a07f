/** Reads the options of a factory one by one. What is read is known; what nobody reads is reported as no option. */
import type { ConfigurationProblem } from '../errors/otp-error.ts';
import type { Shape } from '../settings/shape.ts';
import type { Clock } from '../spec/index.ts';
import { checkProviderId } from './create-sms-sender.ts';
import { isOptions, joinPath, listUnknown, OptionProblems } from './options.ts';

/** The bounds of a whole number, and what it is where nobody says. */
export interface WholeRange {
  readonly minimum: number;
  readonly maximum: number;
  readonly defaultValue: number;
}

/**
 * Options of any type, as somebody gave them: copied once, so that nobody who keeps the object can change what was
 * checked. What a reader returns beside a problem is never used, and no problem quotes a value.
 *
 * @example
 * const given = new OptionReader('createAcmeSmsSender', { apiKey: 'acme-key-0123456789' });
 * const resolved = { apiKey: given.text('apiKey', TOKEN), providerId: given.providerId('acme') };
 * given.throwIfWrong();
 */
export class OptionReader {
  readonly #path: string;
  readonly #values: Readonly<Record<string, unknown>>;
  readonly #problems: OptionProblems;
  readonly #known = new Set<string>();
  readonly #parts: OptionReader[] = [];

  constructor(factory: string, options: unknown, path = '', problems = new OptionProblems(factory)) {
    this.#path = path;
    this.#problems = problems;
    this.#values = isOptions(options) ? { ...options } : {};
    if (!isOptions(options)) this.add('options', 'must be an object');
  }

  /** Whatever stands there. */
  value(option: string): unknown {
    this.#known.add(option);
    return this.#values[option];
  }

  /** Reports a problem; `message` goes on where the name of the option ends. */
  add(option: string, message: string): void {
    this.#problems.add(joinPath(this.#path, option), message);
  }

  /** A text of a shape. */
  text(option: string, shape: Shape): string {
    const value = this.value(option);
    if (typeof value === 'string' && shape.read(value) !== null) return value;
    this.add(option, `must be ${shape.expectation}`);
    return '';
  }

  /** `null` where it was left out. */
  optionalText(option: string, shape: Shape): string | null {
    return this.value(option) === undefined ? null : this.text(option, shape);
  }

  /** The default is one of the choices. */
  choice<Choice extends string>(option: string, choices: readonly Choice[], defaultValue: Choice): Choice {
    const value = this.value(option);
    if (value === undefined) return defaultValue;
    this.#problems.addUnlessOneOf(joinPath(this.#path, option), value, choices);
    return choices.find((choice) => choice === value) ?? defaultValue;
  }

  /** A whole number within its bounds. */
  whole(option: string, { minimum, maximum, defaultValue }: WholeRange): number {
    const value = this.value(option);
    if (value === undefined) return defaultValue;
    this.#problems.addUnlessInteger(joinPath(this.#path, option), value, minimum, maximum);
    return Number.isInteger(value) ? Number(value) : defaultValue;
  }

  /** An id of a provider, by the option `providerId` unless told otherwise. */
  providerId(defaultValue: string, option = 'providerId'): string {
    const value = this.value(option);
    if (value === undefined) return defaultValue;
    checkProviderId(joinPath(this.#path, option), value, this.#problems);
    return String(value);
  }

  /** The option `clock`: where time comes from. Only tests give one. */
  clock(): Pick<Clock, 'now'> {
    const clock = this.value('clock');
    if (isOptions(clock) && typeof clock.now === 'function') return clock as unknown as Pick<Clock, 'now'>;
    if (clock !== undefined) this.add('clock', 'must be an object with a function now');
    return { now: () => Date.now() };
  }

  /** Options within an option; `null` where it is no object, which is a problem, too. */
  within(option: string): OptionReader | null {
    const value = this.value(option);
    if (!isOptions(value)) {
      this.add(option, 'must be an object');
      return null;
    }
    const part = new OptionReader('', value, joinPath(this.#path, option), this.#problems);
    this.#parts.push(part);
    return part;
  }

  /** Names that whoever gave the options chose: all of them are known. */
  names(): readonly string[] {
    const names = Object.keys(this.#values);
    for (const name of names) this.#known.add(name);
    return names;
  }

  /** @throws OtpConfigurationError naming every problem at once, misspelt options first */
  throwIfWrong(): void {
    this.#problems.throwIfAny(this.#listUnknown());
  }

  #listUnknown(): readonly ConfigurationProblem[] {
    const own = listUnknown(this.#path, this.#values, [...this.#known]);
    return [...own, ...this.#parts.flatMap((part) => part.#listUnknown())];
  }
}
