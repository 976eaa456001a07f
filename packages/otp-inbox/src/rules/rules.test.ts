/** Rules as apps meet them: real adapters against the twins, and the API by which rules come and go. */
import { createHttpGatewaySmsSender } from '@countersign/otp-http-gateway';
import { createSinchSmsSender, createSinchVerificationProvider } from '@countersign/otp-sinch';
import { createSnsSmsSender } from '@countersign/otp-sns';
import { createTelnyxSmsSender, createTelnyxVerificationProvider } from '@countersign/otp-telnyx';
import { createTwilioSmsSender, createTwilioVerificationProvider } from '@countersign/otp-twilio';
import { beforeAll, describe, expect, it } from 'vitest';
import { PROVIDER_NAMES } from '../messages/provider-name.ts';
import { startTwins } from '../test-support/start-twins.ts';
import { ALICE, BOB, readProblemCode, sendRaw, sendText, startTestInbox } from '../test-support/test-inbox.ts';
import { readRule } from './read-rule.ts';
import type { InboxFault, InboxRule } from './rule.ts';
import { createRuleBook } from './rule-book.ts';

const TWILIO = { accountSid: `AC${'5a'.repeat(16)}`, authToken: 'c0ffee11c0ffee22c0ffee33c0ffee44' };
const TELNYX = { apiKey: 'KEY0123456789ABCDEF_hush' };
const SINCH = {
  applicationKey: '669e367e-6bba-48ab-af15-266871c28135',
  applicationSecret: 'BeIukql3pTKJ8RGL5zo0DA==',
};

interface Outcome {
  readonly status: string;
  readonly failure?: { readonly category: string; readonly retryAfterMs?: number; readonly statusCode?: number };
}

type Send = (url: string, to: `+${string}`, options?: { readonly timeoutMs: number }) => Promise<Outcome>;

/** Sends through the real adapter of each provider. */
const SEND: Readonly<Record<(typeof PROVIDER_NAMES)[number], Send>> = {
  twilio: (baseUrl, to, options) =>
    createTwilioSmsSender({ ...TWILIO, from: BOB, baseUrl }).send({ to, text: 'hello' }, options),
  'twilio-verify': (baseUrl, to, options) =>
    createTwilioVerificationProvider({ ...TWILIO, serviceSid: `VA${'7c'.repeat(16)}`, baseUrl }).start({ to }, options),
  telnyx: (url, to, options) =>
    createTelnyxSmsSender({ ...TELNYX, from: BOB, baseUrl: `${url}/v2` }).send({ to, text: 'hello' }, options),
  'telnyx-verify': (url, to, options) =>
    createTelnyxVerificationProvider({
      ...TELNYX,
      verifyProfileId: '12ade33a-21c0-473b-b055-b3c836e1c292',
      baseUrl: `${url}/v2`,
    }).start({ to }, options),
  sinch: (baseUrl, to, options) => createSinchVerificationProvider({ ...SINCH, baseUrl }).start({ to }, options),
  'sinch-sms': (baseUrl, to, options) =>
    createSinchSmsSender({ servicePlanId: 'plan-1', apiToken: 'hush-hush', baseUrl }).send(
      { to, text: 'hello' },
      options,
    ),
  sns: (endpoint, to, options) =>
    createSnsSmsSender({
      region: 'eu-west-1',
      endpoint,
      credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'hush-hush-hush-hush' },
    }).send({ to, text: 'hello' }, options),
  'http-gateway': (url, to, options) =>
    createHttpGatewaySmsSender({ endpoint: `${url}/gateway`, messageId: { json: 'id' } }).send(
      { to, text: 'hello' },
      options,
    ),
};

/** Of a port that no server takes. */
const NOBODY = 'http://127.0.0.1:1';
const later = ['sns', 'sinch-sms'];

/** For calls that no answer ends. A request leaves within it, also on a busy machine. */
const HASTY = { timeoutMs: 800 };

// The first call loads an SDK, which may take longer than that.
beforeAll(async () => {
  for (const provider of PROVIDER_NAMES) await SEND[provider](NOBODY, ALICE);
});

describe.each(PROVIDER_NAMES)('an adapter of %s', (provider) => {
  const send = async (fault: InboxFault, options?: typeof HASTY) => {
    const twins = await startTwins({ rules: [{ fault, provider }] });
    return { twins, outcome: await SEND[provider](twins.url, ALICE, options) };
  };

  it('hears that it asks too often, and when to come back', async () => {
    const { twins, outcome } = await send({ type: 'rate-limited', retryAfterSeconds: 7 });
    expect(outcome).toMatchObject({ status: 'refused', failure: { category: 'rate-limited', statusCode: 429 } });
    expect(outcome.failure?.retryAfterMs).toBeLessThanOrEqual(7_000);
    expect(twins.messages()).toEqual([]);
    expect(twins.rules.strikes()).toMatchObject([{ ruleId: 'rule-1', fault: 'rate-limited', provider, to: ALICE }]);
  });

  it('hears of trouble at the vendor', async () => {
    const { outcome } = await send({ type: 'server-error', status: 503 });
    expect(outcome.failure?.category).toBe('unavailable');
  });

  it('hears of a refusal', async () => {
    const { twins, outcome } = await send({ type: 'refused' });
    expect(outcome.status).toBe('refused');
    expect(twins.messages()).toEqual([]);
  });

  it('hears now or later of a number that opted out', async () => {
    const { twins, outcome } = await send({ type: 'opted-out' });
    const isLater = later.includes(provider) || provider === 'telnyx-verify';
    expect(outcome.status).toBe(isLater ? 'accepted' : 'refused');
    await twins.pass(2_000);
    expect(twins.messages().map(({ delivery }) => delivery.status)).toEqual(isLater ? ['undelivered'] : []);
  });

  it.each([
    ['hang-before-reading', 0],
    ['hang-after-reading', 1],
    ['reset', 1],
    ['garbage', 1],
  ] as const)('does not know what became of a message when the wire does %s', async (type, messages) => {
    const { twins, outcome } = await send({ type }, HASTY);
    expect(outcome.status).toBe('unknown');
    expect(twins.messages()).toHaveLength(messages);
  });

  it('gives up on an answer that comes in drops', async () => {
    const { twins, outcome } = await send({ type: 'slow-body', seconds: 60 }, HASTY);
    expect(outcome.status).toBe('unknown');
    expect(twins.messages()).toHaveLength(1);
  });

  it.each([
    ['lost', 1, [false]],
    ['duplicate', 2, [true, true]],
    ['late', 0, []],
  ] as const)('takes a message for accepted that is %s', async (type, count, arrives) => {
    const { twins, outcome } = await send({ type });
    expect(outcome.status).toBe('accepted');
    expect(twins.messages()).toHaveLength(count);
    expect(twins.messages().map((message) => message.arrives)).toEqual(arrives);
    await twins.pass(6_000);
    expect(twins.messages()).toHaveLength(Math.max(count, 1));
    expect(twins.messages()[0]?.delivery.status).toBe(type === 'lost' ? 'lost' : 'delivered');
  });
});

describe('a rule', () => {
  it('strikes the nth call, a beginning of numbers, a provider, and so often', () => {
    const { judge } = createRuleBook([
      { fault: { type: 'lost' }, to: '+4477*', nth: 2 },
      { fault: { type: 'late' }, provider: ['sns', 'sinch'], times: 1 },
      { fault: { type: 'reset' }, call: 'check' },
    ]);
    const strike = (provider: 'sns' | 'twilio', to: string, call: 'send' | 'check' = 'send') =>
      judge({ provider, to, call })?.ruleId ?? null;
    expect(strike('twilio', '+447700900123')).toBeNull();
    expect(strike('twilio', ALICE)).toBeNull();
    expect(strike('twilio', '+447700900124')).toBe('rule-1');
    expect(strike('twilio', '+447700900123')).toBeNull();
    expect([strike('sns', ALICE), strike('sns', ALICE)]).toEqual(['rule-2', null]);
    expect(strike('twilio', ALICE, 'check')).toBe('rule-3');
  });

  it.each([10, 50, 90])('strikes %i of a hundred, the same ones in every run with one seed', (percent) => {
    const strikes = (seed: number) => {
      const { judge } = createRuleBook([{ fault: { type: 'lost' }, percent, seed }]);
      return Array.from({ length: 1_000 }, () => judge({ provider: 'sns', call: 'send', to: ALICE }) !== null);
    };
    const struck = strikes(7);
    expect(strikes(7)).toEqual(struck);
    expect(strikes(8)).not.toEqual(struck);
    expect(struck.filter(Boolean).length / 10).toBeGreaterThan(percent - 6);
    expect(struck.filter(Boolean).length / 10).toBeLessThan(percent + 6);
  });

  it('goes before a magic number, which strikes sends of every provider', () => {
    const { judge } = createRuleBook([{ fault: { type: 'late' }, to: '+15005550004', provider: 'sns' }]);
    const call = { call: 'send', to: '+15005550004' } as const;
    expect(judge({ ...call, provider: 'sns' })).toMatchObject({ fault: { type: 'late' } });
    expect(judge({ ...call, provider: 'telnyx' })).toMatchObject({ ruleId: 'magic:+15005550004' });
    expect(judge({ ...call, provider: 'telnyx', call: 'check' })).toBeNull();
  });

  it.each<[string, unknown]>([
    ['is none', null],
    ['is a list', []],
    ['has no fault', { to: ALICE }],
    ['has a fault of every object', { fault: { type: 'constructor' } }],
    ['has a misspelt field', { fault: { type: 'lost' }, number: ALICE }],
    ['has a misspelt field of its fault', { fault: { type: 'late', seconds: 5 } }],
    ['has a provider that is none', { fault: { type: 'lost' }, provider: 'acme' }],
    ['has no provider at all', { fault: { type: 'lost' }, provider: [] }],
    ['has a number that is none', { fault: { type: 'lost' }, to: '0155' }],
    ['has a zeroth call', { fault: { type: 'lost' }, nth: 0 }],
    ['has more than all', { fault: { type: 'lost' }, percent: 101 }],
    ['loses a check', { fault: { type: 'lost' }, call: 'check' }],
    ['exchanges a number where none is answered', { fault: { type: 'wrong-number' }, provider: 'sns' }],
    ['has a status that is no trouble', { fault: { type: 'server-error', status: 200 } }],
  ])('is refused when it %s', (_what, rule) => {
    expect(readRule(rule)).toMatchObject({ status: 'refused' });
    expect(JSON.stringify(readRule(rule))).not.toContain(ALICE);
  });

  it('can echo another number', async () => {
    const twins = await startTwins({ rules: [{ fault: { type: 'wrong-number' } }] });
    const response = await fetch(`${twins.url}/xms/v1/plan/batches`, {
      method: 'POST',
      headers: { Authorization: 'Bearer hush-hush', 'Content-Type': 'application/json' },
      body: JSON.stringify({ to: [ALICE], body: 'a' }),
    });
    expect(await response.json()).toMatchObject({ to: ['15550100124'] });
    expect(twins.messages()[0]?.to).toBe(ALICE);
  });

  it('strikes checks too', async () => {
    const twins = await startTwins({ rules: [{ fault: { type: 'server-error' }, call: 'check', times: 1 }] });
    const provider = createSinchVerificationProvider({ ...SINCH, baseUrl: twins.url });
    await provider.start({ to: ALICE });
    const guess = { to: ALICE as `+${string}`, reference: null, code: twins.newestCode() };
    expect(await provider.check(guess)).toMatchObject({ status: 'unknown' });
    expect(await provider.check(guess)).toMatchObject({ status: 'approved' });
  });
});

describe('the API of rules', () => {
  const json = { 'Content-Type': 'application/json' };
  const rule: InboxRule = { fault: { type: 'lost' }, to: ALICE };

  it('adds, lists, replaces and removes', async () => {
    const inbox = await startTestInbox();
    const ask = (method: string, path: string, body?: unknown) =>
      sendRaw(inbox, { method, path, headers: json, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    const added = await ask('POST', '/api/v1/rules', rule);
    expect([added.status, JSON.parse(added.text)]).toEqual([201, { ...rule, id: 'rule-1', strikes: 0 }]);
    await sendText(inbox, ALICE, 'Your code is 482913.');
    expect(JSON.parse((await ask('GET', '/api/v1/rules')).text)).toMatchObject({
      rules: [{ id: 'rule-1', strikes: 1 }],
      magicNumbers: expect.arrayContaining([expect.objectContaining({ to: '+15005550004' })]),
    });
    expect(JSON.parse((await ask('GET', '/api/v1/rules/strikes')).text)).toMatchObject({
      strikes: [{ ruleId: 'rule-1', fault: 'lost', to: ALICE, messageId: inbox.messages()[0]?.id }],
    });
    await expect(inbox.waitForCode({ to: ALICE, waitMs: 1 })).rejects.toMatchObject({ code: 'INBOX_NO_MESSAGE' });
    expect((await ask('PUT', '/api/v1/rules', { rules: [rule, rule] })).status).toBe(200);
    expect(inbox.rules.list()).toHaveLength(2);
    expect((await ask('DELETE', `/api/v1/rules/${inbox.rules.list()[0]?.id}`)).status).toBe(204);
    expect((await ask('DELETE', '/api/v1/rules')).status).toBe(204);
    expect(inbox.rules.list()).toEqual([]);
    expect(readProblemCode(await ask('DELETE', '/api/v1/rules/rule-1'))).toBe('not-found');
  });

  it.each<[string, string, string | undefined, Record<string, string>, string]>([
    ['POST', '/api/v1/rules', '{', json, 'malformed-request'],
    ['POST', '/api/v1/rules', '{}', json, 'invalid-parameter'],
    ['POST', '/api/v1/rules', '{}', {}, 'unsupported-media-type'],
    ['PUT', '/api/v1/rules', '[]', json, 'invalid-parameter'],
    ['PUT', '/api/v1/rules', JSON.stringify({ rules: Array(101).fill(rule) }), json, 'too-many-rules'],
  ])('refuses %s %s with %s', async (method, path, body, headers, code) => {
    const inbox = await startTestInbox({ rules: [rule] });
    const answer = await sendRaw(inbox, { method, path, headers, ...(body === undefined ? {} : { body }) });
    expect(readProblemCode(answer)).toBe(code);
    expect(inbox.rules.list()).toHaveLength(1);
  });

  it('keeps a hundred', async () => {
    const inbox = await startTestInbox({ rules: Array<InboxRule>(100).fill(rule) });
    const answer = await sendRaw(inbox, {
      method: 'POST',
      path: '/api/v1/rules',
      headers: json,
      body: JSON.stringify(rule),
    });
    expect(readProblemCode(answer)).toBe('too-many-rules');
    expect(() => inbox.rules.add(rule)).toThrow('100');
  });
});
