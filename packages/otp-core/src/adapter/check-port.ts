/** Refuses what is no port at construction: in the middle of a call it would be too late. */
import { checkChannel, checkProviderId } from './create-sms-sender.ts';
import { isOptions, joinPath, type OptionProblems } from './options.ts';

const METHODS = { 'sms-sender': ['send'], 'verification-provider': ['start', 'check'] } as const;

/** Adds to `problems` unless `value` sends codes or makes them, as `kinds` asks. Of another kind nothing else is said. */
export function checkProvider(
  option: string,
  value: unknown,
  kinds: ReadonlyArray<keyof typeof METHODS>,
  problems: OptionProblems,
): void {
  const given = isOptions(value) ? value : {};
  const kind = kinds.find((each) => each === given.kind);
  if (kind === undefined) {
    problems.addUnlessOneOf(`${option}.kind`, given.kind, kinds);
    return;
  }
  checkPort(option, given, METHODS[kind], problems);
  checkProviderId(`${option}.providerId`, given.providerId, problems);
  if (kind === 'sms-sender') checkChannel(`${option}.channel`, given.channel, problems);
  if (kind === 'verification-provider') checkCapabilities(`${option}.capabilities`, given.capabilities, problems);
}

/** Adds to `problems` unless `value` is of our version and has the methods of its port. */
export function checkPort(option: string, value: unknown, methods: readonly string[], problems: OptionProblems): void {
  checkMethods(option, value, methods, problems);
  if (isOptions(value)) problems.addUnlessOneOf(`${option}.specificationVersion`, value.specificationVersion, ['v1']);
}

export function checkMethods(
  option: string,
  value: unknown,
  methods: readonly string[],
  problems: OptionProblems,
): void {
  const given = isOptions(value) ? value : {};
  for (const method of methods) {
    if (typeof given[method] !== 'function') problems.add(joinPath(option, method), 'must be a function');
  }
}

function checkCapabilities(option: string, value: unknown, problems: OptionProblems): void {
  const { concurrency, codeLength, maxChecks, checkByNumber } = isOptions(value) ? value : {};
  problems.addUnlessOneOf(`${option}.concurrency`, concurrency, ['per-number', 'independent']);
  problems.addUnlessInteger(`${option}.codeLength`, codeLength, 4, 10);
  if (maxChecks !== null) problems.addUnlessInteger(`${option}.maxChecks`, maxChecks, 1, 100);
  if (typeof checkByNumber !== 'boolean') problems.add(`${option}.checkByNumber`, 'must be true or false');
}
