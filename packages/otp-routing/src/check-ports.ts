/** Refuses what is no sender or no provider, and lists that name one twice. */
import { checkProvider, isOptions, type OptionProblems } from '@countersign/otp-core/adapter';

export function checkSender(option: string, value: unknown, problems: OptionProblems): void {
  checkProvider(option, value, ['sms-sender'], problems);
}

export function checkVerificationProvider(option: string, value: unknown, problems: OptionProblems): void {
  checkProvider(option, value, ['verification-provider'], problems);
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
