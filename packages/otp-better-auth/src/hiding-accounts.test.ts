/** Where there is no sign-up, and for passwords: nothing tells who has an account. */
import { describe, expect, it } from 'vitest';
import { NUMBER, OTHER_NUMBER, openApp } from './test-support/open-app.ts';

/** Without its cookies' values and its times, which are different in every answer. */
async function shapeOf(response: Response) {
  const body = (await response.json()) as Record<string, unknown>;
  const cookies = response.headers.getSetCookie().map((cookie) => cookie.replace(/=[^;]*/, ''));
  return { status: response.status, fields: Object.keys(body), code: body.code, codeLength: body.codeLength, cookies };
}

async function openAppWithAccount(behaviour: 'accept' | 'refuse' = 'accept') {
  const app = await openApp({ time: 'real' });
  await app.browse().client.signUp.email({ email: 'ada@example.com', password: 'a-long-password', name: 'Ada' });
  const [{ id = '' } = {}] = await app.users();
  const where = [{ field: 'id', value: String(id) }];
  await app.db.update({ model: 'user', where, update: { phoneNumber: NUMBER, phoneNumberVerified: true } });
  app.sender.behave(behaviour);
  return app;
}

const post = (app: Awaited<ReturnType<typeof openAppWithAccount>>, path: string, body: object, cookie = '') =>
  app.auth.handler(
    new Request(`http://localhost:3000/api/auth${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        origin: 'http://localhost:3000',
        ...(cookie === '' ? {} : { cookie }),
      },
      body: JSON.stringify(body),
    }),
  );

const cookieOf = (response: Response) =>
  response.headers
    .getSetCookie()
    .map((each) => each.split(';')[0])
    .join('; ');

describe.each([
  ['/phone-otp/send-code', '/sign-in/phone-otp', {}],
  ['/phone-otp/request-password-reset', '/phone-otp/reset-password', { newPassword: 'another-long-password' }],
])('%s, without sign-up', (requestPath, redeemPath, more) => {
  it.each(['accept', 'refuse'] as const)(
    'answers unknown numbers like known ones where the provider would %s',
    async (behaviour) => {
      const app = await openAppWithAccount(behaviour);
      const [known, unknown] = await Promise.all(
        [NUMBER, OTHER_NUMBER].map((phoneNumber) => post(app, requestPath, { phoneNumber })),
      );
      if (known === undefined || unknown === undefined) throw new Error('There are two answers.');
      const cookies = [cookieOf(known), cookieOf(unknown)];
      expect(await shapeOf(unknown)).toEqual(await shapeOf(known));
      expect(app.sender.messages.map(({ to }) => to)).toEqual([NUMBER]);

      const right = app.sender.lastCode(NUMBER);
      const wrong = right === '000000' ? '111111' : '000000';
      const guesses = await Promise.all(
        cookies.map((cookie) => post(app, redeemPath, { code: wrong, ...more }, cookie)),
      );
      const [guess, unknownGuess] = await Promise.all(guesses.map(shapeOf));
      expect(guess).toMatchObject({ status: 422, code: 'WRONG_CODE' });
      expect(unknownGuess).toEqual(guess);
      const again = await Promise.all(
        [NUMBER, OTHER_NUMBER].map((phoneNumber) => post(app, requestPath, { phoneNumber })),
      );
      const [limit, unknownLimit] = await Promise.all(again.map(shapeOf));
      expect(limit).toMatchObject({ status: 429, code: 'COOLDOWN' });
      expect(unknownLimit).toEqual(limit);
    },
  );

  it('sends nothing to a number that an account only claims', async () => {
    const app = await openAppWithAccount();
    const [{ id = '' } = {}] = await app.users();
    const where = [{ field: 'id', value: String(id) }];
    await app.db.update({ model: 'user', where, update: { phoneNumberVerified: false } });
    expect((await post(app, requestPath, { phoneNumber: NUMBER })).status).toBe(200);
    expect(app.sender.messages).toEqual([]);
  });
});
