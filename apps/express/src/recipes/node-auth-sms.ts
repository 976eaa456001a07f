/**
 * Recipe 4, the SMS recipe of node-auth: a code for a user's stored number opens a session. A user that does not exist, or has
 * no number, is answered like any other.
 */
import { parseCookie } from 'cookie';
import type { Request, Response, Router } from 'express';
import { decoyUser } from '../../../shared/recipes/decoy-user.ts';
import { readFields, readText } from '../../../shared/recipes/read-fields.ts';
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
import type { RecipeOptions } from './recipe-options.ts';
import { createRecipeRouter } from './recipe-router.ts';
import { setRetryAfter } from './set-retry-after.ts';

const tenant = TENANTS.nodeAuthSms;

export function nodeAuthSms({ recipes, onError }: RecipeOptions): Router {
  const { users, sessions, answerAfterMs, areCookiesSecure } = recipes;
  const engine = recipes.engines.nodeAuthSms;

  function sendTokens(request: Request, response: Response, pair: TokenPair): void {
    if (isBearer(request)) {
      response.json({ success: true, ...pair });
      return;
    }
    for (const { name, value, maxAgeSeconds, options } of tokenCookies(pair, areCookiesSecure)) {
      response.cookie(name, value, { ...options, maxAge: maxAgeSeconds * 1_000 });
    }
    response.json({ success: true });
  }

  return createRecipeRouter({
    refuse,
    onError,
    routes: {
      '/auth/sms/send': async (request, response) => {
        const userId = readText(readFields(request.body).userId);
        if (userId === null) return refuse(response, 400, 'userId must be a text.');
        const user = await users.findById(userId);
        const to = user?.phoneNumber ?? decoyUser(userId);
        const result = await engine.request({ to, tenant, answerAfterMs, client: { ip: request.ip ?? '' } });
        if (!result.ok) return refuse(setRetryAfter(response, result), statusOfRequestRefusal(result));
        response.json({ success: true });
      },

      '/auth/sms/verify': async (request, response) => {
        const fields = readFields(request.body);
        const userId = readText(fields.userId);
        const code = readText(fields.code);
        if (userId === null || code === null) return refuse(response, 400, 'userId and code must be texts.');
        const user = await users.findById(userId);
        const to = user?.phoneNumber ?? decoyUser(userId);
        const client = { ip: request.ip ?? '' };
        const result = await engine.verify({ to, code, tenant, answerAfterMs, client });
        if (!result.ok) {
          const status = statusOfVerifyRefusal(result);
          if (status === 400) return refuse(response, 401, 'The code is wrong or has expired.');
          return refuse(setRetryAfter(response, result), status);
        }
        if (user === null) return refuse(response, 401);
        await users.markVerified(result.phoneNumber, result.verifiedAt);
        sendTokens(request, response, await sessions.open(user.id));
      },

      '/auth/refresh': async (request, response) => {
        const pair = await sessions.refresh(refreshTokenOf(request));
        if (pair === null) return refuse(response, 401);
        sendTokens(request, response, pair);
      },

      '/auth/logout': async (request, response) => {
        await sessions.close(refreshTokenOf(request));
        for (const { name, options } of tokenCookies(null, areCookiesSecure)) response.clearCookie(name, options);
        response.json({ success: true });
      },
    },
    pages: {
      '/auth/me': async (request, response) => {
        const userId = await sessions.read(accessTokenOf(request));
        const user = userId === null ? null : await users.findById(userId);
        if (user === null) return refuse(response, 401);
        response.json({ id: user.id, name: user.name, isVerified: user.verifiedAt !== null });
      },
    },
  });
}

function isBearer(request: Request): boolean {
  return request.get(STRATEGY_HEADER)?.toLowerCase() === 'bearer';
}

function refreshTokenOf(request: Request): unknown {
  return isBearer(request) ? readFields(request.body).refreshToken : cookiesOf(request)[REFRESH_COOKIE];
}

function accessTokenOf(request: Request): unknown {
  return bearerTokenIn(request.get('Authorization')) ?? cookiesOf(request)[ACCESS_COOKIE];
}

function cookiesOf(request: Request): Readonly<Record<string, string | undefined>> {
  return parseCookie(request.headers.cookie ?? '');
}

function refuse(response: Response, status: RefusalStatus, error = REFUSAL_WORDS[status]): void {
  response.status(status).json({ error });
}
