/**
 * Recipe 4, the SMS recipe of node-auth: a code for a user's stored number opens a session. A user that does not exist, or has
 * no number, is answered like any other.
 */
import type { Context, Hono } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { decoyUser } from '../../../shared/recipes/decoy-user.ts';
import { readText } from '../../../shared/recipes/read-fields.ts';
import { TENANTS } from '../../../shared/recipes/recipe-engines.ts';
import { statusOfRequestRefusal, statusOfVerifyRefusal } from '../../../shared/recipes/refusal-status.ts';
import { REFUSAL_WORDS, type RefusalStatus } from '../../../shared/recipes/refusal-words.ts';
import type { TokenPair } from '../../../shared/sessions/sessions.ts';
import {
  ACCESS_COOKIE,
  bearerTokenIn,
  REFRESH_COOKIE,
  STRATEGY_HEADER,
  tokenCookies,
} from '../../../shared/sessions/token-cookies.ts';
import { readBody } from './read-body.ts';
import type { RecipeOptions } from './recipe-options.ts';
import { createRecipeRoutes } from './recipe-routes.ts';
import { setRetryAfter } from './set-retry-after.ts';

const tenant = TENANTS.nodeAuthSms;

export function nodeAuthSms({ recipes, readAddress, onError }: RecipeOptions): Hono {
  const { users, sessions, answerAfterMs, areCookiesSecure } = recipes;
  const engine = recipes.engines.nodeAuthSms;

  function sendTokens(context: Context, pair: TokenPair): Response {
    if (isBearer(context)) return context.json({ success: true, ...pair });
    for (const { name, value, maxAgeSeconds, options } of tokenCookies(pair, areCookiesSecure)) {
      setCookie(context, name, value, { ...options, maxAge: maxAgeSeconds });
    }
    return context.json({ success: true });
  }

  return createRecipeRoutes({
    refuse,
    readAddress,
    onError,
    routes: {
      '/auth/sms/send': async (context) => {
        const userId = readText((await readBody(context)).userId);
        if (userId === null) return refuse(context, 400, 'userId must be a text.');
        const user = await users.findById(userId);
        const to = user?.phoneNumber ?? decoyUser(userId);
        const result = await engine.request({ to, tenant, answerAfterMs, client: { ip: readAddress(context) } });
        if (!result.ok) return refuse(setRetryAfter(context, result), statusOfRequestRefusal(result));
        return context.json({ success: true });
      },

      '/auth/sms/verify': async (context) => {
        const fields = await readBody(context);
        const userId = readText(fields.userId);
        const code = readText(fields.code);
        if (userId === null || code === null) return refuse(context, 400, 'userId and code must be texts.');
        const user = await users.findById(userId);
        const to = user?.phoneNumber ?? decoyUser(userId);
        const client = { ip: readAddress(context) };
        const result = await engine.verify({ to, code, tenant, answerAfterMs, client });
        if (!result.ok) {
          const status = statusOfVerifyRefusal(result);
          if (status === 400) return refuse(context, 401, 'The code is wrong or has expired.');
          return refuse(setRetryAfter(context, result), status);
        }
        if (user === null) return refuse(context, 401);
        await users.markVerified(result.phoneNumber, result.verifiedAt);
        return sendTokens(context, await sessions.open(user.id));
      },

      '/auth/refresh': async (context) => {
        const pair = await sessions.refresh(await refreshTokenOf(context));
        if (pair === null) return refuse(context, 401);
        return sendTokens(context, pair);
      },

      '/auth/logout': async (context) => {
        await sessions.close(await refreshTokenOf(context));
        for (const { name, options } of tokenCookies(null, areCookiesSecure)) deleteCookie(context, name, options);
        return context.json({ success: true });
      },
    },
    pages: {
      '/auth/me': async (context) => {
        const userId = await sessions.read(accessTokenOf(context));
        const user = userId === null ? null : await users.findById(userId);
        if (user === null) return refuse(context, 401);
        return context.json({ id: user.id, name: user.name, isVerified: user.verifiedAt !== null });
      },
    },
  });
}

function isBearer({ req }: Context): boolean {
  return req.header(STRATEGY_HEADER)?.toLowerCase() === 'bearer';
}

async function refreshTokenOf(context: Context): Promise<unknown> {
  return isBearer(context) ? (await readBody(context)).refreshToken : getCookie(context, REFRESH_COOKIE);
}

function accessTokenOf(context: Context): unknown {
  return bearerTokenIn(context.req.header('Authorization')) ?? getCookie(context, ACCESS_COOKIE);
}

function refuse(context: Context, status: RefusalStatus, error = REFUSAL_WORDS[status]): Response {
  return context.json({ error }, status);
}
