/** Recipe 1, the Telnyx two-factor example: `phone_number` and `otp`, three tries, five codes in 15 minutes. */
import { randomBytes, randomUUID } from 'node:crypto';
import type { Response, Router } from 'express';
import { readFields, readText } from '../../../shared/recipes/read-fields.ts';
import { readPhoneNumber } from '../../../shared/recipes/read-phone-number.ts';
import { TENANTS } from '../../../shared/recipes/recipe-engines.ts';
import { statusOfRequestRefusal, statusOfVerifyRefusal } from '../../../shared/recipes/refusal-status.ts';
import { REFUSAL_WORDS, type RefusalStatus } from '../../../shared/recipes/refusal-words.ts';
import type { RecipeOptions } from './recipe-options.ts';
import { createRecipeRouter } from './recipe-router.ts';
import { setRetryAfter } from './set-retry-after.ts';

const WORDS = {
  ...REFUSAL_WORDS,
  400: 'Phone number must be in E.164 format',
  429: 'Too many OTP requests. Try again later.',
};

const tenant = TENANTS.telnyxTwoFactor;

export function telnyxTwoFactor({ recipes, onError }: RecipeOptions): Router {
  const engine = recipes.engines.telnyxTwoFactor;
  return createRecipeRouter({
    refuse,
    onError,
    routes: {
      '/auth/request-otp': async (request, response) => {
        const to = readPhoneNumber(readFields(request.body).phone_number);
        if (to === null) return refuse(response, 400);
        const result = await engine.request({ to, tenant, client: { ip: request.ip ?? '' } });
        if (!result.ok) return refuse(setRetryAfter(response, result), statusOfRequestRefusal(result));
        response.json({
          message: 'OTP sent successfully',
          message_id: result.messageId ?? randomUUID(),
          expires_in_seconds: Math.ceil((result.expiresAt.getTime() - Date.now()) / 1_000),
        });
      },

      '/auth/verify-otp': async (request, response) => {
        const fields = readFields(request.body);
        const to = readPhoneNumber(fields.phone_number);
        const code = readText(fields.otp);
        if (to === null) return refuse(response, 400);
        if (code === null) return refuse(response, 400, 'otp must be the code, as text');
        const result = await engine.verify({ to, code, tenant, client: { ip: request.ip ?? '' } });
        if (result.ok) {
          // Whoever copies this keeps the token, hashed, beside the number that was proven: result.phoneNumber.
          const session_token = randomBytes(32).toString('base64url');
          response.json({ message: 'OTP verified successfully', authenticated: true, session_token });
          return;
        }
        switch (result.reason) {
          case 'mismatch':
          case 'malformed':
          case 'not-found':
            return deny(response, 'Invalid OTP. Please try again.');
          case 'expired':
            return deny(response, 'OTP has expired. Request a new one.');
          case 'exhausted':
            return deny(response, 'Too many failed attempts. Request a new OTP.');
          case 'rate-limited':
          case 'provider-unavailable':
            return refuse(setRetryAfter(response, result), statusOfVerifyRefusal(result));
        }
      },
    },
  });
}

function deny(response: Response, message: string): void {
  response.status(401).json({ message, authenticated: false });
}

function refuse(response: Response, status: RefusalStatus, error = WORDS[status]): void {
  response.status(status).json({ error });
}
