import { isOptions, OptionProblems, readStartOutcome } from '@countersign/otp-core/adapter';
import type {
  CallOptions,
  CheckInput,
  CheckOutcome,
  StartInput,
  StartOutcome,
  VerificationProvider,
} from '@countersign/otp-core/spec';
import { askWithin, withinDeadline } from './call-deadline.ts';
import { checkIdsDiffer, checkList, checkVerificationProvider } from './check-ports.ts';
import { checkByNumber, checkWithVendor } from './check-with-vendors.ts';
import { combineCapabilities } from './combine-capabilities.ts';
import { destinationOf } from './destination-of.ts';
import { type Candidate, failOver } from './fail-over.ts';
import { type FailoverOptions, resolveFailoverOptions } from './failover-options.ts';
import { createNumberMemory, orderForRepeat } from './number-memory.ts';
import { isNumber, readCallEnd } from './read-call.ts';
import { type AcceptedStart, type NotAccepted, refuse, unknownOutcome } from './route-outcomes.ts';
import { createTeller } from './routing-event.ts';
import { createVendorCircuits } from './vendor-circuits.ts';
import { readVendorReference, writeVendorReference } from './vendor-reference.ts';
import { warmUpAll } from './warm-up-all.ts';

/** Options of `withProviderFailover`. */
export interface ProviderFailoverOptions extends FailoverOptions {
  /** Vendors that are no longer started but still asked to check their codes in flight. @defaultValue none */
  readonly retired?: readonly VerificationProvider[];
}

/**
 * One verification provider of several: the next is started only where the last one certainly sent nothing, by the
 * rules of `withFailover`. `check` and `cancel` go to the vendor that made the code, which its reference names; without
 * a reference, all that can are asked by number. A circuit that is open keeps no code in flight from being checked.
 *
 * Its capabilities are the strictest of its vendors', `retired` ones left out. Their codes must be equally long.
 *
 * @throws OtpConfigurationError naming every provider and option that makes no sense
 * @example
 * const provider = withProviderFailover([twilioVerify, telnyxVerify], { retired: [sinchVerification] });
 * const otp = createOtpEngine({ provider, store, secret });
 */
export function withProviderFailover(
  providers: readonly VerificationProvider[],
  options: ProviderFailoverOptions = {},
): VerificationProvider {
  const { capabilities, retired, ...resolved } = resolveProviderFailover(providers, options);
  const { providerId, deadlineMs, onRepeat } = resolved;
  const tell = createTeller(providerId, resolved.onEvent);
  const memory = createNumberMemory({ forMs: resolved.repeatWithinMs, maxNumbers: resolved.maxRememberedNumbers });
  const vendors = [...providers, ...retired];
  const routes = providers.map((provider) => ({
    provider,
    providerId: provider.providerId,
    circuits: createVendorCircuits({ ...resolved, providerId: provider.providerId, tell }),
  }));

  async function start(input: StartInput, callOptions?: CallOptions): Promise<StartOutcome> {
    const to: unknown = isOptions(input) ? input.to : undefined;
    if (!isNumber(to)) return refuse(providerId, 'invalid-recipient', 'The recipient is not an E.164 number.');
    const end = readCallEnd(callOptions, providerId);
    if (end.status === 'refused') return end;
    const candidates = orderForRepeat(routes, memory.recall(to), onRepeat).map(
      ({ provider, ...route }): Candidate<AcceptedStart> => ({
        ...route,
        ask: async (within) =>
          nameVendor(
            readStartOutcome(await provider.start({ ...input, to }, within), {
              providerId: route.providerId,
              confidential: [to.slice(1), input.ip ?? ''],
            }),
            route.providerId,
          ),
      }),
    );
    return withinDeadline(end.value, deadlineMs, (deadline) =>
      failOver({
        providerId,
        destination: destinationOf(to),
        candidates,
        deadline,
        deadlineMs,
        tell,
        onSent: (vendor) => memory.remember(to, vendor),
      }),
    );
  }

  async function check(input: CheckInput, callOptions?: CallOptions): Promise<CheckOutcome> {
    const { to, reference, code }: Partial<CheckInput> = isOptions(input) ? input : {};
    if (!isNumber(to) || typeof code !== 'string') return { status: 'not-found' };
    const named = readVendorReference(reference, vendors);
    if (reference !== null && named === null) return { status: 'not-found' };
    const end = readCallEnd(callOptions, providerId);
    if (end.status === 'refused') return { ...end, status: 'unknown' };
    return withinDeadline(end.value, deadlineMs, async (deadline) => {
      if (named !== null) return checkWithVendor(named.vendor, { to, code, reference: named.reference }, deadline);
      const able = capabilities.checkByNumber ? vendors.filter((each) => each.capabilities.checkByNumber) : [];
      const ordered = orderForRepeat(able, memory.recall(to), 'same');
      return checkByNumber(ordered, { to, code, reference: null }, deadline);
    });
  }

  async function cancel(reference: string, callOptions?: CallOptions): Promise<void> {
    const named = readVendorReference(reference, vendors);
    const end = readCallEnd(callOptions, providerId);
    if (named === null || end.status === 'refused') return;
    await withinDeadline(end.value, deadlineMs, (deadline) =>
      askWithin(deadline, deadline.timeFor(1), async (within) => named.vendor.cancel?.(named.reference, within)),
    );
  }

  const ports = { specificationVersion: 'v1', kind: 'verification-provider', providerId, capabilities } as const;
  const canCancel = vendors.some((each) => each.cancel !== undefined);
  const warmUp = () => warmUpAll(vendors);
  return Object.freeze({ ...ports, start, check, warmUp, ...(canCancel ? { cancel } : {}) });
}

/** A vendor's delivery reports know its own reference. */
function nameVendor(outcome: AcceptedStart | NotAccepted, vendorId: string): AcceptedStart | NotAccepted {
  if (outcome.status !== 'accepted') return outcome;
  const reference = writeVendorReference(vendorId, outcome.reference);
  // The message has left, so this is no refusal; but nobody could ask about it by this name.
  if (reference === null)
    return unknownOutcome(vendorId, 'unknown', 'The provider gave a reference that no handle can hold.');
  return { ...outcome, reference };
}

function resolveProviderFailover(providers: readonly VerificationProvider[], options: ProviderFailoverOptions) {
  const problems = new OptionProblems('withProviderFailover');
  checkList('providers', providers, checkVerificationProvider, problems);
  const resolved = resolveFailoverOptions(options, { providerId: 'provider-failover', onRepeat: 'same' }, problems, [
    'retired',
  ]);
  const { retired = [] }: ProviderFailoverOptions = isOptions(options) ? options : {};
  checkList('retired', retired, checkVerificationProvider, problems);
  const active: readonly VerificationProvider[] = Array.isArray(providers) ? providers : [];
  if (Array.isArray(retired)) checkIdsDiffer('retired', [...new Set(active), ...new Set(retired)], problems);
  const [first, ...others] = active.flatMap((each) => (isOptions(each?.capabilities) ? [each.capabilities] : []));
  if (first === undefined) problems.add('providers', 'must hold at least one');
  if (others.some(({ codeLength }) => codeLength !== first?.codeLength)) {
    problems.add('providers', 'must make codes of equal length: set the same codeLength for all');
  }
  problems.throwIfAny();
  const capabilities = combineCapabilities([first as VerificationProvider['capabilities'], ...others]);
  return { ...resolved, retired, capabilities };
}
