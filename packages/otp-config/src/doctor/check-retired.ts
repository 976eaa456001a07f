import { findProvider } from '../catalog/providers.ts';
import { nameOf } from '../compose/otp-plan.ts';
import type { Check } from './doctor-facts.ts';
import { ok, warning } from './finding.ts';

/** No code lives longer, whatever the policy was when it was made. */
const LONGEST_LIFE_MINUTES = 10;

export const checkRetired: Check = ({ plan, reading }) => {
  const current = plan.providers.map(nameOf);
  return [...new Set(reading.retiredNames)].flatMap((name) => {
    const entry = findProvider(name);
    if (entry === undefined) return [];
    if (entry.kind === 'sms-sender') {
      const reason = 'its codes were ours, and are verified without it';
      return [warning('needless-retired', `OTP_RETIRED_PROVIDERS need not name ${entry.name}: ${reason}.`)];
    }
    if (current.includes(entry.name)) {
      return [warning('needless-retired', `OTP_RETIRED_PROVIDERS need not name ${entry.name}: OTP_PROVIDER does.`)];
    }
    const when = `${LONGEST_LIFE_MINUTES} minutes after the last process that started verifications with it has ended`;
    return [ok('retired-provider', `${entry.name} is still asked about its codes; it may go ${when}.`)];
  });
};
