/** Asks the provider that made a code whether a guess is right. */

import { type Asked, readCheckOutcome, threw, timedOut } from '../adapter/provider-answer.ts';
import { OtpAbortedError } from '../errors/otp-error.ts';
import type { CheckInput, CheckOutcome, PhoneNumber, VerificationProvider } from '../spec/index.ts';
import { askProvider } from './ask-provider.ts';
import type { Call } from './call.ts';
import type { EngineContext } from './engine-context.ts';

export interface ProviderQuestion {
  /** `null`: not known, as there is no handle; the current provider is asked, then the retired ones. */
  readonly providerId: string | null;
  readonly reference: string | null;
  readonly to: PhoneNumber;
  readonly code: string;
}

export type ProviderAnswer = CheckOutcome & { readonly providerId: string };

export async function checkWithProviders(
  context: EngineContext,
  call: Call,
  question: ProviderQuestion,
): Promise<ProviderAnswer> {
  const { providerId, reference, to, code } = question;
  const providers = context.verificationProviders.filter((each) =>
    providerId === null ? each.capabilities.checkByNumber : each.providerId === providerId,
  );
  let answer: ProviderAnswer = { status: 'not-found', providerId: providerId ?? 'none' };
  for (const provider of providers) {
    answer = await check(context, call, provider, { to, reference, code });
    if (answer.status !== 'not-found') return answer;
  }
  return answer;
}

async function check(
  context: EngineContext,
  call: Call,
  provider: VerificationProvider,
  input: CheckInput,
): Promise<ProviderAnswer> {
  const { providerId } = provider;
  const asked: Asked = { providerId, confidential: [input.to.slice(1), input.code] };
  const waited = await askProvider(context, call, (options) => provider.check(input, options));
  switch (waited.status) {
    case 'answered':
      return { ...readCheckOutcome(waited.value, asked), providerId };
    case 'failed':
      return { status: 'unknown', failure: threw(asked), providerId };
    case 'timeout':
      return { status: 'unknown', failure: timedOut(asked), providerId };
    case 'aborted':
      throw new OtpAbortedError();
  }
}
