/** Recipe 2, the Twilio and Redis tutorial: `phoneNumber` and `smsCode`, six digits, ten minutes. Twilio Verify fits as well. */
import { randomUUID } from 'node:crypto';
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

const NO_MATCH = "The phone number and the SMS code doesn't match.";

const tenant = TENANTS.twilioRedis;

export function twilioRedis({ recipes, readAddress, onError }: RecipeOptions): Hono {
  const engine = recipes.engines.twilioRedis;
  return createRecipeRoutes({
    refuse,
    readAddress,
    onError,
    routes: {
      '/send-code': async (context) => {
        const to = readPhoneNumber((await readBody(context)).phoneNumber);
        if (to === null) return refuse(context, 400);
        const result = await engine.request({ to, tenant, client: { ip: readAddress(context) } });
        if (!result.ok) return refuse(setRetryAfter(context, result), statusOfRequestRefusal(result));
        return context.json({ message: `Message sent with id: ${result.messageId ?? randomUUID()}` });
      },

      '/verify-code': async (context) => {
        const fields = await readBody(context);
        const to = readPhoneNumber(fields.phoneNumber);
        const code = readText(fields.smsCode);
        if (to === null || code === null) return refuse(context, 400, NO_MATCH);
        const result = await engine.verify({ to, code, tenant, client: { ip: readAddress(context) } });
        if (!result.ok) {
          const status = statusOfVerifyRefusal(result);
          return refuse(setRetryAfter(context, result), status, status === 400 ? NO_MATCH : REFUSAL_WORDS[status]);
        }
        return context.json({ message: 'This is a valid match!' });
      },
    },
  });
}

function refuse(context: Context, status: RefusalStatus, words?: string): Response {
  const message = words ?? (status === 400 ? 'phoneNumber must be in E.164 format.' : REFUSAL_WORDS[status]);
  return context.json({ message }, status);
}
