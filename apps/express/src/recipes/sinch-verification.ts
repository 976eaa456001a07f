/**
 * Recipe 3, the Sinch Verification guide: users register, and a code marks them as verified. Only `/register` tells who has an
 * account; `/request-otp` and `/verify-otp` answer the same for everybody, at the same time.
 */
import type { Response, Router } from 'express';
import { readFields, readText } from '../../../shared/recipes/read-fields.ts';
import { readPhoneNumber } from '../../../shared/recipes/read-phone-number.ts';
import { TENANTS } from '../../../shared/recipes/recipe-engines.ts';
import { statusOfRequestRefusal, statusOfVerifyRefusal } from '../../../shared/recipes/refusal-status.ts';
import { REFUSAL_WORDS, type RefusalStatus } from '../../../shared/recipes/refusal-words.ts';
import type { RecipeOptions } from './recipe-options.ts';
import { createRecipeRouter } from './recipe-router.ts';
import { setRetryAfter } from './set-retry-after.ts';

const INVALID_NUMBER = 'phoneNumber must be in E.164 format.';
const tenant = TENANTS.sinchVerification;

export function sinchVerification({ recipes, providerState, onError }: RecipeOptions): Router {
  const { users, answerAfterMs } = recipes;
  const engine = recipes.engines.sinchVerification;
  return createRecipeRouter({
    refuse,
    onError,
    routes: {
      '/register': async (request, response) => {
        const fields = readFields(request.body);
        const phoneNumber = readPhoneNumber(fields.phoneNumber);
        const name = fields.name ?? null;
        if (phoneNumber === null) return refuse(response, 400, INVALID_NUMBER);
        if (name !== null && readText(name, 200) === null) return refuse(response, 400, 'name must be a text.');
        const user = await users.register({ phoneNumber, name: readText(name, 200) });
        if (user === null) return refuse(response, 409, 'This phone number is registered already.');
        response.status(201).json({ id: user.id, phoneNumber, isVerified: false });
      },

      '/request-otp': async (request, response) => {
        const phoneNumber = readPhoneNumber(readFields(request.body).phoneNumber);
        if (phoneNumber === null) return refuse(response, 400, INVALID_NUMBER);
        const user = await users.findByPhoneNumber(phoneNumber);
        const to = user === null ? { decoy: phoneNumber } : phoneNumber;
        const result = await engine.request({ to, tenant, answerAfterMs, client: { ip: request.ip ?? '' } });
        if (!result.ok) return refuse(setRetryAfter(response, result), statusOfRequestRefusal(result));
        const data = { verificationId: result.challenge };
        response.json({ success: true, message: 'If this number is registered, a code is on its way.', data });
      },

      '/verify-otp': async (request, response) => {
        const fields = readFields(request.body);
        const challenge = readText(fields.verificationId);
        const code = readText(fields.code);
        if (challenge === null || code === null) return refuse(response, 400);
        const client = { ip: request.ip ?? '' };
        const result = await engine.verify({ challenge, code, tenant, answerAfterMs, client });
        if (!result.ok) {
          if (result.reason === 'mismatch' && providerState.isAtFault()) return refuse(response, 502);
          const status = statusOfVerifyRefusal(result);
          const words = status === 400 ? 'The code is wrong or has expired.' : REFUSAL_WORDS[status];
          return refuse(setRetryAfter(response, result), status, words);
        }
        await users.markVerified(result.phoneNumber, result.verifiedAt);
        response.json({ success: true, message: 'Phone number verified.', data: { verified: true } });
      },
    },
  });
}

function refuse(response: Response, status: RefusalStatus, message = REFUSAL_WORDS[status]): void {
  response.status(status).json({ success: false, message });
}
