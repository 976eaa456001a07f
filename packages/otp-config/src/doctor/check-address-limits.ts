/** What limits by address are worth: whom they keep out, and what an attack under them can cost. */

import type { Check } from './doctor-facts.ts';
import { type Finding, ok, warning } from './finding.ts';
import { platformOf } from './platforms.ts';

const USUAL_PRICE_USD = 0.05;
/** Of one address: ten times what the standard policy lets through. */
const MOST_REQUESTS_PER_DAY = 24_000;
const MOST_CHECKS_PER_DAY = 48_000;

export const checkAddressLimits: Check = (facts) => [
  ...tellAttackCost(facts),
  ...(facts.plan.settings.environment === 'production' ? [...checkBite(facts), ...checkSharedAddress(facts)] : []),
];

const tellAttackCost: Check = ({ assessment, reading }) => {
  if (assessment === null) return [];
  const { perAddressPerDay, perNetworkPerDay, perNumberRangePerDay, altogetherPerDay } = assessment.spending;
  const priceUsd = reading.told.messagePriceUsd ?? USUAL_PRICE_USD;
  const cost = (messages: number) =>
    Number.isFinite(messages)
      ? `${count(messages)} messages (${count(Math.ceil(messages * priceUsd))} USD)`
      : 'any number of messages';
  const parts = [
    `${cost(perAddressPerDay)} from one address`,
    `${cost(perNetworkPerDay)} from one network`,
    `${cost(perNumberRangePerDay)} to one range of a thousand numbers`,
  ];
  const altogether = Number.isFinite(altogetherPerDay)
    ? `altogether at most ${cost(altogetherPerDay)}`
    : 'altogether any number from many addresses, because OTP_REQUESTS_PER_HOUR is not set';
  const price =
    reading.told.messagePriceUsd === undefined
      ? `${USUAL_PRICE_USD} USD here; set OTP_MESSAGE_PRICE_USD to your price`
      : `${priceUsd} USD`;
  const message = `In one day, an attack can make you send: ${parts.join(', ')}; ${altogether}. A message costs ${price}.`;
  return [ok('attack-cost', message)];
};

function count(value: number): string {
  return value.toLocaleString('en');
}

/** What is empty is told as a weak policy already. */
const checkBite: Check = ({ assessment, plan }) => {
  if (assessment === null) return [];
  const { rateLimits } = plan.settings.policy ?? {};
  const limits = [
    ['OTP_REQUESTS_PER_ADDRESS_PER_HOUR', rateLimits?.requestsPerAddress, MOST_REQUESTS_PER_DAY, 'requests'],
    ['OTP_CHECKS_PER_ADDRESS_PER_HOUR', rateLimits?.checksPerAddress, MOST_CHECKS_PER_DAY, 'codes'],
  ] as const;
  return limits.flatMap(([variable, windows = [], most, what]): readonly Finding[] => {
    const perDay = Math.min(...windows.map(({ max, durationMs }) => max * Math.ceil(86_400_000 / durationMs)));
    if (windows.length === 0 || perDay <= most) return [];
    const message = `${variable} lets one address try ${count(perDay)} ${what} a day. That is too many to stop an attack. Lower it, and pass client: { known: true } for clients you recognise.`;
    return [warning('weak-address-limit', message)];
  });
};

/** The app's code says which proxies it trusts; that it does so, the environment can only be told. */
const checkSharedAddress: Check = ({ plan, reading }) => {
  if (reading.told.trustedProxies !== undefined) return [];
  const platform = platformOf(reading.variables);
  if (platform === null && plan.publicUrl === null) return [];
  const where = platform === null ? 'a proxy (OTP_PUBLIC_URL is set)' : `the proxy of ${platform}`;
  const message = `Behind ${where}, all users seem to have one address, and share one limit, until your app trusts that proxy. In Express set 'trust proxy'; in otp-web choose clientAddress. Then set OTP_TRUSTED_PROXIES to the number of proxies, 0 for none.`;
  return [warning('shared-address', message)];
};
