import { createOtpEngine } from '@countersign/otp-core';
import { createMemoryCodeStore } from '@countersign/otp-core/memory';
import { createTelnyxSmsSender, createTelnyxVerificationProvider } from '@countersign/otp-telnyx';
import { describe, expect, it } from 'vitest';
import { startTwins, type TestTwinsOptions } from '../../test-support/start-twins.ts';
import { ALICE, BOB } from '../../test-support/test-inbox.ts';

const API_KEY = 'KEY0123456789ABCDEF_hush';
const FROM = '+18445550001';
const PROFILE_ID = '4900a1c2-1bdb-c56f-3de7-e008ef6da16b';
const TOKEN = 'KEY0123456789_token-of-the-inbox';

/** The twins, asked as Telnyx's clients ask. */
async function startTelnyx(options: TestTwinsOptions = {}) {
  const twins = await startTwins(options);
  const baseUrl = `${twins.url}/v2`;
  return {
    ...twins,
    baseUrl,
    sender: createTelnyxSmsSender({ apiKey: API_KEY, from: FROM, baseUrl }),
    provider: createTelnyxVerificationProvider({ apiKey: API_KEY, verifyProfileId: PROFILE_ID, baseUrl }),
    lastCode: twins.newestCode,
    async post(path: string, body: unknown, headers: Record<string, string> = {}) {
      const response = await fetch(`${baseUrl}${path}`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${API_KEY}`, 'Content-Type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      });
      return { status: response.status, body: await response.json() };
    },
  };
}

function otherThan(code: string): string {
  return code.replace(/.$/, (digit) => String((Number(digit) + 1) % 10));
}

describe('the twins of Telnyx', () => {
  it('takes the messages of the real SDK', async () => {
    const telnyx = await startTelnyx();
    const text = 'Your code is 482913 ✓';
    expect(await telnyx.sender.send({ to: ALICE, text })).toEqual({
      status: 'accepted',
      messageId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      segments: 1,
    });
    expect(telnyx.messages()).toMatchObject([{ to: ALICE, text, code: '482913', provider: 'telnyx' }]);
  });

  it.each(['sender', 'provider'] as const)('serves an engine from request to verify by its %s', async (kind) => {
    const telnyx = await startTelnyx();
    const engine = createOtpEngine({
      provider: telnyx[kind],
      store: createMemoryCodeStore(),
      secret: 'a secret of at least thirty-two bytes',
    });
    const requested = await engine.request({ to: ALICE });
    if (!requested.ok) throw new Error(requested.reason);
    expect(requested).toMatchObject({ delivery: 'accepted', codeLength: telnyx.lastCode().length });
    const guess = { challenge: requested.challenge, code: telnyx.lastCode() };
    expect(await engine.verify({ ...guess, code: otherThan(guess.code) })).toMatchObject({ reason: 'mismatch' });
    expect(await engine.verify(guess)).toMatchObject({ ok: true, phoneNumber: ALICE });
    expect(await engine.verify(guess)).toMatchObject({ ok: false });
    await engine.close();
  });

  it('makes a code and approves it once', async () => {
    const telnyx = await startTelnyx();
    const started = await telnyx.provider.start({ to: ALICE });
    expect(started).toMatchObject({ status: 'accepted', ttlMs: 300_000 });
    expect(telnyx.lastCode()).toMatch(/^\d{5}$/);
    const reference = started.status === 'accepted' ? started.reference : null;
    const right = { to: ALICE, reference, code: telnyx.lastCode() } as const;
    expect(await telnyx.provider.check({ ...right, code: otherThan(right.code) })).toEqual({ status: 'mismatch' });
    expect(await telnyx.provider.check(right)).toEqual({ status: 'approved', phoneNumber: ALICE });
    expect(await telnyx.provider.check(right)).toEqual({ status: 'mismatch' });
    expect(await telnyx.provider.check({ ...right, reference: null })).toEqual({ status: 'not-found' });
  });

  it('checks by number, the latest code that is still open', async () => {
    const telnyx = await startTelnyx();
    await telnyx.provider.start({ to: ALICE });
    const first = telnyx.lastCode();
    await telnyx.provider.start({ to: ALICE });
    const second = telnyx.lastCode();
    if (first !== second) {
      expect(await telnyx.provider.check({ to: ALICE, reference: null, code: first })).toEqual({ status: 'mismatch' });
    }
    expect(await telnyx.provider.check({ to: ALICE, reference: null, code: second })).toMatchObject({
      status: 'approved',
    });
    expect(await telnyx.provider.check({ to: ALICE, reference: null, code: first })).toMatchObject({
      status: 'approved',
    });
    expect(await telnyx.provider.check({ to: BOB, reference: null, code: second })).toEqual({ status: 'not-found' });
  });

  it('names the number of a verification, whoever asks', async () => {
    const telnyx = await startTelnyx();
    const started = await telnyx.provider.start({ to: ALICE });
    const reference = started.status === 'accepted' ? started.reference : null;
    expect(await telnyx.provider.check({ to: BOB, reference, code: telnyx.lastCode() })).toEqual({
      status: 'approved',
      phoneNumber: ALICE,
    });
  });

  it('goes on saying no, however many guesses come', async () => {
    const telnyx = await startTelnyx();
    const started = await telnyx.provider.start({ to: ALICE });
    const reference = started.status === 'accepted' ? started.reference : null;
    const code = otherThan(telnyx.lastCode());
    for (let guess = 0; guess < 10; guess += 1) {
      expect(await telnyx.provider.check({ to: ALICE, reference, code })).toEqual({ status: 'mismatch' });
    }
  });

  it('lets a code expire to the second', async () => {
    const telnyx = await startTelnyx();
    const starts = [await telnyx.provider.start({ to: ALICE }), await telnyx.provider.start({ to: BOB })];
    const [alices, bobs] = starts.map((start) => (start.status === 'accepted' ? start.reference : null));
    const [bobsCode = '', alicesCode = ''] = telnyx.messages().map(({ code }) => code ?? '');
    await telnyx.pass(299_999);
    expect(await telnyx.provider.check({ to: ALICE, reference: alices ?? null, code: alicesCode })).toMatchObject({
      status: 'approved',
    });
    await telnyx.pass(1);
    expect(await telnyx.provider.check({ to: BOB, reference: bobs ?? null, code: bobsCode })).toEqual({
      status: 'mismatch',
    });
    expect(await telnyx.provider.check({ to: BOB, reference: null, code: bobsCode })).toEqual({ status: 'not-found' });
  });

  it('makes codes as long as the profile says, and takes one of the client’s', async () => {
    const telnyx = await startTelnyx({ vendors: { telnyx: { codeLength: 6 } } });
    await telnyx.provider.start({ to: ALICE });
    expect(telnyx.lastCode()).toMatch(/^\d{6}$/);
    const { status, body } = await telnyx.post('/verifications/sms', {
      phone_number: ALICE,
      verify_profile_id: PROFILE_ID,
      custom_code: '0042',
      timeout_secs: 60,
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({ data: { status: 'pending', custom_code: '0042', timeout_secs: 60 } });
    expect(telnyx.lastCode()).toBe('0042');
  });

  const message = { to: ALICE, from: FROM, text: 'hello' };
  const start = { phone_number: ALICE, verify_profile_id: PROFILE_ID };

  it.each([
    ['no recipient', '/messages', { ...message, to: undefined }, 400, '10004'],
    ['a recipient without its plus', '/messages', { ...message, to: ALICE.slice(1) }, 400, '40310'],
    ['Unicode digits', '/messages', { ...message, to: '+１５５５０１００１２３' }, 400, '40310'],
    ['no sender', '/messages', { ...message, from: undefined }, 400, '10004'],
    ['a sender that is none', '/messages', { ...message, from: '+1 844' }, 400, '40305'],
    ['a name without its profile', '/messages', { ...message, from: 'Acme' }, 400, '10004'],
    ['a profile that is none', '/messages', { ...message, messaging_profile_id: 'main' }, 400, '10006'],
    ['no text', '/messages', { ...message, text: '' }, 400, '40316'],
    ['a list for a text', '/messages', { ...message, text: ['hello'] }, 400, '40316'],
    ['half a character', '/messages', { ...message, text: '\ud83d' }, 400, '10015'],
    ['eleven parts', '/messages', { ...message, text: 'Ж'.repeat(671) }, 400, '40302'],
    ['fields behind __proto__', '/messages', `{"__proto__":${JSON.stringify(message)}}`, 400, '10004'],
    ['broken JSON', '/messages', '{', 400, '10023'],
    ['a list', '/messages', '[]', 400, '10023'],
    ['5 MB', '/messages', { ...message, text: 'x'.repeat(5_000_000) }, 413, '10015'],
    ['a number that is none', '/verifications/sms', { ...start, phone_number: 'x' }, 400, '10016'],
    ['no Verify profile', '/verifications/sms', { phone_number: ALICE }, 400, '10004'],
    ['a life that is none', '/verifications/sms', { ...start, timeout_secs: -1 }, 400, '10015'],
    ['a code that is none', '/verifications/sms', { ...start, custom_code: 'x' }, 400, '10015'],
    ['no such verification', '/verifications/x/actions/verify', { code: '12345' }, 404, '10005'],
    ['no guess', '/verifications/x/actions/verify', {}, 400, '10004'],
    [
      'no verification of a number',
      `/verifications/by_phone_number/${encodeURIComponent(ALICE)}/actions/verify`,
      { code: '12345', verify_profile_id: PROFILE_ID },
      404,
      '10005',
    ],
    ['no number in the path', '/verifications/by_phone_number/%/actions/verify', { code: '12345' }, 400, '10016'],
  ])('refuses %s in the words of Telnyx', async (_what, path, sent, status, code) => {
    const telnyx = await startTelnyx();
    const answer = await telnyx.post(path, sent);
    expect(answer).toMatchObject({ status, body: { errors: [{ code, title: expect.any(String) }] } });
    expect(telnyx.messages()).toEqual([]);
  });

  it.each(['', 'Bearer hush', 'Basic a2V5', 'Bearer KEY'])('refuses the credential %j', async (Authorization) => {
    const telnyx = await startTelnyx();
    const answer = await telnyx.post('/messages', message, { Authorization });
    expect(answer).toMatchObject({ status: 401, body: { errors: [{ code: '10009' }] } });
    expect(telnyx.messages()).toEqual([]);
  });

  it('wants the token of the inbox for a key, where there is one', async () => {
    const telnyx = await startTelnyx({ token: TOKEN });
    expect(await telnyx.sender.send({ to: ALICE, text: 'hello' })).toMatchObject({
      status: 'refused',
      failure: { category: 'authentication', providerCode: '10009', statusCode: 401 },
    });
    const sender = createTelnyxSmsSender({ apiKey: TOKEN, from: FROM, baseUrl: telnyx.baseUrl });
    expect(await sender.send({ to: ALICE, text: 'hello' })).toMatchObject({ status: 'accepted' });
    expect(telnyx.messages()).toHaveLength(1);
  });
});
