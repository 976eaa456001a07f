/** Refuses what is no sender or no provider at construction: in the middle of a failover it would be too late. */
import { checkChannel, checkProviderId, isOptions, type OptionProblems } from '@countersign/otp-core/adapter';

export function checkSender(option: string, value: unknown, problems: OptionProblems): void {
  checkPort(option, value, { kind: 'sms-sender', methods: ['send'] }, problems);
  if (isOptions(value)) checkChannel(`${option}.channel`, value.channel, problems);
}

export function checkVerificationProvider(option: string, value: unknown, problems: OptionProblems): void {
  checkPort(option, value, { kind: 'verification-provider', methods: ['start', 'check'] }, problems);
  const given = isOptions(value) && isOptions(value.capabilities) ? value.capabilities : {};
  const { concurrency, codeLength, maxChecks, checkByNumber } = given;
  const path = `${option}.capabilities`;
  problems.addUnlessOneOf(`${path}.concurrency`, concurrency, ['per-number', 'independent']);
  problems.addUnlessInteger(`${path}.codeLength`, codeLength, 4, 10);
  if (maxChecks !== null) problems.addUnlessInteger(`${path}.maxChecks`, maxChecks, 1, 100);
  if (typeof checkByNumber !== 'boolean') problems.add(`${path}.checkByNumber`, 'must be true or false');
}

/** A list of ports, each with an id of its own. */
export function checkList(
  option: string,
  value: unknown,
  check: (option: string, value: unknown, problems: OptionProblems) => void,
  problems: OptionProblems,
): void {
  if (!Array.isArray(value)) {
    problems.add(option, 'must be a list');
    return;
  }
  const list: readonly unknown[] = value;
  for (const [index, each] of list.entries()) check(`${option}.${index}`, each, problems);
  checkIdsDiffer(option, list, problems);
}

export function checkIdsDiffer(option: string, list: readonly unknown[], problems: OptionProblems): void {
  const ids = list.map((each) => (isOptions(each) ? each.providerId : each));
  const repeated = ids.filter((id, index) => ids.indexOf(id) < index && typeof id === 'string');
  // What may stand in an id was checked; a list of senders holds no secret.
  if (repeated.length > 0) problems.add(option, 'must not hold a providerId twice: give one of the two another');
}

function checkPort(
  option: string,
  value: unknown,
  port: { readonly kind: string; readonly methods: readonly string[] },
  problems: OptionProblems,
): void {
  const given: Record<string, unknown> = isOptions(value) ? value : {};
  problems.addUnlessOneOf(`${option}.kind`, given.kind, [port.kind]);
  problems.addUnlessOneOf(`${option}.specificationVersion`, given.specificationVersion, ['v1']);
  checkProviderId(`${option}.providerId`, given.providerId, problems);
  for (const method of port.methods) {
    if (typeof given[method] !== 'function') problems.add(`${option}.${method}`, 'must be a function');
  }
}
