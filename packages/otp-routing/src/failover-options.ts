import { checkProviderId, isOptions, type OptionProblems } from '@countersign/otp-core/adapter';
import type { RoutingEvent } from './routing-event.ts';

/** How a failover goes about it. */
export interface FailoverOptions {
  /** Names the failover where no vendor can be named. @defaultValue 'failover'; of verification providers 'provider-failover' */
  readonly providerId?: string;
  /**
   * For all tries together, 1 to 120,000 milliseconds. The smaller of this and what is left of the caller's time counts,
   * and each try is told its share.
   * @defaultValue 9_000
   */
  readonly deadlineMs?: number;
  /**
   * How many failures in a row of a vendor's own making keep it from being asked, 1 to 100. `configuration` and
   * `insufficient-funds` count per destination: a country, or the first four digits where a calling code has several.
   * @defaultValue 3
   */
  readonly openAfterFailures?: number;
  /** How long it is then left alone before one message tries it again, 100 to 3,600,000 milliseconds. @defaultValue 30_000 */
  readonly openForMs?: number;
  /**
   * Who comes first when a number is sent to again: the vendor that was used last, or the next in the list.
   * @defaultValue 'another' for senders, `'same'` for verification providers
   */
  readonly onRepeat?: 'same' | 'another';
  /** How long after a message another one to the same number is a repeat, 1,000 to 86,400,000 milliseconds. @defaultValue 600_000 */
  readonly repeatWithinMs?: number;
  /** How many numbers are remembered for that, as keyed hashes, 1 to 1,000,000; beyond it the oldest are forgotten. @defaultValue 10_000 */
  readonly maxRememberedNumbers?: number;
  /** Called as things happen. Must be quick; what it throws is ignored. @defaultValue none */
  readonly onEvent?: (event: RoutingEvent) => void;
}

export type ResolvedFailoverOptions = Required<Omit<FailoverOptions, 'onEvent'>> & Pick<FailoverOptions, 'onEvent'>;

const NAMES: ReadonlyArray<keyof FailoverOptions> = [
  'providerId',
  'deadlineMs',
  'openAfterFailures',
  'openForMs',
  'onRepeat',
  'repeatWithinMs',
  'maxRememberedNumbers',
  'onEvent',
];

/** Adds to `problems`; the caller throws them. */
export function resolveFailoverOptions(
  options: unknown,
  defaults: Pick<ResolvedFailoverOptions, 'providerId' | 'onRepeat'>,
  problems: OptionProblems,
  otherNames: readonly string[] = [],
): ResolvedFailoverOptions {
  if (options !== undefined && !isOptions(options)) problems.add('options', 'must be an object');
  const given = isOptions(options) ? options : {};
  problems.addUnknown('', given, [...NAMES, ...otherNames]);
  const {
    providerId = defaults.providerId,
    deadlineMs = 9_000,
    openAfterFailures = 3,
    openForMs = 30_000,
    onRepeat = defaults.onRepeat,
    repeatWithinMs = 600_000,
    maxRememberedNumbers = 10_000,
    onEvent,
  } = given as FailoverOptions;
  checkProviderId('providerId', providerId, problems);
  problems.addUnlessInteger('deadlineMs', deadlineMs, 1, 120_000);
  problems.addUnlessInteger('openAfterFailures', openAfterFailures, 1, 100);
  problems.addUnlessInteger('openForMs', openForMs, 100, 3_600_000);
  problems.addUnlessOneOf('onRepeat', onRepeat, ['same', 'another']);
  problems.addUnlessInteger('repeatWithinMs', repeatWithinMs, 1_000, 86_400_000);
  problems.addUnlessInteger('maxRememberedNumbers', maxRememberedNumbers, 1, 1_000_000);
  if (onEvent !== undefined && typeof onEvent !== 'function') problems.add('onEvent', 'must be a function');
  const resolved = { providerId, deadlineMs, openAfterFailures, openForMs, onRepeat, repeatWithinMs };
  return { ...resolved, maxRememberedNumbers, ...(onEvent === undefined ? {} : { onEvent }) };
}
