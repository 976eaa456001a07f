/**
 * A route is a sender like any other. The contract wants failures to name the sender under test; a route's name the
 * vendor they are about, so each route here is named like its vendor.
 */
import type { SmsSender } from '@countersign/otp-core/spec';
import { smsSenderContract } from '@countersign/otp-testing';
import { describe, it } from 'vitest';
import { byCountry } from './by-country.ts';
import { arrangeSender } from './test-support/arrange-sender.ts';
import { createPlayedSender } from './test-support/played-sender.ts';
import { weighted } from './weighted.ts';
import { withFailover } from './with-failover.ts';

const providerId = 'played';

function keepsContract(name: string, route: (vendor: SmsSender) => SmsSender): void {
  smsSenderContract({ describe, it }, { name, arrange: (scenario, word) => arrangeSender(scenario, word, route) });
}

keepsContract('a failover of one', (vendor) => withFailover([vendor], { providerId }));

keepsContract('a failover from a dead vendor', (vendor) =>
  withFailover([createPlayedSender('dead', 'refuse unavailable'), vendor], { providerId }),
);

keepsContract('a failover that gives up before its vendor does', (vendor) =>
  withFailover([vendor], { providerId, deadlineMs: 10 }),
);

keepsContract('a route by country', (vendor) => byCountry({ '+1': vendor }, { providerId }));

keepsContract('a weighted route', (vendor) => weighted([{ sender: vendor, weight: 1 }], { providerId }));

keepsContract('routes within routes', (vendor) => {
  const dead = createPlayedSender('dead', 'refuse unavailable');
  const inner = withFailover([dead, weighted([{ sender: vendor, weight: 1 }])], { providerId: 'inner' });
  return withFailover([byCountry({ default: inner })], { providerId });
});
