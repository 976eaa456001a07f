/** What the bodies have in common, and how better-auth's OpenAPI plug-in shows the endpoints. */
import { z } from 'zod';

export const typedPhoneNumber = z.string().meta({ description: 'The phone number as typed. Eg: "+1 415 555 0123"' });
export const typedCode = z.string().meta({ description: 'The code as typed. Eg: "042817"' });
export const wantedLocale = z.string().optional().meta({ description: 'The language of the message. Eg: "pt-BR"' });

/** Every refusal has a `code` of `PHONE_OTP_ERROR_CODES`. */
export function describeEndpoint(operationId: string, description: string) {
  return {
    openapi: {
      operationId,
      description,
      responses: {
        '200': { description: 'Done' },
        '400': { description: 'The phone number, the code or another field is malformed; no try was spent' },
        '410': { description: 'The code has expired, was used, or was never sent' },
        '422': { description: 'The code is wrong (`attemptsLeft`), or no codes are sent to this number' },
        '429': { description: 'Too many codes, wrong codes or requests; `retryAt` and the header Retry-After' },
      },
    },
  };
}
