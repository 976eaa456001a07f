/** Recipe 2, the Twilio and Redis tutorial: `phoneNumber` and `smsCode`, six digits, ten minutes. Twilio Verify fits as well. */
import { randomUUID } from 'node:crypto';
import type { Response, Router } from 'express';
import { readFields, readText } from '../../../shared/recipes/read-fields.ts';
import { readPhoneNumber } from '../../../shared/recipes/read-phone-number.ts';
import { TENANTS } from '../../../shared/recipes/recipe-engines.ts';
import { statusOfRequestRefusal, statusOfVerifyRefusal } from '../../../shared/recipes/refusal-status.ts';
import { REFUSAL_WORDS, type RefusalStatus } from '../../../shared/recipes/refusal-words.ts';
import type { RecipeOptions } from './recipe-options.ts';
import { createRecipeRouter } from './recipe-router.ts';
import { setRetryAfter } from './set-retry-after.ts';

const NO_MATCH = "The phone number and the SMS code doesn't match.";

const tenant = TENANTS.twilioRedis;

export function twilioRedis({ recipes, onError }: RecipeOptions): Router {
  const engine = recipes.engines.twilioRedis;
  return createRecipeRouter({
    refuse,
    onError,
    routes: {
      '/send-code': async (request, response) => {
        const to = readPhoneNumber(readFields(request.body).phoneNumber);
        if (to === null) return refuse(response, 400);
        const result = await engine.request({ to, tenant, client: { ip: request.ip ?? '' } });
        if (!result.ok) return refuse(setRetryAfter(response, result), statusOfRequestRefusal(result));
        response.json({ message: `Message sent with id: ${result.messageId ?? randomUUID()}` });
      },

      '/verify-code': async (request, response) => {
        const fields = readFields(request.body);
        const to = readPhoneNumber(fields.phoneNumber);
        const code = readText(fields.smsCode);
        if (to === null || code === null) return refuse(response, 400, NO_MATCH);
        const result = await engine.verify({ to, code, tenant, client: { ip: request.ip ?? '' } });
        if (!result.ok) {
          const status = statusOfVerifyRefusal(result);
          return refuse(setRetryAfter(response, result), status, status === 400 ? NO_MATCH : REFUSAL_WORDS[status]);
        }
        response.json({ message: 'This is a valid match!' });
      },
    },
  });
}

function refuse(response: Response, status: RefusalStatus, words?: string): void {
  const message = words ?? (status === 400 ? 'phoneNumber must be in E.164 format.' : REFUSAL_WORDS[status]);
  response.status(status).json({ message });
}
