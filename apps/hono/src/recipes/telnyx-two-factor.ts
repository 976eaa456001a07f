/** Recipe 1, the Telnyx two-factor example: `phone_number` and `otp`, three tries, five codes in 15 minutes. */
import { randomBytes, randomUUID } from 'node:crypto';
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

const WORDS = {
  ...REFUSAL_WORDS,
  400: 'Phone number must be in E.164 format',
  429: 'Too many OTP requests. Try again later.',
};

const tenant = TENANTS.telnyxTwoFactor;

export function telnyxTwoFactor({ recipes, readAddress, onError }: RecipeOptions): Hono {
  const engine = recipes.engines.telnyxTwoFactor;
  return createRecipeRoutes({
    refuse,
    readAddress,
    onError,
    routes: {
      '/auth/request-otp': async (context) => {
        const to = readPhoneNumber((await readBody(context)).phone_number);
        if (to === null) return refuse(context, 400);
        const result = await engine.request({ to, tenant, client: { ip: readAddress(context) } });
        if (!result.ok) return refuse(setRetryAfter(context, result), statusOfRequestRefusal(result));
        return context.json({
          message: 'OTP sent successfully',
          message_id: result.messageId ?? randomUUID(),
          expires_in_seconds: Math.ceil((result.expiresAt.getTime() - Date.now()) / 1_000),
        });
      },

      '/auth/verify-otp': async (context) => {
        const fields = await readBody(context);
        const to = readPhoneNumber(fields.phone_number);
        const code = readText(fields.otp);
        if (to === null) return refuse(context, 400);
        if (code === null) return refuse(context, 400, 'otp must be the code, as text');
        const result = await engine.verify({ to, code, tenant, client: { ip: readAddress(context) } });
        if (result.ok) {
          // Whoever copies this keeps the token, hashed, beside the number that was proven: result.phoneNumber.
          const session_token = randomBytes(32).toString('base64url');
          return context.json({ message: 'OTP verified successfully', authenticated: true, session_token });
        }
        switch (result.reason) {
          case 'mismatch':
          case 'malformed':
          case 'not-found':
            return deny(context, 'Invalid OTP. Please try again.');
          case 'expired':
            return deny(context, 'OTP has expired. Request a new one.');
          case 'exhausted':
            return deny(context, 'Too many failed attempts. Request a new OTP.');
          case 'rate-limited':
          case 'provider-unavailable':
            return refuse(setRetryAfter(context, result), statusOfVerifyRefusal(result));
        }
      },
    },
  });
}

function deny(context: Context, message: string): Response {
  return context.json({ message, authenticated: false }, 401);
}

function refuse(context: Context, status: RefusalStatus, error = WORDS[status]): Response {
  return context.json({ error }, status);
}
