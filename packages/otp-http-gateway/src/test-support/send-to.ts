// Loaded in advance, so that a short timeout is not spent on loading it.
import 'axios';
import type { SendOutcome } from '@countersign/otp-core/spec';
import type { HttpGatewaySmsSenderOptions } from '../http-gateway-options.ts';
import { createHttpGatewaySmsSender } from '../http-gateway-sms-sender.ts';
import { CREDENTIALS, expectNoSecretIn, MESSAGE } from './secrets.ts';

/** Sends the message for real and makes sure that the outcome tells nothing of it. */
export async function sendTo(
  endpoint: string,
  options: Partial<HttpGatewaySmsSenderOptions> = {},
  signal?: AbortSignal,
): Promise<SendOutcome> {
  const sender = createHttpGatewaySmsSender({ endpoint, ...CREDENTIALS, ...options });
  const outcome = await sender.send(MESSAGE, signal === undefined ? {} : { signal });
  expectNoSecretIn(outcome, sender);
  return outcome;
}
