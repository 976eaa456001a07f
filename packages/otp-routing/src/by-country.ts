import { checkProviderId, isOptions, OptionProblems } from '@countersign/otp-core/adapter';
import type { SendOutcome, SmsSender } from '@countersign/otp-core/spec';
import { askOne } from './ask-one.ts';
import { channelOf } from './channel-of.ts';
import { checkSender } from './check-ports.ts';
import { readMessage } from './read-call.ts';
import { refuse } from './route-outcomes.ts';

/** Who sends to which numbers, by how they begin: `'+44'`, or `'+1242'` for a part of a calling code. The longest that fits wins. */
export interface CountryRoutes {
  readonly [prefix: `+${number}`]: SmsSender;
  /** For all other numbers. Left out, they are refused as `blocked-destination`. */
  readonly default?: SmsSender;
}

/** Options of `byCountry`. */
export interface ByCountryOptions {
  /** Names the route where no vendor can be named. @defaultValue 'by-country' */
  readonly providerId?: string;
}

/**
 * A sender that leaves each number to the sender of its country. It fails over to no other: put a `withFailover`
 * into a route for that.
 *
 * @throws OtpConfigurationError naming every route and option that makes no sense
 * @example
 * const sender = byCountry({ '+1': twilio, '+44': withFailover([telnyx, sinch]), default: sns });
 */
export function byCountry(routes: CountryRoutes, options: ByCountryOptions = {}): SmsSender {
  const problems = new OptionProblems('byCountry');
  const { providerId = 'by-country', ...others }: ByCountryOptions = isOptions(options) ? options : {};
  if (!isOptions(options)) problems.add('options', 'must be an object');
  problems.addUnknown('', others, ['providerId']);
  checkProviderId('providerId', providerId, problems);
  const given: CountryRoutes = isOptions(routes) ? routes : {};
  const senders = new Map<string, SmsSender>(Object.entries(given));
  if (senders.size === 0) problems.add('routes', 'must hold at least one');
  for (const [prefix, sender] of senders) {
    // As long as the numbers that may stand in the index; one more digit and it would be a number.
    if (prefix !== 'default' && !/^\+[1-9][0-9]{0,6}$/.test(prefix)) {
      problems.add(`routes.${prefix.slice(0, 20)}`, "must be 'default', or a plus and 1 to 7 digits");
    }
    checkSender(`routes.${prefix.slice(0, 20)}`, sender, problems);
  }
  problems.throwIfAny();
  const fallback = senders.get('default');

  function senderFor(to: string): SmsSender | undefined {
    for (let length = 8; length > 1; length -= 1) {
      const sender = senders.get(to.slice(0, length));
      if (sender !== undefined) return sender;
    }
    return fallback;
  }

  return Object.freeze<SmsSender>({
    specificationVersion: 'v1',
    kind: 'sms-sender',
    providerId,
    ...channelOf([...senders.values()]),
    async send(message, callOptions) {
      const read = readMessage(message, providerId);
      if (read.status === 'refused') return read;
      const sender = senderFor(read.value.to);
      if (sender === undefined) return refuse(providerId, 'blocked-destination', 'No route leads to this country.');
      return hangOnDestination(await askOne(sender, read.value, callOptions));
    },
  });
}

/** Other numbers have other senders: a failover around this route must not leave it out for all because of one. */
function hangOnDestination(outcome: SendOutcome): SendOutcome {
  if (outcome.status === 'accepted' || outcome.failure.dependsOn !== undefined) return outcome;
  return { ...outcome, failure: { ...outcome.failure, dependsOn: 'destination' } };
}
