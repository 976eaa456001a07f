/** The plug-in's calls of the engine: what goes in, where the handle is kept, and what a client is told. */
import {
  type ClientContext,
  OtpClosedError,
  OtpStoreError,
  type RequestInput,
  type RequestResult,
} from '@countersign/otp-core';
import type { PhoneNumber } from '@countersign/otp-core/spec';
import type { GenericEndpointContext } from 'better-auth';
import { getIP } from 'better-auth/api';
import { dropChallenge, type KeptChallenge, keepChallenge, readChallenge } from './challenge-cookie.ts';
import type { PhoneOtpFlow } from './flow.ts';
import type { ResolvedPhoneOtpOptions } from './phone-otp-options.ts';
import { refusal, refusalOfGuess, refusalOfRequest } from './refusals.ts';

/** What a client is told of a code that was sent. */
export interface SentCode {
  readonly status: true;
  readonly expiresAt: Date;
  /** Not before this moment is another one sent. */
  readonly resendAt: Date;
  readonly codeLength: number;
  /** The last two digits. */
  readonly maskedTo: string;
}

export interface CodeRequest {
  readonly flow: PhoneOtpFlow;
  readonly to: RequestInput['to'];
  readonly locale?: string | undefined;
  /** A client that is known by its password or its device. */
  readonly known: boolean;
  /** Whose code it is alone. */
  readonly userId?: string;
}

export async function sendCode(
  context: GenericEndpointContext,
  options: ResolvedPhoneOtpOptions,
  { flow, to, locale, known, userId = '' }: CodeRequest,
): Promise<SentCode> {
  const input = { to, purpose: flow, client: clientOf(context, known), ...wordsIn(locale), ...hiding(options, flow) };
  const result = await ask(context, () => options.engine.request(input));
  return tellSentCode(context, flow, { userId, known }, result);
}

export async function resendCode(
  context: GenericEndpointContext,
  options: ResolvedPhoneOtpOptions,
  { flow, locale }: Pick<CodeRequest, 'flow' | 'locale'>,
): Promise<SentCode> {
  const { challenge, userId, known } = await keptOrRefused(context, flow);
  const client = clientOf(context, known);
  const input = { challenge, purpose: flow, client, ...wordsIn(locale), ...hiding(options, flow) };
  const result = await ask(context, () => options.engine.resend(input));
  return tellSentCode(context, flow, { userId, known }, result);
}

/** The number that a right code proves. The code is spent by then, and its cookie gone. */
export async function redeemCode(
  context: GenericEndpointContext,
  options: ResolvedPhoneOtpOptions,
  { flow, code, userId = '' }: { readonly flow: PhoneOtpFlow; readonly code: string; readonly userId?: string },
): Promise<PhoneNumber> {
  const kept = await keptOrRefused(context, flow);
  if (kept.userId !== userId) throw refusal('GONE', 'CHALLENGE_NOT_ACTIVE');
  const client = clientOf(context, kept.known);
  const input = { challenge: kept.challenge, code, purpose: flow, client, ...hiding(options, flow) };
  const result = await ask(context, () => options.engine.verify(input));
  if (!result.ok) throw refusalOfGuess(result);
  dropChallenge(context, flow);
  return result.phoneNumber;
}

async function keptOrRefused(context: GenericEndpointContext, flow: PhoneOtpFlow): Promise<KeptChallenge> {
  const kept = await readChallenge(context, flow);
  if (kept === undefined) throw refusal('GONE', 'CHALLENGE_NOT_ACTIVE');
  return kept;
}

async function tellSentCode(
  context: GenericEndpointContext,
  flow: PhoneOtpFlow,
  whose: Pick<KeptChallenge, 'userId' | 'known'>,
  result: RequestResult,
): Promise<SentCode> {
  if (!result.ok) throw refusalOfRequest(result);
  const { challenge, expiresAt, resendAt, codeLength, maskedTo } = result;
  await keepChallenge(context, flow, { challenge, ...whose }, expiresAt);
  return { status: true, expiresAt, resendAt, codeLength, maskedTo };
}

/** The address as better-auth reads it, by `advanced.ipAddress`. Whoever has none shares one limit with all others like that. */
function clientOf(context: GenericEndpointContext, known: boolean): ClientContext {
  const { options } = context.context;
  if (options.advanced?.ipAddress?.disableIpTracking === true) return { known };
  const source = context.request ?? context.headers;
  return { known, ip: (source === undefined ? null : getIP(source, options)) ?? '' };
}

function wordsIn(locale: string | undefined): { locale?: string } {
  return locale === undefined ? {} : { locale };
}

/** Sign-ups send to whoever asks, and a signed-in person is known anyway: those flows have nothing to hide. */
function hiding(
  { answerAfterMs, signUpOnVerification }: ResolvedPhoneOtpOptions,
  flow: PhoneOtpFlow,
): { answerAfterMs?: number } {
  const hides = flow === 'password-reset' || (flow === 'sign-in' && signUpOnVerification === undefined);
  return hides && answerAfterMs > 0 ? { answerAfterMs } : {};
}

/** A store that is down is told to the operator by its code, and to the client as what it is: not a wrong code. */
async function ask<Result>(context: GenericEndpointContext, call: () => Promise<Result>): Promise<Result> {
  try {
    return await call();
  } catch (error) {
    if (!OtpStoreError.isInstance(error) && !OtpClosedError.isInstance(error)) throw error;
    context.context.logger.error(`phone-otp: ${error.code}: ${error.message}`);
    throw refusal('SERVICE_UNAVAILABLE', 'SERVICE_UNAVAILABLE');
  }
}
