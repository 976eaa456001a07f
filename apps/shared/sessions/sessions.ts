/**
 * Sessions by JWT: a short access token, and a refresh token that is good once. A refresh gives a new pair; a refresh token
 * that comes a second time was copied, by a thief or from one, so the whole session ends. Tokens name a user's id and
 * nothing else of the user.
 */
import { randomUUID } from 'node:crypto';
import { jwtVerify, SignJWT } from 'jose';
import type { Database } from '../users/database.ts';
import { askDatabase } from '../users/database-unavailable-error.ts';
import type { SessionSettings } from './session-settings.ts';

export const ACCESS_SECONDS = 15 * 60;
export const REFRESH_SECONDS = 30 * 24 * 3_600;

export interface TokenPair {
  readonly accessToken: string;
  readonly refreshToken: string;
}

/** Every method throws DatabaseUnavailableError when the database does not answer. What is no token is nobody's. */
export interface Sessions {
  open(userId: string): Promise<TokenPair>;
  /** `null`: the token is not good, or not any more. */
  refresh(refreshToken: unknown): Promise<TokenPair | null>;
  /** The user's id; `null`: the token is not good, or its session has ended. */
  read(accessToken: unknown): Promise<string | null>;
  /** Ends the session of a refresh token, however old that is. */
  close(refreshToken: unknown): Promise<void>;
}

/** What a token says. */
interface Claims {
  readonly userId: string;
  readonly sessionId: string;
  readonly tokenId: string;
}

type TokenKind = 'access' | 'refresh';

export function createSessions(database: Database, settings: SessionSettings): Sessions {
  const keys = {
    access: new TextEncoder().encode(settings.accessTokenSecret),
    refresh: new TextEncoder().encode(settings.refreshTokenSecret),
  };

  async function sign(kind: TokenKind, seconds: number, { userId, sessionId, tokenId }: Claims): Promise<string> {
    return new SignJWT({ sid: sessionId })
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject(userId)
      .setJti(tokenId)
      .setAudience(kind)
      .setIssuedAt()
      .setExpirationTime(`${seconds}s`)
      .sign(keys[kind]);
  }

  async function readToken(kind: TokenKind, token: unknown): Promise<Claims | null> {
    if (typeof token !== 'string') return null;
    try {
      const { payload } = await jwtVerify(token, keys[kind], { audience: kind, algorithms: ['HS256'] });
      const { sub, sid, jti } = payload;
      if (typeof sub !== 'string' || typeof sid !== 'string' || typeof jti !== 'string') return null;
      return { userId: sub, sessionId: sid, tokenId: jti };
    } catch {
      return null;
    }
  }

  async function signPair(claims: Claims): Promise<TokenPair> {
    const [accessToken, refreshToken] = await Promise.all([
      sign('access', ACCESS_SECONDS, { ...claims, tokenId: randomUUID() }),
      sign('refresh', REFRESH_SECONDS, claims),
    ]);
    return { accessToken, refreshToken };
  }

  async function revoke(sessionId: string): Promise<void> {
    await askDatabase(() =>
      database
        .updateTable('sessions')
        .set({ revoked_at: new Date() })
        .where('id', '=', sessionId)
        .where('revoked_at', 'is', null)
        .execute(),
    );
  }

  return {
    async open(userId) {
      const claims = { userId, sessionId: randomUUID(), tokenId: randomUUID() };
      const row = {
        id: claims.sessionId,
        user_id: userId,
        token_id: claims.tokenId,
        expires_at: expiry(),
        revoked_at: null,
      };
      await askDatabase(async () => {
        await database
          .deleteFrom('sessions')
          .where('user_id', '=', userId)
          .where('expires_at', '<', new Date())
          .execute();
        await database.insertInto('sessions').values(row).execute();
      });
      return signPair(claims);
    },

    async refresh(refreshToken) {
      const claims = await readToken('refresh', refreshToken);
      if (claims === null) return null;
      const tokenId = randomUUID();
      // One statement decides: of two that come with the same token, one finds it still the newest.
      const { numUpdatedRows } = await askDatabase(() =>
        database
          .updateTable('sessions')
          .set({ token_id: tokenId, expires_at: expiry() })
          .where('id', '=', claims.sessionId)
          .where('token_id', '=', claims.tokenId)
          .where('revoked_at', 'is', null)
          .executeTakeFirstOrThrow(),
      );
      if (numUpdatedRows === 1n) return signPair({ ...claims, tokenId });
      await revoke(claims.sessionId);
      return null;
    },

    async read(accessToken) {
      const claims = await readToken('access', accessToken);
      if (claims === null) return null;
      const row = await askDatabase(() =>
        database
          .selectFrom('sessions')
          .select('user_id')
          .where('id', '=', claims.sessionId)
          .where('revoked_at', 'is', null)
          .executeTakeFirst(),
      );
      return row?.user_id ?? null;
    },

    async close(refreshToken) {
      const claims = await readToken('refresh', refreshToken);
      if (claims !== null) await revoke(claims.sessionId);
    },
  };
}

function expiry(): Date {
  return new Date(Date.now() + REFRESH_SECONDS * 1_000);
}
