import { findProvider } from '../catalog/providers.ts';
import { nameOf } from '../compose/otp-plan.ts';
import { planReceipts } from '../compose/plan-receipts.ts';
import type { Check } from './doctor-facts.ts';
import { ok, warning } from './finding.ts';

/** No code lives longer, whatever the policy was when it was made. */
const LONGEST_LIFE_MINUTES = 10;

export const checkRetired: Check = ({ plan, reading }) => {
  const current = plan.providers.map(nameOf);
  return [...new Set(reading.retiredNames)].flatMap((name) => {
    const entry = findProvider(name);
    if (entry === undefined) return [];
    if (current.includes(entry.name)) {
      return [warning('needless-retired', `Remove ${entry.name} from OTP_RETIRED_PROVIDERS: OTP_PROVIDER names it.`)];
    }
    if (entry.kind === 'sms-sender') {
      const former = plan.formerSenders.find((each) => nameOf(each) === entry.name);
      if (former?.from === 'catalog' && planReceipts(former, plan.publicUrl) !== null) {
        return [ok('retired-provider', `Receipts of ${entry.name} are still received. Remove it when they stop.`)];
      }
      const reason = 'Countersign made its codes and verifies them without it, and it is not set up for receipts';
      return [warning('needless-retired', `Remove ${entry.name} from OTP_RETIRED_PROVIDERS. ${reason}.`)];
    }
    const when = `${LONGEST_LIFE_MINUTES} minutes after the last process that started verifications with it has ended`;
    return [ok('retired-provider', `${entry.name} still checks its own codes. Remove it ${when}.`)];
  });
};
