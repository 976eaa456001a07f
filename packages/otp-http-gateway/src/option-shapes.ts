/**
 * What options may be, written as data: one table is the list of the options, their checks and the types of what was read.
 * A problem is named by the path of its option and never quotes the value. What is returned beside one is not used.
 */
import { checkProviderId, isOptions, joinPath, OptionProblems } from '@countersign/otp-core/adapter';
import { type Clock, PROVIDER_FAILURE_CATEGORIES } from '@countersign/otp-core/spec';

/** Checks one value, which stands at `path`. */
export type Shape<Value> = (value: unknown, path: string, problems: OptionProblems) => Value;

type Shapes = Readonly<Record<string, Shape<unknown>>>;

/** Options as they were given, of any type. */
export type GivenOptions = Readonly<Record<string, unknown>>;

/** A shape for every option and for nothing else, so that an option that is renamed does not compile. */
export type ShapesOf<Options> = { readonly [Name in keyof Required<Options>]: Shape<unknown> };

/** What a table of shapes gives. */
export type Read<Table extends Shapes> = { readonly [Name in keyof Table]: ReturnType<Table[Name]> };

/** Copied once, so that nobody who keeps the object can change what was checked. */
export function readGiven(table: Shapes, options: unknown, problems: OptionProblems): GivenOptions {
  if (!isOptions(options)) problems.add('options', 'must be an object');
  problems.addUnknown('', isOptions(options) ? options : {}, Object.keys(table));
  return isOptions(options) ? { ...options } : {};
}

/** In the order of the table. Names that are not in it are not looked at. */
export function readShapes<Table extends Shapes>(
  table: Table,
  given: GivenOptions,
  path: string,
  problems: OptionProblems,
): Read<Table> {
  const read = Object.entries(table).map(([name, shape]) => [name, shape(given[name], joinPath(path, name), problems)]);
  return Object.fromEntries(read) as Read<Table>;
}

/** Options inside an option, copied so that nobody can change what was checked. */
export function section<Table extends Shapes>(table: Table, problem = 'must be an object'): Shape<Read<Table>> {
  return (value, path, problems) => {
    if (isOptions(value)) {
      problems.addUnknown(path, value, Object.keys(table));
      return readShapes(table, { ...value }, path, problems);
    }
    problems.add(path, problem);
    // Nobody is told of every member that something else does not have.
    return readShapes(table, {}, path, new OptionProblems(path));
  };
}

/** An object whose names are free, but of a form. */
export function mapOf<Value>(
  [form, nameProblem]: readonly [form: RegExp, nameProblem: string],
  shape: Shape<Value>,
  problem = 'must be an object',
): Shape<ReadonlyMap<string, Value>> {
  return (value, path, problems) => {
    if (!isOptions(value)) problems.add(path, problem);
    const entries = Object.entries(isOptions(value) ? value : {});
    const named = entries.filter(([name]) => form.test(name));
    if (named.length < entries.length) problems.add(path, nameProblem);
    return new Map(named.map(([name, each]) => [name, shape(each, joinPath(path, name), problems)]));
  };
}

/** A list of so many strings of a form, copied as well. */
export function listOf(
  form: RegExp,
  problem: string,
  minimum = 0,
  maximum = Number.POSITIVE_INFINITY,
): Shape<readonly string[]> {
  const isFit = (each: unknown): each is string => typeof each === 'string' && form.test(each);
  return (value, path, problems) => {
    const list: readonly unknown[] = Array.isArray(value) ? value : [null];
    if (list.length >= minimum && list.length <= maximum && list.every(isFit)) return [...list];
    problems.add(path, problem);
    return [];
  };
}

/** What is left out counts as `absent`. */
export function optional<Value, const Absent>(shape: Shape<Value>, absent: Absent): Shape<Value | Absent> {
  return (value, ...where) => (value === undefined ? absent : shape(value, ...where));
}

/** What is made of a value that was read. */
export function made<Value, Made>(shape: Shape<Value>, make: (value: Value) => Made): Shape<Made> {
  return (...given) => make(shape(...given));
}

/** Left to a check that needs other options as well. */
export const unread: Shape<unknown> = (value) => value;

/** A string of a form. */
export function formed(form: RegExp, problem: string): Shape<string> {
  return (value, path, problems) => {
    if (typeof value === 'string' && form.test(value)) return value;
    problems.add(path, problem);
    return '';
  };
}

/** One of several words; the first stands in for a wrong one. */
export function oneOf<const Choice extends string>(...choices: readonly [Choice, ...Choice[]]): Shape<Choice> {
  return (value, path, problems) => {
    problems.addUnlessOneOf(path, value, choices);
    return choices.find((choice) => choice === value) ?? choices[0];
  };
}

/** What a refusal means to us. */
export const failureCategory = oneOf(...PROVIDER_FAILURE_CATEGORIES);

/** A whole number within its bounds. */
export function whole(minimum: number, maximum: number): Shape<number> {
  return (value, path, problems) => {
    problems.addUnlessInteger(path, value, minimum, maximum);
    return Number(value);
  };
}

export const providerId: Shape<string> = (value = 'http-gateway', path, problems) => {
  checkProviderId(path, value, problems);
  return String(value);
};

/** Where time comes from. Only tests give one. */
export const clock: Shape<Pick<Clock, 'now'>> = (value, path, problems) => {
  if (isOptions(value) && typeof value.now === 'function') return value as unknown as Pick<Clock, 'now'>;
  if (value !== undefined) problems.add(path, 'must be an object with a function now');
  return { now: () => Date.now() };
};

/** A string that is not empty. A lone surrogate has no UTF-8 and would arrive as another character. */
export const text = formed(
  /^[^\p{Surrogate}]+$/u,
  'must be a string that is not empty; leave it out where the gateway wants none',
);

/** The name of a header: a token of RFC 9110, section 5.6.2. */
export const HEADER_NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,128}$/;
