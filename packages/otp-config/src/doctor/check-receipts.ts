import type { OtpPlan } from '../compose/otp-plan.ts';
import { addressOf, type CatalogPlan, planReceipts } from '../compose/plan-receipts.ts';
import type { Check } from './doctor-facts.ts';
import { type Finding, ok, warning } from './finding.ts';

/** Half of a setting is without effect: receipts come and are refused, or do not come. */
export const checkReceipts: Check = ({ plan, reading }) =>
  receiptSources(plan).flatMap((each) => {
    if (reading.problems.isAbout(each.path)) return [];
    const planned = planReceipts(each, plan.publicUrl);
    return planned === null ? checkMissing(each, plan.publicUrl) : tellAddress(each, planned.address);
  });

/** Each name once: a current provider that is retired as well has the same variables and one address. */
function receiptSources({ providers, retired, formerSenders }: OtpPlan): readonly CatalogPlan[] {
  const sources = new Map<string, CatalogPlan>();
  for (const plan of [...providers, ...retired, ...formerSenders]) {
    if (plan.from === 'catalog' && !sources.has(plan.entry.name)) sources.set(plan.entry.name, plan);
  }
  return [...sources.values()];
}

function checkMissing({ entry, options }: CatalogPlan, publicUrl: string | null): readonly Finding[] {
  const { receipts, settings, name } = entry;
  if (receipts === undefined) return [];
  const address = addressOf(receipts, options);
  const own = receipts.ownOptions.filter((option) => options[option] !== undefined);
  const missing = receipts.needs.filter((option) => options[option] === undefined);
  const variableOf = (option: string | null) => settings.find((each) => each.option === option)?.variable;
  if (missing.length > 0) {
    if (address === null && publicUrl === null) return [];
    const by = address === null ? 'OTP_PUBLIC_URL' : variableOf(receipts.addressOption);
    const message = `${by} is set, but receipts of ${name} cannot be received without ${missing.map(variableOf).join(' and ')}.`;
    return [warning('incomplete-receipts', message)];
  }
  if (own.length === 0) return [];
  const message = `${own.map(variableOf).join(' and ')} is set, but ${name} is not told where to send receipts: set OTP_PUBLIC_URL.`;
  return [warning('incomplete-receipts', message)];
}

function tellAddress({ entry }: CatalogPlan, address: string | null): readonly Finding[] {
  if (address === null) return [];
  const isTold = entry.receipts?.addressOption != null;
  const how = isTold ? 'as each message says' : 'an address that you must enter in its console';
  return [ok('receipts', `Receipts of ${entry.name} are expected at ${address}, ${how}.`)];
}
