/** What the plug-in is made of, and the check that names everything that is wrong with it. */
import { createE164Parser, type OtpEngine } from '@countersign/otp-core';
import { isOptions, OptionProblems } from '@countersign/otp-core/adapter';
import type { PhoneNumber, PhoneNumberParser } from '@countersign/otp-core/spec';
import type { GenericEndpointContext, InferOptionSchema, User } from 'better-auth';
import type { createPhoneOtpSchema, PhoneOtpUserFields } from './phone-otp-schema.ts';

/** A user with the two fields of the plug-in. */
export type PhoneOtpUser = User & PhoneOtpUserFields;

/** How an account is made for a number that has none. better-auth wants a name and an e-mail address of everyone. */
export interface SignUpOptions {
  /** A unique address for somebody who gave none, for example of a domain of yours that takes no mail. */
  readonly getTempEmail: (phoneNumber: PhoneNumber) => string;
  /** @defaultValue the phone number */
  readonly getTempName?: (phoneNumber: PhoneNumber) => string;
}

/** A number that somebody has just proven for their account, or has taken off it. */
export interface NumberChange {
  readonly user: PhoneOtpUser;
  /** `null`: the account has none any more. */
  readonly phoneNumber: PhoneNumber | null;
  /** `null`: the account had none. */
  readonly previousPhoneNumber: string | null;
}

/** Options of `phoneOtp`. */
export interface PhoneOtpOptions {
  /** Sends and checks the codes, with its limits. You close it. */
  readonly engine: OtpEngine;
  /** Reads numbers as typed; give the one that the engine has. @defaultValue the engine's default, strict E.164 */
  readonly phone?: PhoneNumberParser;
  /** Makes an account for a proven number that has none. @defaultValue no sign-up: unknown numbers get the same answer, and no message */
  readonly signUpOnVerification?: SignUpOptions;
  /**
   * Who is asked for a code after their password. `verified-numbers`: everyone with a verified number. A function is asked
   * about users with a verified number only. @defaultValue 'off'
   */
  readonly secondFactor?: 'off' | 'verified-numbers' | ((user: PhoneOtpUser) => boolean | Promise<boolean>);
  /**
   * For so many days, 1 to 365, `verifySecondFactor({ trustDevice: true })` spares a device the second factor. It ends
   * sooner, and for good, with a new password, and once the number is removed or changed or is no second factor any more.
   * @defaultValue none: `trustDevice` is refused
   */
  readonly trustDeviceDays?: number;
  /**
   * When the flows that must not tell who has an account answer, in milliseconds after the request: password resets, and
   * sign-ins without sign-up. Above your provider's usual time; 0 answers at once, so that the time tells. @defaultValue 3_000
   */
  readonly answerAfterMs?: number;
  /** Told when an account gets a number, another one or none: the place to warn the old number. @defaultValue nobody is told */
  readonly onNumberChanged?: (change: NumberChange, context: GenericEndpointContext) => void | Promise<void>;
  /** Names of the columns, as in better-auth's own plug-ins. @defaultValue `phoneNumber` and `phoneNumberVerified` */
  readonly schema?: InferOptionSchema<ReturnType<typeof createPhoneOtpSchema>>;
}

export interface ResolvedPhoneOtpOptions extends PhoneOtpOptions {
  readonly phone: PhoneNumberParser;
  readonly secondFactor: 'off' | 'verified-numbers' | ((user: PhoneOtpUser) => boolean | Promise<boolean>);
  readonly answerAfterMs: number;
}

const OPTIONS: ReadonlyArray<keyof PhoneOtpOptions> = [
  'engine',
  'phone',
  'signUpOnVerification',
  'secondFactor',
  'trustDeviceDays',
  'answerAfterMs',
  'onNumberChanged',
  'schema',
];
const ENGINE_METHODS = ['request', 'resend', 'verify', 'cancel'] as const;

/** @throws OtpConfigurationError naming everything that is wrong. */
export function resolvePhoneOtpOptions(options: PhoneOtpOptions): ResolvedPhoneOtpOptions {
  const problems = new OptionProblems('phoneOtp');
  if (isOptions(options)) addProblems(problems, options);
  else problems.add('options', 'must be an object with an engine');
  problems.throwIfAny();
  return {
    ...options,
    phone: options.phone ?? createE164Parser(),
    secondFactor: options.secondFactor ?? 'off',
    answerAfterMs: options.answerAfterMs ?? 3_000,
  };
}

function addProblems(problems: OptionProblems, options: Record<string, unknown>): void {
  problems.addUnknown('', options, OPTIONS);
  const { engine, phone, signUpOnVerification: signUp, secondFactor, answerAfterMs, onNumberChanged } = options;
  const { trustDeviceDays } = options;
  if (!isOptions(engine) || ENGINE_METHODS.some((method) => typeof engine[method] !== 'function')) {
    problems.add('engine', 'must be an OtpEngine, as made by createOtpEngine');
  }
  if (phone !== undefined && (!isOptions(phone) || typeof phone.parse !== 'function')) {
    problems.add('phone', 'must be a parser, as made by createPhoneNumberParser');
  }
  if (signUp !== undefined && (!isOptions(signUp) || typeof signUp.getTempEmail !== 'function')) {
    problems.add('signUpOnVerification', 'must be an object with a function getTempEmail');
  }
  if (secondFactor !== undefined && typeof secondFactor !== 'function') {
    problems.addUnlessOneOf('secondFactor', secondFactor, ['off', 'verified-numbers']);
  }
  if (trustDeviceDays !== undefined) problems.addUnlessInteger('trustDeviceDays', trustDeviceDays, 1, 365);
  if (answerAfterMs !== undefined) problems.addUnlessInteger('answerAfterMs', answerAfterMs, 0, 60_000);
  if (onNumberChanged !== undefined && typeof onNumberChanged !== 'function') {
    problems.add('onNumberChanged', 'must be a function');
  }
}
