/** Recipe 4, wire-exact: the SMS recipe of node-auth, and the sessions behind it. */
import { decodeJwt } from 'jose';
import { describe, expect, it } from 'vitest';
import { eachAppAndStore, newNumber, wrongCode } from './support/each-app-and-store.ts';
import type { Answer, RecipeApp } from './support/recipe-app.ts';

const BEARER = { headers: { 'x-auth-strategy': 'bearer' } };

interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string;
}

async function newUser(app: RecipeApp): Promise<{ userId: string; phoneNumber: string }> {
  const phoneNumber = newNumber();
  const { body } = await app.post('/register', { phoneNumber });
  return { userId: String(body.id), phoneNumber };
}

async function begin(app: RecipeApp): Promise<{ userId: string; code: string; phoneNumber: string }> {
  const user = await newUser(app);
  const { status, text } = await app.post('/auth/sms/send', { userId: user.userId });
  if (status !== 200) throw new Error(text);
  return { ...user, code: await app.codeOf(user.phoneNumber) };
}

async function signIn(app: RecipeApp): Promise<Tokens & { userId: string; phoneNumber: string }> {
  const { userId, code, phoneNumber } = await begin(app);
  const { body } = await app.post('/auth/sms/verify', { userId, code }, BEARER);
  return { ...(body as unknown as Tokens), userId, phoneNumber };
}

function refresh(app: RecipeApp, refreshToken: unknown): Promise<Answer> {
  return app.post('/auth/refresh', { refreshToken }, BEARER);
}

/** What a browser would keep of an answer. */
function cookiesIn({ headers }: Answer): readonly string[] {
  return headers.getSetCookie();
}

function cookieHeader(answer: Answer): string {
  return cookiesIn(answer)
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}

describe('recipe 4, node-auth SMS', () => {
  eachAppAndStore((app) => {
    it('sends a code to the stored number, and opens a session in cookies that no script can read', async () => {
      const { userId, code } = await begin(app());
      const verified = await app().post('/auth/sms/verify', { userId, code });
      expect(verified.status).toBe(200);
      expect(verified.text).not.toMatch(/eyJ/);
      const cookies = cookiesIn(verified);
      expect(cookies).toHaveLength(2);
      for (const cookie of cookies) {
        expect(cookie).toMatch(/; HttpOnly/);
        expect(cookie).toMatch(/; SameSite=Strict/);
        // On one's own machine there is no TLS.
        expect(cookie).not.toMatch(/; Secure/);
      }
      expect(cookies.find((cookie) => cookie.startsWith('refreshToken='))).toContain('Path=/auth');
      const me = await app().get('/auth/me', { cookie: cookieHeader(verified) });
      expect(me.body).toEqual({ id: userId, name: null, isVerified: true });
      expect(await app().post('/auth/sms/verify', { userId, code })).toMatchObject({ status: 401 });
    });

    it('gives tokens in the body to who asks for them so, with the id of the user and no number', async () => {
      const { userId, code, phoneNumber } = await begin(app());
      const verified = await app().post('/auth/sms/verify', { userId, code }, BEARER);
      expect(cookiesIn(verified)).toEqual([]);
      const { accessToken, refreshToken } = verified.body as unknown as Tokens;
      for (const token of [accessToken, refreshToken]) {
        expect(decodeJwt(token).sub).toBe(userId);
        expect(JSON.stringify(decodeJwt(token))).not.toContain(phoneNumber.slice(1));
      }
      const lifeOf = (token: string) => Number(decodeJwt(token).exp) - Number(decodeJwt(token).iat);
      expect([lifeOf(accessToken), lifeOf(refreshToken)]).toEqual([900, 30 * 24 * 3_600]);
    });

    it('takes a refresh token once; one that comes again ends the session, for the thief and for the owner', async () => {
      const first = await signIn(app());
      const second = await refresh(app(), first.refreshToken);
      expect(second.status).toBe(200);
      const stolen = await refresh(app(), first.refreshToken);
      expect({ status: stolen.status, body: stolen.body }).toEqual({
        status: 401,
        body: { error: expect.any(String) },
      });
      expect(await refresh(app(), second.body.refreshToken)).toMatchObject({ status: 401 });
      const me = await app().get('/auth/me', { authorization: `Bearer ${second.body.accessToken}` });
      expect(me.status).toBe(401);
    });

    it('gives a new pair to one of two that refresh at once', async () => {
      const { refreshToken } = await signIn(app());
      const answers = await Promise.all([refresh(app(), refreshToken), refresh(app(), refreshToken)]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 401]);
    });

    it('refreshes and signs out by cookies as well; after that nothing refreshes', async () => {
      const { userId, code } = await begin(app());
      const verified = await app().post('/auth/sms/verify', { userId, code });
      const refreshed = await app().post('/auth/refresh', {}, { headers: { cookie: cookieHeader(verified) } });
      expect(refreshed.status).toBe(200);
      const cookie = cookieHeader(refreshed);
      expect(cookie).not.toBe(cookieHeader(verified));
      const out = await app().post('/auth/logout', {}, { headers: { cookie } });
      expect(out.status).toBe(200);
      expect(cookiesIn(out)).toHaveLength(2);
      for (const cleared of cookiesIn(out))
        expect(cleared).toMatch(/^\w+Token=;.*(?:Max-Age=0|Expires=Thu, 01 Jan 1970)/);
      expect(await app().post('/auth/refresh', {}, { headers: { cookie } })).toMatchObject({ status: 401 });
      expect(await app().get('/auth/me', { cookie })).toMatchObject({ status: 401 });
    });

    it.each([
      ['nothing', () => undefined],
      ['a number', () => 123],
      ['what is no token', () => 'a.b.c'],
      [
        'an unsigned token',
        () => `${btoa('{"alg":"none"}')}.${btoa('{"sub":"1","sid":"1","jti":"1","aud":"refresh"}')}.`,
      ],
      ['an access token', ({ accessToken }: Tokens) => accessToken],
      ['a token that was changed', ({ refreshToken }: Tokens) => `${refreshToken.slice(0, -3)}AAA`],
    ])('refreshes nothing for %s', async (_what, tokenOf) => {
      expect(await refresh(app(), tokenOf(await signIn(app())))).toMatchObject({ status: 401 });
    });

    it('answers unknown users, ids that are none, and everybody else the same, in the same time', async () => {
      const { userId, phoneNumber } = await newUser(app());
      const unknown = [
        '123',
        '00000000-0000-4000-8000-000000000000',
        "' or 1=1 --",
        `${phoneNumber}`,
        'x'.repeat(1_000),
      ];
      const timed = async (path: string, body: object) => {
        const startedAtMs = performance.now();
        const { status, text } = await app().post(path, body);
        return { status, text, durationMs: performance.now() - startedAtMs };
      };
      const [known, ...others] = await Promise.all(
        [userId, ...unknown].map((id) => timed('/auth/sms/send', { userId: id })),
      );
      for (const other of others) {
        expect(other).toMatchObject({ status: known?.status, text: known?.text });
        // Not before the moment; that a slow provider changes nothing about it: `by-settings-alone.test.ts`.
        expect(Math.min(other.durationMs, Number(known?.durationMs))).toBeGreaterThanOrEqual(149);
      }
      const code = wrongCode(await app().codeOf(phoneNumber));
      const [first, ...rest] = await Promise.all(
        [userId, ...unknown].map((id) => timed('/auth/sms/verify', { userId: id, code })),
      );
      expect(first).toMatchObject({ status: 401 });
      for (const other of rest) expect(other).toMatchObject({ status: first?.status, text: first?.text });
      const repeats = await Promise.all([userId, '123'].map((id) => timed('/auth/sms/send', { userId: id })));
      expect(repeats[1]).toMatchObject({ status: 429, text: repeats[0]?.text });
    });

    it("lets nobody use up a user's tries by the user's number", async () => {
      const { userId, code, phoneNumber } = await begin(app());
      for (let guess = 1; guess <= 6; guess += 1) {
        await app().post('/auth/sms/verify', { userId: phoneNumber, code: wrongCode(code) });
      }
      expect(await app().post('/auth/sms/verify', { userId, code })).toMatchObject({ status: 200 });
    });

    it('takes a code from the user it was sent to alone', async () => {
      const [one, other] = [await begin(app()), await newUser(app())];
      expect(await app().post('/auth/sms/verify', { userId: other.userId, code: one.code })).toMatchObject({
        status: 401,
      });
      expect(await app().post('/auth/sms/verify', { userId: one.userId, code: one.code })).toMatchObject({
        status: 200,
      });
    });

    it('keeps a code for ten minutes', async () => {
      const { userId, code } = await begin(app());
      app().advance(601_000);
      expect(await app().post('/auth/sms/verify', { userId, code })).toMatchObject({ status: 401 });
    });

    it.each([
      ['/auth/sms/send', {}],
      ['/auth/sms/send', { userId: 123 }],
      ['/auth/sms/send', { userId: 'x'.repeat(5_000_000) }],
      ['/auth/sms/verify', { userId: '123' }],
      ['/auth/sms/verify', { userId: '123', code: 123456 }],
      ['/auth/sms/verify', '{"userId"'],
    ])('refuses what makes no sense at %s in its own shape', async (path, sent) => {
      const { status, body } = await app().post(path, sent);
      expect({ status, body }).toEqual({ status: 400, body: { error: expect.any(String) } });
    });
  });
});
