/** Without it a message that was not sent is a 500. With it the page shows the sentence, as for any `GENERAL_ERROR`. */
import type { APIInterface } from 'supertokens-node/recipe/passwordless';
import { SmsRefused } from './sms-service.ts';

type Api = Required<APIInterface>;

/** The originals are called on their object: it is a proxy that needs to be. */
export function tellRefusals(original: APIInterface): APIInterface {
  const apis = original as Api;
  return {
    ...original,
    createCodePOST: (input) => apis.createCodePOST(input).catch(toGeneralError),
    resendCodePOST: (input) => apis.resendCodePOST(input).catch(toGeneralError),
  };
}

function toGeneralError(error: unknown): { status: 'GENERAL_ERROR'; message: string } {
  if (!(error instanceof SmsRefused)) throw error;
  return { status: 'GENERAL_ERROR', message: error.message };
}
