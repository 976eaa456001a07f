/**
 * Recipe 3, the Sinch Verification guide: users register, and a code marks them as verified. Only `/register` tells who has an
 * account; `/request-otp` and `/verify-otp` answer the same for everybody, at the same time.
 */
import type { Context, Hono } from 'hono';
import { readText } from '../../../shared/recipes/read-fields.ts';
import { readPhoneNumber } from '../../../shared/recipes/read-phone-number.ts';
import { TENANTS } from '../../../shared/recipes/recipe-engines.ts';
import { statusOfRequestRefusal, statusOfVerifyRefusal } from '../../../shared/recipes/refusal-status.ts';
import { REFUSAL_WORDS, type RefusalStatus } from '../../../shared/recipes/refusal-words.ts';
import { readBody } from './read-body.ts';
import type { RecipeOptions } from './recipe-options.ts';
import { createRecipeRoutes } from './recipe-routes.ts';
import { setRetryAfter } from './set-retry-after.ts';

const INVALID_NUMBER = 'phoneNumber must be in E.164 format.';
const tenant = TENANTS.sinchVerification;

export function sinchVerification({ recipes, providerState, readAddress, onError }: RecipeOptions): Hono {
  const { users, answerAfterMs } = recipes;
  const engine = recipes.engines.sinchVerification;
  return createRecipeRoutes({
    refuse,
    readAddress,
    onError,
    routes: {
      '/register': async (context) => {
        const fields = await readBody(context);
        const phoneNumber = readPhoneNumber(fields.phoneNumber);
        const name = fields.name ?? null;
        if (phoneNumber === null) return refuse(context, 400, INVALID_NUMBER);
        if (name !== null && readText(name, 200) === null) return refuse(context, 400, 'name must be a text.');
        const user = await users.register({ phoneNumber, name: readText(name, 200) });
        if (user === null) return refuse(context, 409, 'This phone number is registered already.');
        return context.json({ id: user.id, phoneNumber, isVerified: false }, 201);
      },

      '/request-otp': async (context) => {
        const phoneNumber = readPhoneNumber((await readBody(context)).phoneNumber);
        if (phoneNumber === null) return refuse(context, 400, INVALID_NUMBER);
        const user = await users.findByPhoneNumber(phoneNumber);
        const to = user === null ? { decoy: phoneNumber } : phoneNumber;
        const result = await engine.request({ to, tenant, answerAfterMs, client: { ip: readAddress(context) } });
        if (!result.ok) return refuse(setRetryAfter(context, result), statusOfRequestRefusal(result));
        const data = { verificationId: result.challenge };
        return context.json({ success: true, message: 'If this number is registered, a code is on its way.', data });
      },

      '/verify-otp': async (context) => {
        const fields = await readBody(context);
        const challenge = readText(fields.verificationId);
        const code = readText(fields.code);
        if (challenge === null || code === null) return refuse(context, 400);
        const client = { ip: readAddress(context) };
        const result = await engine.verify({ challenge, code, tenant, answerAfterMs, client });
        if (!result.ok) {
          if (result.reason === 'mismatch' && providerState.isAtFault()) return refuse(context, 502);
          const status = statusOfVerifyRefusal(result);
          const words = status === 400 ? 'The code is wrong or has expired.' : REFUSAL_WORDS[status];
          return refuse(setRetryAfter(context, result), status, words);
        }
        await users.markVerified(result.phoneNumber, result.verifiedAt);
        return context.json({ success: true, message: 'Phone number verified.', data: { verified: true } });
      },
    },
  });
}

function refuse(context: Context, status: RefusalStatus, message = REFUSAL_WORDS[status]): Response {
  return context.json({ success: false, message }, status);
}
