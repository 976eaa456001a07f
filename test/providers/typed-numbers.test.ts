/**
 * Whoever types numbers must not be able to take a vendor away from everybody else, and a vendor that is really set up
 * wrongly must be left out all the same: real adapters, vendors on loopback, breakers that open at the first failure.
 */

import type { ServerResponse } from 'node:http';
import type { PhoneNumber, SmsSender, VerificationProvider } from '@countersign/otp-core/spec';
import { createHttpGatewaySmsSender, type GatewayPresetName } from '@countersign/otp-http-gateway';
import { createInbox } from '@countersign/otp-inbox';
import { type FailoverOptions, type RoutingEvent, withFailover, withProviderFailover } from '@countersign/otp-routing';
import { startVendor } from '@countersign/test-servers/vendor-server';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { VENDOR_ANSWERS, type VendorAnswers, type WireAnswer } from './support/answers-about-numbers.ts';
import { PRESET_ANSWERS, type PresetAnswers } from './support/gateway-answers-about-numbers.ts';
import { warmUp } from './support/provider-bed.ts';
import { PROVIDERS } from './support/providers.ts';

const inbox = createInbox({ port: 0 });

beforeAll(async () => {
  await inbox.listen();
  await warmUp(PROVIDERS, inbox);
});
afterAll(() => inbox.close());

let numbersGiven = 0;

/** Never the same twice. The first two are of one country and of two area codes in it. */
function numberIn(place: 'home' | 'next-door' | 'island' | 'abroad'): PhoneNumber {
  numbersGiven += 1;
  const prefix = { home: '+1415555', 'next-door': '+1212555', island: '+1876555', abroad: '+4477009' }[place];
  return `${prefix}${String(numbersGiven).padStart(place === 'abroad' ? 5 : 4, '0')}` as PhoneNumber;
}

type Route = SmsSender | VerificationProvider;

interface Case extends VendorAnswers {
  readonly name: string;
  create(url: string): Route;
  /** Left out: that of the inbox, which plays all vendors. */
  readonly good?: WireAnswer;
}

const ADAPTERS = PROVIDERS.map(({ name, create }): Case => {
  const answers = VENDOR_ANSWERS[name];
  if (answers === undefined) throw new Error(`${name} has no answers`);
  return { name, create: (url) => create({ url }), ...answers };
});
const PRESETS = (Object.entries(PRESET_ANSWERS) as [GatewayPresetName, PresetAnswers][]).map(
  ([preset, { options, ...answers }]): Case => ({
    name: preset,
    create: (url) => createHttpGatewaySmsSender({ preset, endpoint: `${url}/send`, ...options }),
    ...answers,
  }),
);

/** One vendor, alone in its list, that answers as it is told; without a word, as one that is well. */
async function arrange({ create, good }: Case, options: FailoverOptions = {}) {
  let next: WireAnswer | null = null;
  let to = '';
  const vendor = await startVendor(async (request, response) => {
    const { body } = request;
    const answer = next ?? good;
    if (answer !== undefined) return write(response, answer, to);
    const { host: _, connection: __, 'content-length': ___, ...headers } = request.headers;
    const forwarded = await fetch(`${inbox.url}${request.url}`, {
      method: request.method,
      headers: headers as Record<string, string>,
      ...(body === '' ? {} : { body }),
    });
    const text = await forwarded.text();
    write(response, { status: forwarded.status, body: text, type: forwarded.headers.get('content-type') ?? '' }, to);
  });
  const events: RoutingEvent[] = [];
  const settings = { openAfterFailures: 1, ...options, onEvent: (event: RoutingEvent) => events.push(event) };
  const route = create(vendor.url);
  const list = route.kind === 'sms-sender' ? withFailover([route], settings) : withProviderFailover([route], settings);

  async function ask(number: PhoneNumber, answer: WireAnswer | null) {
    next = answer;
    to = number;
    return list.kind === 'sms-sender'
      ? await list.send({ to: number, text: 'Your code is 042817.' })
      : await list.start({ to: number });
  }

  return { vendor, ask, opened: () => events.filter(({ type }) => type === 'circuit-opened') };
}

function write(response: ServerResponse, { status, body, type = 'application/json' }: WireAnswer, to: string): void {
  const text = body.replaceAll('{to}', to).replaceAll('{other}', '+390612345678');
  response.writeHead(status, { 'Content-Type': type }).end(text);
}

describe.each([...ADAPTERS, ...PRESETS])('through a list with $name', (vendorCase) => {
  it('each answer that a number can bring about leaves the vendor to everybody else', async () => {
    const { ask, opened } = await arrange(vendorCase);
    for (const answer of vendorCase.aboutNumbers) {
      for (let tries = 0; tries < 2; tries += 1) {
        expect(await ask(numberIn('home'), answer)).not.toMatchObject({ status: 'accepted' });
      }
      expect([answer, opened()]).toEqual([answer, []]);
    }
    expect(await ask(numberIn('home'), null)).toMatchObject({ status: 'accepted' });
  });

  it('the operator still sees the vendor’s word', async () => {
    const { ask } = await arrange(vendorCase);
    const outcomes = [];
    for (const answer of vendorCase.aboutNumbers) outcomes.push(await ask(numberIn('abroad'), answer));
    const codes = outcomes.flatMap((each) => ('failure' in each ? (each.failure.providerCode ?? []) : []));
    expect(codes.length > 0 || vendorCase.name in CODELESS).toBe(true);
  });

  it('no sequence of typed numbers makes a good number fail', async () => {
    const place = fc.constantFrom('home', 'next-door', 'island', 'abroad' as const);
    const typed = fc.record({ place, answer: fc.constantFrom(...vendorCase.aboutNumbers) });
    const { ask, opened } = await arrange(vendorCase);
    await fc.assert(
      fc.asyncProperty(fc.array(typed, { maxLength: 6 }), place, async (sequence, good) => {
        for (const each of sequence) await ask(numberIn(each.place), each.answer);
        expect(await ask(numberIn(good), null)).toMatchObject({ status: 'accepted' });
      }),
      { numRuns: 12 },
    );
    expect(opened()).toEqual([]);
  });

  it.each(vendorCase.misconfigured)(
    'one that is set up wrongly is left out, in an app for one country too: %j',
    async (answer) => {
      const { ask, opened, vendor } = await arrange(vendorCase, { openAfterFailures: 3 });
      for (const place of ['home', 'next-door', 'home', 'next-door', 'home'] as const)
        await ask(numberIn(place), answer);
      expect(vendor.requests).toHaveLength(3);
      expect(opened()).toHaveLength(1);
    },
  );

  it.each(vendorCase.misconfigured)(
    'one that is set up wrongly for one country is there for others: %j',
    async (answer) => {
      const { ask, opened } = await arrange(vendorCase);
      await ask(numberIn('abroad'), answer);
      await ask(numberIn('island'), answer);
      const places = opened().map((event) => ('destination' in event ? event.destination : 'everywhere'));
      // What no country can be the reason of counts everywhere, and at once.
      const isForAll = places.includes('everywhere');
      expect(places).toEqual(isForAll ? ['everywhere'] : ['+44', '+1876']);
      expect(await ask(numberIn('home'), null)).toMatchObject({ status: isForAll ? 'refused' : 'accepted' });
      expect(await ask(numberIn('abroad'), null)).toMatchObject({
        status: 'refused',
        failure: { category: 'unavailable' },
      });
    },
  );
});

/** They give no codes, or none that may be shown. */
const CODELESS: Readonly<Record<string, true>> = {
  'http-gateway': true,
  jasmin: true,
  kannel: true,
  'sinch-http-basic': true,
};
