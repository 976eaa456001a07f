import { OtpConfigurationError } from '@countersign/otp-core/adapter';
import { describe, expect, it } from 'vitest';
import { byCountry, type CountryRoutes } from './by-country.ts';
import { createPlayedSender } from './test-support/played-sender.ts';

const text = 'Your code is 042817.';
const world = {
  '+1': createPlayedSender('america'),
  '+1242': createPlayedSender('bahamas'),
  '+44': createPlayedSender('britain'),
  default: createPlayedSender('others'),
};

describe('byCountry', () => {
  it.each([
    ['+14155550123', 'america'],
    ['+12425550123', 'bahamas'],
    ['+12435550123', 'america'],
    ['+447700900123', 'britain'],
    ['+4915112345678', 'others'],
    ['+390612345678', 'others'],
  ])('leaves %s to %s', async (to, providerId) => {
    expect(await byCountry(world).send({ to, text })).toMatchObject({ status: 'accepted', providerId });
  });

  it('refuses a number that no route leads to', async () => {
    const { default: _default, ...few } = world;
    expect(await byCountry(few).send({ to: '+4915112345678', text })).toMatchObject({
      status: 'refused',
      failure: { category: 'blocked-destination', providerId: 'by-country', retryable: false },
    });
  });

  it('asks no other sender where the one of the country refuses', async () => {
    const america = createPlayedSender('america', 'refuse unavailable');
    const others = createPlayedSender('others');
    const outcome = await byCountry({ '+1': america, default: others }).send({ to: '+14155550123', text });
    expect(outcome).toMatchObject({ status: 'refused', failure: { providerId: 'america' } });
    expect(others.messages).toEqual([]);
  });

  it.each([
    ['a prefix without a plus', { '1': world.default }],
    ['a prefix that begins with 0', { '+01': world.default }],
    ['a prefix that is a number', { '+14155550123': world.default }],
    ['what is no prefix', { US: world.default }],
    ['what is no sender', { '+1': { send: () => undefined } }],
    ['no routes', {}],
    ['no object', null],
  ])('refuses %s', (_name, given) => {
    expect(() => byCountry(given as CountryRoutes)).toThrow(OtpConfigurationError);
  });

  it('refuses options that it does not know', () => {
    expect(() => byCountry(world, { provider: 'x' } as object)).toThrow(/provider is not an option/);
  });
});
