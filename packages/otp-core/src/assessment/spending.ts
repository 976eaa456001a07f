/** How many messages somebody can have sent at your cost, by the limits that are not about one number. Pure. */
import type { RateLimitPolicy } from '../policy/index.ts';
import { DAY_MS, mostWithin } from './guessing.ts';

/**
 * Messages that clients whom the app does not recognise can request in a day, at as many numbers as they like. `Infinity`
 * where nothing limits it. What a message costs depends on provider and country; multiply.
 */
export interface SpendingAssessment {
  /** By a client with one address. */
  readonly perAddressPerDay: number;
  /** By a client with all addresses of a network: an IPv4 /24 or an IPv6 /48. */
  readonly perNetworkPerDay: number;
  /** To a range of a thousand numbers, from anywhere. */
  readonly perNumberRangePerDay: number;
  /** Altogether: the most that an attack can cost. */
  readonly altogetherPerDay: number;
}

export function assessSpending(limits: RateLimitPolicy): SpendingAssessment {
  const altogether = mostWithin(limits.requestsPerDeployment, DAY_MS);
  const network = Math.min(mostWithin(limits.requestsPerNetwork, DAY_MS), altogether);
  return {
    perAddressPerDay: Math.min(mostWithin(limits.requestsPerAddress, DAY_MS), network),
    perNetworkPerDay: network,
    perNumberRangePerDay: Math.min(mostWithin(limits.requestsPerNumberPrefix, DAY_MS), altogether),
    altogetherPerDay: altogether,
  };
}
