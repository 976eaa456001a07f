/**
 * Who is signed in: what a real app keeps in its database, in memory. A proven number opens a session, a signed token in
 * a cookie that scripts cannot read. A second proof, for another purpose, lets the session pay once.
 */
import { hkdfSync, randomUUID } from 'node:crypto';
import type { VerifiedNumber } from '@countersign/otp-web';
import { jwtVerify, SignJWT } from 'jose';

/** What clients may ask codes for. A code for one never works for another. */
export const PURPOSES = ['default', 'sign-in', 'confirm-payment'];

export interface Accounts {
  /** For `onVerified`: the cookie of the session that this proof opens or strengthens; `null`: it does neither. */
  open(verified: VerifiedNumber, cookies: string | undefined): Promise<string | null>;
  /** Who sends these cookies; `null`: nobody who is signed in. */
  read(cookies: string | undefined): Promise<Account | null>;
  /** Spends the second proof. The cookie of a session that cannot pay again; `null`: there is no such proof. */
  pay(cookies: string | undefined): Promise<string | null>;
  /** The cookie that ends a session. */
  close(): string;
}

export interface Account {
  readonly phoneNumber: string;
  /** The account was made by the sign-in that opened this session. */
  readonly isNew: boolean;
}

interface User {
  readonly id: string;
  readonly phoneNumber: string;
}

interface Session extends Account {
  readonly user: User;
  readonly confirmedAtMs: number | null;
}

const COOKIE = 'session';
const SESSION_SECONDS = 3_600;
const CONFIRMATION_MS = 5 * 60_000;
const AUDIENCE = 'countersign-demo';

/** @param secret at least 32 bytes; sessions get a key of their own out of it */
export function createAccounts(secret: string): Accounts {
  const key = new Uint8Array(hkdfSync('sha256', secret, '', 'session of the demo', 32));
  const users = new Map<string, User>();

  async function readSession(cookies: string | undefined): Promise<Session | null> {
    const token = new RegExp(`(?:^|; *)${COOKIE}=([^;]+)`).exec(cookies ?? '')?.[1];
    if (token === undefined) return null;
    try {
      const { payload } = await jwtVerify(token, key, { audience: AUDIENCE, algorithms: ['HS256'] });
      const user = users.get(payload.sub ?? '');
      if (user === undefined) return null;
      const { confirmedAtMs } = payload;
      return {
        user,
        phoneNumber: user.phoneNumber,
        isNew: payload.isNew === true,
        confirmedAtMs: typeof confirmedAtMs === 'number' ? confirmedAtMs : null,
      };
    } catch {
      return null;
    }
  }

  async function write(user: User, isNew: boolean, confirmedAtMs: number | null): Promise<string> {
    const token = await new SignJWT({ isNew, confirmedAtMs })
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject(user.id)
      .setAudience(AUDIENCE)
      .setExpirationTime(`${SESSION_SECONDS}s`)
      .sign(key);
    return cookie(token, SESSION_SECONDS);
  }

  function findUser(phoneNumber: string): User | undefined {
    return [...users.values()].find((user) => user.phoneNumber === phoneNumber);
  }

  function addUser(phoneNumber: string): User {
    const user = { id: randomUUID(), phoneNumber };
    users.set(user.id, user);
    return user;
  }

  return {
    async open({ purpose, phoneNumber }, cookies) {
      if (purpose === 'sign-in') {
        const known = findUser(phoneNumber);
        return write(known ?? addUser(phoneNumber), known === undefined, null);
      }
      if (purpose !== 'confirm-payment') return null;
      const session = await readSession(cookies);
      // A code may be asked for any number; only the session's own confirms what the session does.
      if (session === null || session.phoneNumber !== phoneNumber) return null;
      return write(session.user, session.isNew, Date.now());
    },
    async read(cookies) {
      const session = await readSession(cookies);
      return session === null ? null : { phoneNumber: session.phoneNumber, isNew: session.isNew };
    },
    async pay(cookies) {
      const session = await readSession(cookies);
      if (session === null || session.confirmedAtMs === null) return null;
      if (Date.now() - session.confirmedAtMs > CONFIRMATION_MS) return null;
      return write(session.user, session.isNew, null);
    },
    close: () => cookie('', 0),
  };
}

/** `Secure` as well wherever the app is not run on one's own machine. */
function cookie(value: string, maxAgeSeconds: number): string {
  const secure = process.env.NODE_ENV === 'production' ? '; Secure' : '';
  return `${COOKIE}=${value}; Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Lax${secure}`;
}
