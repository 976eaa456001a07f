/** Asks the vendor that made the code, or by number all that may have. A check sends nothing, so asking on is safe. */
import { readCheckOutcome } from '@countersign/otp-core/adapter';
import type { CallOptions, CheckInput, CheckOutcome, VerificationProvider } from '@countersign/otp-core/spec';
import { askWithin, type CallDeadline } from './call-deadline.ts';
import { threw, timedOut } from './route-outcomes.ts';

/** Who wins where no vendor approves: what is said of a code that may still be right comes first. */
const TELLING: readonly CheckOutcome['status'][] = ['unknown', 'exhausted', 'expired', 'not-found'];

/**
 * By number nobody knows who made the code. Each vendor is asked until one approves, or knows a code of this number
 * and says that it is another: beyond that, one guess would be compared with two codes.
 */
export async function checkByNumber(
  vendors: readonly VerificationProvider[],
  input: CheckInput,
  deadline: CallDeadline,
): Promise<CheckOutcome> {
  let answer: CheckOutcome = { status: 'not-found' };
  for (const [index, vendor] of vendors.entries()) {
    const outcome = await checkWithVendor(vendor, input, deadline, vendors.length - index);
    if (outcome.status === 'approved' || outcome.status === 'mismatch') return outcome;
    if (TELLING.indexOf(outcome.status) < TELLING.indexOf(answer.status)) answer = outcome;
  }
  return answer;
}

export async function checkWithVendor(
  vendor: VerificationProvider,
  input: CheckInput,
  deadline: CallDeadline,
  among = 1,
): Promise<CheckOutcome> {
  const { providerId } = vendor;
  const asked = await askWithin(deadline, deadline.timeFor(among), async (options: CallOptions) =>
    readCheckOutcome(await vendor.check(input, options), { providerId, confidential: [input.to.slice(1), input.code] }),
  );
  switch (asked.status) {
    case 'answered':
      return asked.value;
    case 'threw':
      return threw(providerId);
    case 'ended':
      return timedOut(providerId, asked.by);
  }
}
