/** Tokens signed by the real firebase-admin with a key that is made here; accounts are a map. */
import { generateKeyPairSync } from 'node:crypto';
import { createOtpEngine } from '@countersign/otp-core';
import { createMemoryCodeStore } from '@countersign/otp-core/memory';
import { createRecordingSmsSender } from '@countersign/otp-testing';
import { cert, deleteApp, initializeApp } from 'firebase-admin/app';
import { getAuth } from 'firebase-admin/auth';
import { jwtVerify } from 'jose';
import { afterAll, describe, expect, it } from 'vitest';
import { createApp } from './app.ts';
import { findOrCreateUser } from './firebase-accounts.ts';

const NUMBER = '+14155550123';
const CLIENT_EMAIL = 'signer@example-project.iam.gserviceaccount.com';
const AUDIENCE = 'https://identitytoolkit.googleapis.com/google.identity.identitytoolkit.v1.IdentityToolkit';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const firebase = initializeApp({
  credential: cert({
    projectId: 'example-project',
    clientEmail: CLIENT_EMAIL,
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  }),
});
afterAll(() => deleteApp(firebase));

type Accounts = Parameters<typeof findOrCreateUser>[0];
type UserRecord = Awaited<ReturnType<Accounts['createUser']>>;
const refused = (code: string) => Object.assign(new Error(code), { code });

/** Firebase's directory as this app knows it. */
function createAccounts(): Accounts & { readonly uids: Map<string, string> } {
  const uids = new Map<string, string>();
  const recordOf = (uid: string) => ({ uid }) as UserRecord;
  return {
    uids,
    async getUserByPhoneNumber(phoneNumber) {
      const uid = uids.get(phoneNumber);
      if (uid === undefined) throw refused('auth/user-not-found');
      return recordOf(uid);
    },
    async createUser({ phoneNumber }) {
      if (uids.has(String(phoneNumber))) throw refused('auth/phone-number-already-exists');
      uids.set(String(phoneNumber), `uid-${uids.size + 1}`);
      return recordOf(uids.get(String(phoneNumber)) ?? '');
    },
  };
}

async function openApp() {
  const sender = createRecordingSmsSender();
  const secret = 'a-secret-of-the-tests-that-is-long-enough';
  const engine = createOtpEngine({ provider: sender, store: createMemoryCodeStore(), secret });
  const accounts = createAccounts();
  const app = createApp({
    engine,
    uidOf: (phoneNumber) => findOrCreateUser(accounts, phoneNumber),
    createCustomToken: (uid, claims) => getAuth(firebase).createCustomToken(uid, claims),
  });
  const started = await engine.request({ to: NUMBER, purpose: 'sign-in' });
  if (!started.ok) throw new Error(started.reason);
  const signIn = async (body: unknown) => {
    const headers = { 'content-type': 'application/json' };
    const response = await app.request('/sign-in', { method: 'POST', headers, body: JSON.stringify(body) });
    return { status: response.status, body: (await response.json()) as Record<string, string> };
  };
  return { signIn, accounts, challenge: started.challenge, code: sender.lastCode() };
}

describe('POST /sign-in', () => {
  it('answers a right code with a token that Firebase takes', async () => {
    const { signIn, challenge, code } = await openApp();
    const { status, body } = await signIn({ challenge, code });
    expect(status).toBe(200);
    const options = { audience: AUDIENCE, issuer: CLIENT_EMAIL, subject: CLIENT_EMAIL, algorithms: ['RS256'] };
    const { payload } = await jwtVerify(body.token ?? '', publicKey, options);
    expect(payload).toMatchObject({ uid: 'uid-1', claims: { phone_verified_at: expect.any(Number) } });
    expect(JSON.stringify(payload)).not.toContain(NUMBER);
  });

  it('gives one token for 50 right codes at once', async () => {
    const { signIn, challenge, code } = await openApp();
    const answers = await Promise.all(Array.from({ length: 50 }, () => signIn({ challenge, code })));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  it('gives none for a wrong code, and makes no account', async () => {
    const { signIn, accounts, challenge, code } = await openApp();
    const wrong = code === '000000' ? '111111' : '000000';
    expect(await signIn({ challenge, code: wrong })).toEqual({ status: 422, body: { reason: 'mismatch' } });
    expect(await signIn('nothing')).toEqual({ status: 400, body: { reason: 'malformed' } });
    expect(accounts.uids.size).toBe(0);
  });
});

describe('findOrCreateUser', () => {
  it('keeps the uid of who has the number, and makes one account for two at once', async () => {
    const accounts = createAccounts();
    const uids = await Promise.all([findOrCreateUser(accounts, NUMBER), findOrCreateUser(accounts, NUMBER)]);
    expect([...uids, await findOrCreateUser(accounts, NUMBER)]).toEqual(['uid-1', 'uid-1', 'uid-1']);
  });

  it('passes other errors on', async () => {
    const failing = { ...createAccounts(), getUserByPhoneNumber: () => Promise.reject(refused('auth/internal-error')) };
    await expect(findOrCreateUser(failing, NUMBER)).rejects.toThrow('auth/internal-error');
  });
});
