import { createTwilioSmsSender, createTwilioVerificationProvider } from '@countersign/otp-twilio';
import { describe, expect, it } from 'vitest';
import { startTwins, type TestTwinsOptions } from '../../test-support/start-twins.ts';
import { ALICE, BOB } from '../../test-support/test-inbox.ts';

const ACCOUNT_SID = `AC${'5a'.repeat(16)}`;
const SERVICE_SID = `VA${'7c'.repeat(16)}`;
const ACCOUNT = { accountSid: ACCOUNT_SID, authToken: 'c0ffee11c0ffee22c0ffee33c0ffee44' };
const API_KEY = { accountSid: ACCOUNT_SID, apiKeySid: `SK${'6b'.repeat(16)}`, apiKeySecret: 'Qx7Qx7Qx7Qx7Qx7Qx7Qx' };
const MESSAGES = `/2010-04-01/Accounts/${ACCOUNT_SID}/Messages.json`;
const SERVICE = `/v2/Services/${SERVICE_SID}`;

/** The twins, asked as Twilio's clients ask. */
async function startTwilio(options: TestTwinsOptions = {}) {
  const twins = await startTwins({ startMs: Date.parse('2026-11-20T12:00:00Z'), ...options });
  const { url: baseUrl } = twins;
  const provider = createTwilioVerificationProvider({ ...ACCOUNT, serviceSid: SERVICE_SID, baseUrl });
  const credentials = Buffer.from(`${ACCOUNT.accountSid}:${ACCOUNT.authToken}`).toString('base64');

  return {
    ...twins,
    baseUrl,
    provider,
    async post(path: string, fields: Record<string, string> | string, headers: Record<string, string> = {}) {
      const response = await fetch(`${baseUrl}${path}`, {
        method: 'POST',
        headers: {
          Authorization: `Basic ${credentials}`,
          'Content-Type': 'application/x-www-form-urlencoded',
          ...headers,
        },
        body: typeof fields === 'string' ? fields : new URLSearchParams(fields).toString(),
      });
      return { status: response.status, body: JSON.parse(await response.text()) as Record<string, unknown> };
    },
  };
}

/** A code of the same length that is not this one. */
const wrong = (code: string): string => `${code.slice(0, -1)}${(Number(code.slice(-1)) + 1) % 10}`;

async function startOf(provider: ReturnType<typeof createTwilioVerificationProvider>, to = ALICE as `+${string}`) {
  const outcome = await provider.start({ to });
  if (outcome.status !== 'accepted') throw new Error(outcome.failure.message);
  return outcome;
}

describe('the twins of Twilio', () => {
  describe('with messages', () => {
    it.each([
      ['an auth token', ACCOUNT],
      ['an API key', API_KEY],
    ])('takes them from the SDK with %s', async (_what, account) => {
      const { baseUrl, messages } = await startTwilio();
      const sender = createTwilioSmsSender({ ...account, baseUrl, from: BOB });
      const text = 'Grüße & code 482913 ✓';
      const outcome = await sender.send({ to: ALICE, text });
      expect(outcome).toEqual({
        status: 'accepted',
        messageId: expect.stringMatching(/^SM[0-9a-f]{32}$/),
        segments: 1,
      });
      expect(messages()).toMatchObject([{ to: ALICE, text, code: '482913', provider: 'twilio' }]);
    });

    it('answers as Twilio does', async () => {
      const { post } = await startTwilio();
      const { status, body } = await post(MESSAGES, { To: ALICE, From: BOB, Body: 'Hi' });
      expect(status).toBe(201);
      expect(body).toMatchObject({
        account_sid: ACCOUNT_SID,
        status: 'queued',
        num_segments: '1',
        error_code: null,
        to: ALICE,
        from: BOB,
        uri: `/2010-04-01/Accounts/${ACCOUNT_SID}/Messages/${String(body.sid)}.json`,
      });
      const MessagingServiceSid = `MG${'1'.repeat(32)}`;
      const service = await post(MESSAGES, { To: ALICE, MessagingServiceSid, Body: 'Hi' });
      expect(service.body).toMatchObject({ status: 'accepted', num_segments: '0', from: null });
    });

    it.each([
      ['no recipient', { From: BOB, Body: 'a' }, 21604],
      ['a recipient that is none', { To: 'hello', From: BOB, Body: 'a' }, 21211],
      ['a recipient without its plus', { To: ALICE.slice(1), From: BOB, Body: 'a' }, 21211],
      ['no sender', { To: ALICE, Body: 'a' }, 21603],
      ['a sender that is none', { To: ALICE, From: 'Acme-24', Body: 'a' }, 21212],
      ['a service that is none', { To: ALICE, MessagingServiceSid: 'MG1', Body: 'a' }, 21705],
      ['no text', { To: ALICE, From: BOB }, 21602],
      ['an empty text', { To: ALICE, From: BOB, Body: '' }, 21602],
      ['a text of 1601 characters', { To: ALICE, From: BOB, Body: 'a'.repeat(1601) }, 21617],
      ['a callback that is none', { To: ALICE, From: BOB, Body: 'a', StatusCallback: 'app' }, 21609],
      ['a callback with an underscore', { To: ALICE, From: BOB, Body: 'a', StatusCallback: 'https://a_b.c/' }, 21609],
      ['a validity of eleven hours', { To: ALICE, From: BOB, Body: 'a', ValidityPeriod: '39600' }, 20422],
      ['a sender that is magic', { To: ALICE, From: '+15005550001', Body: 'a' }, 21212],
      ['a recipient that is magic', { To: '+15005550004', From: BOB, Body: 'a' }, 21610],
      ['a form with a field twice', `To=%2B15550100123&To=%2B15550100124&From=Acme&Body=a`, 20422],
      ['a form that is none', 'To=%', 20422],
    ])('refuses %s in words of Twilio', async (_what, fields, code) => {
      const { post, messages } = await startTwilio();
      const { status, body } = await post(MESSAGES, fields);
      expect([status, body.status, body.code]).toEqual([400, 400, code]);
      expect(body.more_info).toBe(`https://www.twilio.com/docs/errors/${code}`);
      expect(JSON.stringify(body)).not.toContain(ALICE.slice(1));
      expect(messages()).toEqual([]);
    });

    it('plays a queue that is full', async () => {
      const { post } = await startTwilio();
      const { status, body } = await post(MESSAGES, { To: ALICE, From: '+15005550008', Body: 'a' });
      expect([status, body.code]).toEqual([429, 21611]);
    });

    it.each([
      ['no credentials', ''],
      ['a user that is no account', `Basic ${Buffer.from('me:hush').toString('base64')}`],
      ['another account', `Basic ${Buffer.from(`AC${'1'.repeat(32)}:hush`).toString('base64')}`],
      ['no secret', `Basic ${Buffer.from(`${ACCOUNT_SID}:`).toString('base64')}`],
    ])('refuses %s', async (_what, Authorization) => {
      const { post, messages } = await startTwilio();
      const { status, body } = await post(MESSAGES, { To: ALICE, From: BOB, Body: 'a' }, { Authorization });
      expect([status, body.code]).toEqual([401, 20003]);
      expect(messages()).toEqual([]);
    });

    it('takes the token of the inbox for the secret, and then no other', async () => {
      const token = 'a-token-of-this-inbox';
      const { baseUrl, post } = await startTwilio({ token });
      expect((await post(MESSAGES, { To: ALICE, From: BOB, Body: 'a' })).body.code).toBe(20003);
      const sender = createTwilioSmsSender({ accountSid: ACCOUNT_SID, authToken: token, baseUrl, from: BOB });
      expect(await sender.send({ to: ALICE, text: 'a' })).toMatchObject({ status: 'accepted' });
    });

    it('refuses JSON', async () => {
      const { post } = await startTwilio();
      expect((await post(MESSAGES, '{}', { 'Content-Type': 'application/json' })).status).toBe(415);
    });
  });

  describe('with verifications', () => {
    it('approves the right code once, for the number it was sent to', async () => {
      const { provider, messages, newestCode } = await startTwilio();
      const { reference, ttlMs } = await startOf(provider);
      expect(ttlMs).toBe(600_000);
      expect(messages()).toMatchObject([
        { to: ALICE, provider: 'twilio-verify', code: expect.stringMatching(/^\d{6}$/) },
      ]);
      const right = { to: ALICE, reference, code: newestCode() } as const;
      expect(await provider.check({ ...right, code: wrong(right.code) })).toEqual({ status: 'mismatch' });
      expect(await provider.check(right)).toEqual({ status: 'approved', phoneNumber: ALICE });
      expect(await provider.check(right)).toEqual({ status: 'not-found' });
    });

    it('checks by number', async () => {
      const { provider, newestCode } = await startTwilio();
      await startOf(provider);
      const right = { to: ALICE, reference: null, code: newestCode() } as const;
      expect(await provider.check({ ...right, to: BOB })).toEqual({ status: 'not-found' });
      expect(await provider.check(right)).toEqual({ status: 'approved', phoneNumber: ALICE });
    });

    it('repeats the code of the open verification, whose life goes on', async () => {
      const { provider, newestCode, pass, messages } = await startTwilio();
      const first = await startOf(provider);
      const code = newestCode();
      await pass(540_000);
      expect(await startOf(provider)).toEqual({ ...first, ttlMs: 60_000 });
      expect(newestCode()).toBe(code);
      expect(messages()).toMatchObject([{ validitySeconds: 60 }, { validitySeconds: 600 }]);
      await pass(60_000);
      expect(await provider.check({ to: ALICE, reference: first.reference, code })).toEqual({ status: 'not-found' });
      expect((await startOf(provider)).reference).not.toBe(first.reference);
    });

    it('sends five times, then no more until the verification has ended', async () => {
      const { provider, messages, pass } = await startTwilio();
      for (let sends = 0; sends < 5; sends += 1) await startOf(provider);
      expect(await provider.start({ to: ALICE })).toMatchObject({
        status: 'refused',
        failure: { category: 'rate-limited', providerCode: '60203', statusCode: 429 },
      });
      expect(messages()).toHaveLength(5);
      await startOf(provider, BOB);
      await pass(600_000);
      await startOf(provider);
    });

    it('checks five times, then not even the right code', async () => {
      const { provider, newestCode } = await startTwilio();
      const { reference } = await startOf(provider);
      const right = { to: ALICE, reference, code: newestCode() } as const;
      for (let checks = 0; checks < 5; checks += 1) {
        expect(await provider.check({ ...right, code: wrong(right.code) })).toEqual({ status: 'mismatch' });
      }
      expect(await provider.check(right)).toEqual({ status: 'exhausted' });
      // The tries are those of the verification, which a second start does not renew.
      await startOf(provider);
      expect(await provider.check(right)).toEqual({ status: 'exhausted' });
    });

    it('forgets what was cancelled', async () => {
      const { provider, newestCode } = await startTwilio();
      const { reference } = await startOf(provider);
      await provider.cancel?.(reference);
      expect(await provider.check({ to: ALICE, reference, code: newestCode() })).toEqual({ status: 'not-found' });
      expect((await startOf(provider)).reference).not.toBe(reference);
    });

    it('keeps services apart', async () => {
      const { baseUrl, provider, newestCode } = await startTwilio();
      const other = createTwilioVerificationProvider({ ...API_KEY, serviceSid: `VA${'1'.repeat(32)}`, baseUrl });
      const { reference } = await startOf(provider);
      expect(await other.check({ to: ALICE, reference, code: newestCode() })).toEqual({ status: 'not-found' });
      expect((await startOf(other)).reference).not.toBe(reference);
    });

    it('says what it was told to say', async () => {
      const { post, messages } = await startTwilio();
      await post(`${SERVICE}/Verifications`, {
        To: ALICE,
        Channel: 'sms',
        CustomCode: '0042',
        CustomFriendlyName: 'Acme',
        AppHash: 'He42w354ol9',
      });
      expect(messages()).toMatchObject([{ text: '<#> Your Acme verification code is: 0042.\nHe42w354ol9' }]);
    });

    it('is told apart by number in place of a SID', async () => {
      const { provider, post } = await startTwilio();
      await startOf(provider);
      const { body } = await post(`${SERVICE}/Verifications/${encodeURIComponent(ALICE)}`, { Status: 'approved' });
      expect(body).toMatchObject({ status: 'approved', valid: true, to: ALICE });
    });

    it.each([
      ['a start without a number', '/Verifications', { Channel: 'sms' }, 400, 60200],
      ['a start without a channel', '/Verifications', { To: ALICE }, 400, 60200],
      ['a start by mail', '/Verifications', { To: ALICE, Channel: 'email' }, 400, 60200],
      ['a code of three digits', '/Verifications', { To: ALICE, Channel: 'sms', CustomCode: '123' }, 400, 60200],
      ['a check without a code', '/VerificationCheck', { To: ALICE }, 400, 60200],
      ['a check of nobody', '/VerificationCheck', { Code: '123456' }, 400, 60200],
      ['a check of what is not known', '/VerificationCheck', { To: ALICE, Code: '123456' }, 404, 20404],
      ['an update to what is none', '/Verifications/VE1', { Status: 'pending' }, 400, 60200],
      ['an update of what is not known', '/Verifications/VE1', { Status: 'canceled' }, 404, 20404],
      ['an update of a percent sign', '/Verifications/%25', { Status: 'canceled' }, 404, 20404],
    ])('refuses %s', async (_what, path, fields, status, code) => {
      const { post, messages } = await startTwilio();
      const answer = await post(`${SERVICE}${path}`, fields as unknown as Record<string, string>);
      expect([answer.status, answer.body.code]).toEqual([status, code]);
      expect(messages()).toEqual([]);
    });

    it('refuses a service that is none', async () => {
      const { post } = await startTwilio();
      const { status, body } = await post('/v2/Services/VA1/Verifications', { To: ALICE, Channel: 'sms' });
      expect([status, body.code]).toEqual([404, 20404]);
    });
  });
});
