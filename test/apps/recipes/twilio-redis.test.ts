/** Recipe 2, wire-exact: the Twilio and Redis tutorial. */
import { describe, expect, it } from 'vitest';
import { eachAppAndStore, newNumber, wrongCode } from './support/each-app-and-store.ts';
import type { RecipeApp } from './support/recipe-app.ts';

const MATCH = { message: 'This is a valid match!' };
const NO_MATCH = { message: "The phone number and the SMS code doesn't match." };

async function begin(app: RecipeApp): Promise<{ phoneNumber: string; smsCode: string }> {
  const phoneNumber = newNumber();
  const { status, text } = await app.post('/send-code', { phoneNumber });
  if (status !== 200) throw new Error(text);
  return { phoneNumber, smsCode: await app.codeOf(phoneNumber) };
}

describe('recipe 2, Twilio and Redis', () => {
  eachAppAndStore((app) => {
    it('sends six digits, and takes them once', async () => {
      const phoneNumber = newNumber();
      const { status, body } = await app().post('/send-code', { phoneNumber });
      expect({ status, body }).toEqual({
        status: 200,
        body: { message: expect.stringMatching(/^Message sent with id: [\w-]{8,}$/) },
      });
      const smsCode = await app().codeOf(phoneNumber);
      expect(smsCode).toMatch(/^[0-9]{6}$/);
      const right = await app().post('/verify-code', { phoneNumber, smsCode });
      expect({ status: right.status, body: right.body }).toEqual({ status: 200, body: MATCH });
      const again = await app().post('/verify-code', { phoneNumber, smsCode });
      expect({ status: again.status, body: again.body }).toEqual({ status: 400, body: NO_MATCH });
    });

    it('keeps a code for ten minutes', async () => {
      const [living, expired] = [await begin(app()), await begin(app())];
      app().advance(598_000);
      expect(await app().post('/verify-code', living)).toMatchObject({ status: 200, body: MATCH });
      app().advance(3_000);
      expect(await app().post('/verify-code', expired)).toMatchObject({ status: 400, body: NO_MATCH });
    });

    it('answers a wrong code, another number and one try too many alike', async () => {
      const [one, other] = [await begin(app()), await begin(app())];
      const swapped = { phoneNumber: one.phoneNumber, smsCode: wrongCode(one.smsCode) };
      for (let guess = 1; guess <= 5; guess += 1) {
        expect(await app().post('/verify-code', swapped)).toMatchObject({ status: 400, body: NO_MATCH });
      }
      expect(await app().post('/verify-code', one)).toMatchObject({ status: 400, body: NO_MATCH });
      expect(await app().post('/verify-code', other)).toMatchObject({ status: 200, body: MATCH });
    });

    it('refuses the next message to a number for half a minute, and says so', async () => {
      const { phoneNumber } = await begin(app());
      const { status, headers, body } = await app().post('/send-code', { phoneNumber });
      expect({ status, body }).toEqual({ status: 429, body: { message: expect.any(String) } });
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(20);
      app().advance(31_000);
      expect(await app().post('/send-code', { phoneNumber })).toMatchObject({ status: 200 });
    });

    it.each([
      ['no number', {}],
      ['a number without its plus', { phoneNumber: '4155550123' }],
      ['a number as a number', { phoneNumber: 4155550123 }],
      ['an object', { phoneNumber: { $ne: '' } }],
      ['a text', '"+14155550123"'],
      ['half a JSON text', '{'],
      ['five megabytes', { phoneNumber: '+14155550123', more: 'x'.repeat(5_000_000) }],
    ])('refuses %s in its own shape', async (_what, body) => {
      const sent = await app().post('/send-code', body);
      expect({ status: sent.status, body: sent.body }).toEqual({ status: 400, body: { message: expect.any(String) } });
      const verified = await app().post('/verify-code', body);
      expect(verified.status).toBe(400);
      expect(verified.body).toEqual({ message: expect.any(String) });
    });

    it('ignores fields that it does not know, and takes codes as people type them', async () => {
      const { phoneNumber, smsCode } = await begin(app());
      const body = { phoneNumber, smsCode: ` ${smsCode.slice(0, 3)} ${smsCode.slice(3)}\n`, remember: true };
      expect(await app().post('/verify-code', body)).toMatchObject({ status: 200, body: MATCH });
    });
  });
});
