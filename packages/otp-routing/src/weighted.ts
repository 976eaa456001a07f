import { checkProviderId, isOptions, OptionProblems } from '@countersign/otp-core/adapter';
import type { SmsSender } from '@countersign/otp-core/spec';
import { askOne } from './ask-one.ts';
import { channelOf } from './channel-of.ts';
import { checkList, checkSender } from './check-ports.ts';
import { readMessage } from './read-call.ts';

/** A sender and its share. */
export interface WeightedRoute {
  readonly sender: SmsSender;
  /** Its share of the messages, relative to the other weights, 0 to 1,000,000. 0: none. */
  readonly weight: number;
}

/** Options of `weighted`. */
export interface WeightedOptions {
  /** Names the route where no vendor can be named. @defaultValue 'weighted' */
  readonly providerId?: string;
  /** From 0 to below 1. For tests only. @defaultValue Math.random */
  readonly random?: () => number;
}

/**
 * A sender that gives each of several its share of the messages, by chance. It fails over to no other: put it into a
 * `withFailover`, or the other way round.
 *
 * @throws OtpConfigurationError naming every route and option that makes no sense
 * @example
 * const sender = weighted([{ sender: twilio, weight: 9 }, { sender: telnyx, weight: 1 }]);
 */
export function weighted(routes: readonly WeightedRoute[], options: WeightedOptions = {}): SmsSender {
  const { list, providerId, random } = resolveWeighted(routes, options);
  const total = list.reduce((sum, { weight }) => sum + weight, 0);

  function draw(): SmsSender {
    let left = random() * total;
    for (const { sender, weight } of list) {
      left -= weight;
      if (left < 0) return sender;
    }
    return list[list.length - 1]?.sender ?? list[0].sender;
  }

  return Object.freeze<SmsSender>({
    specificationVersion: 'v1',
    kind: 'sms-sender',
    providerId,
    ...channelOf(list.map(({ sender }) => sender)),
    async send(message, callOptions) {
      const read = readMessage(message, providerId);
      return read.status === 'refused' ? read : askOne(draw(), read.value, callOptions);
    },
  });
}

type Routes = readonly [WeightedRoute, ...WeightedRoute[]];

function resolveWeighted(
  routes: readonly WeightedRoute[],
  options: WeightedOptions,
): { readonly list: Routes } & Required<WeightedOptions> {
  const problems = new OptionProblems('weighted');
  const {
    providerId = 'weighted',
    random = Math.random,
    ...others
  }: WeightedOptions = isOptions(options) ? options : {};
  if (!isOptions(options)) problems.add('options', 'must be an object');
  problems.addUnknown('', others, ['providerId', 'random']);
  checkProviderId('providerId', providerId, problems);
  if (typeof random !== 'function') problems.add('random', 'must be a function');
  const given: readonly unknown[] = Array.isArray(routes) ? routes : [];
  checkList(
    'routes',
    given.map(senderOf),
    (option, sender) => checkSender(`${option}.sender`, sender, problems),
    problems,
  );
  for (const [index, each] of given.entries()) checkWeight(`routes.${index}.weight`, each, problems);
  // What weighs nothing is never drawn.
  const [first, ...rest] = (given as readonly WeightedRoute[]).filter((each) => isOptions(each) && each.weight > 0);
  if (first === undefined) problems.add('routes', 'must hold at least one with a weight above 0');
  problems.throwIfAny();
  return { list: [first as WeightedRoute, ...rest], providerId, random };
}

function senderOf(route: unknown): unknown {
  return isOptions(route) ? route.sender : undefined;
}

function checkWeight(option: string, route: unknown, problems: OptionProblems): void {
  const weight = isOptions(route) ? route.weight : undefined;
  if (typeof weight !== 'number' || !(weight >= 0 && weight <= 1_000_000)) {
    problems.add(option, 'must be a number from 0 to 1000000');
  }
}
