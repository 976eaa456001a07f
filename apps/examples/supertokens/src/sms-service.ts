/** The message of SuperTokens' passwordless recipe: its code by a hook, which sends each code once and keeps limits. */
import type { SendHook } from '@countersign/otp-hooks';
import type { TypeInput } from 'supertokens-node/recipe/passwordless/types';

export type SmsService = NonNullable<NonNullable<TypeInput['smsDelivery']>['service']>;
type SmsInput = Parameters<SmsService['sendSms']>[0];

/** Where the body of the service has what the hook needs: `OTP_HOOK_MAPPING`. */
export const SUPERTOKENS_MAPPING = 'to=phoneNumber,code=userInputCode,subject=subject,clientAddress=clientAddress';

/** Nothing was sent. Its message is for the person. */
export class SmsRefused extends Error {}

export interface SmsServiceOptions {
  readonly hook: SendHook;
  /** The header that the hook expects. */
  readonly authorization: string;
  /** Of the person who asks for a code, for the limit by address. */
  readonly clientAddressOf: (userContext: SmsInput['userContext']) => string | undefined;
}

export function createSmsService({ hook, authorization, clientAddressOf }: SmsServiceOptions): SmsService {
  return {
    async sendSms({ phoneNumber, userInputCode, tenantId, preAuthSessionId, userContext }) {
      const subject = `${tenantId} ${preAuthSessionId}`;
      const clientAddress = clientAddressOf(userContext);
      const response = await hook(
        new Request('http://localhost/send-sms', {
          method: 'POST',
          headers: { authorization, 'content-type': 'application/json' },
          body: JSON.stringify({ phoneNumber, userInputCode, subject, clientAddress }),
        }),
      );
      if (!response.ok) throw new SmsRefused(await sentenceIn(response));
    },
  };
}

/** The hook's `{ error: { message } }`. Its 401 has none: hook and service were given different headers. */
async function sentenceIn(response: Response): Promise<string> {
  if (response.status === 401) throw new Error('The hook refused the authorization of this service.');
  const { error } = (await response.json()) as { error: { message: string } };
  return error.message;
}
