/** Recipe 3, wire-exact: the Sinch Verification guide, here with a sender. With Sinch itself: `by-settings-alone.test.ts`. */
import { describe, expect, it } from 'vitest';
import { eachAppAndStore, newNumber, wrongCode } from './support/each-app-and-store.ts';
import type { Answer, RecipeApp } from './support/recipe-app.ts';

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;

function register(app: RecipeApp, phoneNumber: string, more: object = {}): Promise<Answer> {
  return app.post('/register', { phoneNumber, ...more });
}

async function requestCode(app: RecipeApp, phoneNumber: string): Promise<string> {
  const { status, body, text } = await app.post('/request-otp', { phoneNumber });
  if (status !== 200) throw new Error(text);
  return (body.data as { verificationId: string }).verificationId;
}

describe('recipe 3, Sinch Verification', () => {
  eachAppAndStore((app) => {
    it('registers, sends a code, and marks the user as verified', async () => {
      const phoneNumber = newNumber();
      const registered = await register(app(), phoneNumber, { name: 'Ada' });
      expect({ status: registered.status, body: registered.body }).toEqual({
        status: 201,
        body: { id: expect.stringMatching(UUID), phoneNumber, isVerified: false },
      });
      const requested = await app().post('/request-otp', { phoneNumber });
      expect({ status: requested.status, body: requested.body }).toEqual({
        status: 200,
        body: { success: true, message: expect.any(String), data: { verificationId: expect.any(String) } },
      });
      const { verificationId } = requested.body.data as { verificationId: string };
      const code = await app().codeOf(phoneNumber);
      const wrong = await app().post('/verify-otp', { verificationId, code: wrongCode(code) });
      expect({ status: wrong.status, body: wrong.body }).toEqual({
        status: 400,
        body: { success: false, message: expect.any(String) },
      });
      const right = await app().post('/verify-otp', { verificationId, code });
      expect({ status: right.status, body: right.body }).toEqual({
        status: 200,
        body: { success: true, message: expect.any(String), data: { verified: true } },
      });
      expect(await app().post('/verify-otp', { verificationId, code })).toMatchObject({ status: 400 });
      // One users table: the same user signs in by recipe 4, which tells what is stored.
      const { id } = registered.body;
      await app().post('/auth/sms/send', { userId: id });
      const signedIn = await app().post(
        '/auth/sms/verify',
        { userId: id, code: await app().codeOf(phoneNumber, 2) },
        { headers: { 'x-auth-strategy': 'bearer' } },
      );
      const me = await app().get('/auth/me', { authorization: `Bearer ${signedIn.body.accessToken}` });
      expect(me.body).toEqual({ id, name: 'Ada', isVerified: true });
    });

    it('takes a number once, of two who register it at once as well', async () => {
      const phoneNumber = newNumber();
      const answers = await Promise.all([register(app(), phoneNumber), register(app(), phoneNumber)]);
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
      const refused = await register(app(), ` ${phoneNumber.slice(0, 5)} ${phoneNumber.slice(5)}`);
      expect({ status: refused.status, body: refused.body }).toEqual({
        status: 409,
        body: { success: false, message: expect.any(String) },
      });
    });

    it('answers a number that is not registered with the same words, in the same time, and sends nothing', async () => {
      const [known, unknown] = [newNumber(), newNumber()];
      await register(app(), known);
      const timed = async (phoneNumber: string) => {
        const startedAtMs = performance.now();
        const { status, body, text, headers } = await app().post('/request-otp', { phoneNumber });
        const durationMs = performance.now() - startedAtMs;
        const { verificationId } = body.data as { verificationId: string };
        const shape = text.replace(verificationId, '');
        return { status, shape, length: verificationId.length, names: [...headers.keys()], durationMs, verificationId };
      };
      const [one, other] = await Promise.all([timed(known), timed(unknown)]);
      const { verificationId: _one, durationMs: oneMs, ...seen } = one;
      const { verificationId, durationMs: otherMs, ...seenToo } = other;
      expect(seenToo).toEqual(seen);
      expect(Math.min(oneMs, otherMs)).toBeGreaterThanOrEqual(149);
      await app().codeOf(known);
      expect([app().messagesTo(known), app().messagesTo(unknown)]).toEqual([1, 0]);
      const wrong = await Promise.all(
        [one.verificationId, verificationId].map((id) =>
          app().post('/verify-otp', { verificationId: id, code: wrongCode('000000') }),
        ),
      );
      expect(wrong[1]).toMatchObject({ status: wrong[0]?.status, text: wrong[0]?.text });
    });

    it('refuses a repeat alike, whoever asks', async () => {
      const [known, unknown] = [newNumber(), newNumber()];
      await register(app(), known);
      await Promise.all([requestCode(app(), known), requestCode(app(), unknown)]);
      const again = await Promise.all(
        [known, unknown].map((phoneNumber) => app().post('/request-otp', { phoneNumber })),
      );
      expect(again[0]).toMatchObject({ status: 429, body: { success: false, message: expect.any(String) } });
      expect(again[1]).toMatchObject({ status: 429, text: again[0]?.text });
    });

    it.each([
      ['/register', {}],
      ['/register', { phoneNumber: 14155550123 }],
      ['/register', { phoneNumber: '4155550123' }],
      ['/register', { phoneNumber: '+14155550123', name: { first: 'Ada' } }],
      ['/register', { phoneNumber: '+14155550123', name: 'x'.repeat(5_000_000) }],
      ['/request-otp', {}],
      ['/request-otp', { phoneNumber: null }],
      ['/request-otp', '[]'],
      ['/verify-otp', {}],
      ['/verify-otp', { verificationId: 'x'.repeat(2_000), code: '123456' }],
      ['/verify-otp', { verificationId: 'not-a-handle', code: '123456' }],
      ['/verify-otp', { verificationId: ['x'], code: '123456' }],
      ['/verify-otp', '{"verificationId":'],
    ])('refuses what makes no sense at %s in its own shape', async (path, sent) => {
      const { status, body } = await app().post(path, sent);
      expect({ status, body }).toEqual({ status: 400, body: { success: false, message: expect.any(String) } });
    });

    it('takes no handle of another flow', async () => {
      const phoneNumber = newNumber();
      const { body } = await app().post('/otp/verifications', { phoneNumber });
      const answer = await app().post('/verify-otp', {
        verificationId: body.challenge,
        code: await app().codeOf(phoneNumber),
      });
      expect(answer.status).toBe(400);
    });
  });
});
