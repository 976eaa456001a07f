/** Recipe 1, wire-exact: the Telnyx two-factor example. */
import { describe, expect, it } from 'vitest';
import { eachAppAndStore, newNumber, wrongCode } from './support/each-app-and-store.ts';
import type { Answer, RecipeApp } from './support/recipe-app.ts';

const REQUEST = '/auth/request-otp';
const VERIFY = '/auth/verify-otp';
const INVALID = { message: 'Invalid OTP. Please try again.', authenticated: false };
const EXPIRED = { message: 'OTP has expired. Request a new one.', authenticated: false };
const EXHAUSTED = { message: 'Too many failed attempts. Request a new OTP.', authenticated: false };
const NO_NUMBER = { error: 'Phone number must be in E.164 format' };

async function begin(app: RecipeApp, phone_number = newNumber()): Promise<{ phone_number: string; code: string }> {
  const { status, text } = await app.post(REQUEST, { phone_number });
  if (status !== 200) throw new Error(text);
  return { phone_number, code: await app.codeOf(phone_number, app.messagesTo(phone_number)) };
}

function verify(app: RecipeApp, phone_number: string, otp: unknown): Promise<Answer> {
  return app.post(VERIFY, { phone_number, otp });
}

describe('recipe 1, Telnyx two-factor', () => {
  eachAppAndStore((app) => {
    it('sends a code, and opens a session for it once', async () => {
      const phone_number = newNumber();
      const sent = await app().post(REQUEST, { phone_number });
      expect({ status: sent.status, body: sent.body }).toEqual({
        status: 200,
        body: { message: 'OTP sent successfully', message_id: expect.any(String), expires_in_seconds: 300 },
      });
      const code = await app().codeOf(phone_number);
      expect(code).toMatch(/^[0-9]{6}$/);
      const verified = await verify(app(), phone_number, code);
      expect({ status: verified.status, body: verified.body }).toEqual({
        status: 200,
        body: {
          message: 'OTP verified successfully',
          authenticated: true,
          session_token: expect.stringMatching(/^[\w-]{43}$/),
        },
      });
      expect(await verify(app(), phone_number, code)).toMatchObject({ status: 401, body: INVALID });
    });

    it('answers three wrong codes as such, and the fourth guess, though it is right, as one too many', async () => {
      const { phone_number, code } = await begin(app());
      for (let guess = 1; guess <= 3; guess += 1) {
        expect(await verify(app(), phone_number, wrongCode(code))).toMatchObject({ status: 401, body: INVALID });
      }
      expect(await verify(app(), phone_number, code)).toMatchObject({ status: 401, body: EXHAUSTED });
      expect(await verify(app(), phone_number, wrongCode(code))).toMatchObject({ status: 401, body: EXHAUSTED });
      const again = await begin(app(), phone_number);
      expect(await verify(app(), phone_number, again.code)).toMatchObject({ status: 200 });
    });

    it('tells a code that has expired from one that nobody asked for', async () => {
      const { phone_number, code } = await begin(app());
      app().advance(301_000);
      expect(await verify(app(), phone_number, code)).toMatchObject({ status: 401, body: EXPIRED });
      expect(await verify(app(), newNumber(), code)).toMatchObject({ status: 401, body: INVALID });
    });

    it('sends five codes to a number in 15 minutes, at once or one by one, and refuses the sixth', async () => {
      const phone_number = newNumber();
      const answers = await Promise.all(Array.from({ length: 8 }, () => app().post(REQUEST, { phone_number })));
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(5);
      const refused = answers.find(({ status }) => status === 429);
      expect(refused?.body).toEqual({ error: 'Too many OTP requests. Try again later.' });
      expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(800);
      expect(app().messagesTo(phone_number)).toBe(5);
      app().advance(15 * 60_000 + 1_000);
      expect(await app().post(REQUEST, { phone_number })).toMatchObject({ status: 200 });
    });

    it('gives no tries back for another request while a code lives', async () => {
      const { phone_number, code } = await begin(app());
      for (let guess = 1; guess <= 2; guess += 1) await verify(app(), phone_number, wrongCode(code));
      expect(await app().post(REQUEST, { phone_number })).toMatchObject({ status: 200 });
      expect(await verify(app(), phone_number, wrongCode(code))).toMatchObject({ body: INVALID });
      expect(await verify(app(), phone_number, code)).toMatchObject({ body: EXHAUSTED });
    });

    it.each([
      ['a number without its plus', { phone_number: '12125551234' }],
      ['letters', { phone_number: '+1212555CALL' }],
      ['no number', {}],
      ['a number as a number', { phone_number: 12125551234 }],
      ['a list', { phone_number: ['+12125551234'] }],
      ['a text instead of an object', '"+12125551234"'],
      ['null', 'null'],
      ['half a JSON text', '{"phone_number":'],
      ['five megabytes', { phone_number: '1'.repeat(5_000_000) }],
    ])('refuses %s', async (_what, body) => {
      const { status, body: answer } = await app().post(REQUEST, body);
      expect({ status, answer }).toEqual({ status: 400, answer: NO_NUMBER });
    });

    it.each([
      ['no code', undefined],
      ['a code as a number', 123456],
      ['a code in a list', ['123456']],
    ])('refuses %s, and spends no try', async (_what, otp) => {
      const { phone_number, code } = await begin(app());
      for (let time = 0; time < 4; time += 1) {
        expect(await verify(app(), phone_number, otp)).toMatchObject({
          status: 400,
          body: { error: expect.any(String) },
        });
      }
      expect(await verify(app(), phone_number, code)).toMatchObject({ status: 200 });
    });

    it('ignores fields that it does not know', async () => {
      const phone_number = newNumber();
      const body = { phone_number, channel: 'sms', __proto__: { admin: true } };
      expect(await app().post(REQUEST, body)).toMatchObject({ status: 200 });
    });
  });
});
