/** Composes what the settings send, and counts what it costs: a second segment doubles the bill of every message. */
import {
  countSegments,
  createMessageComposer,
  type MessageOptions,
  OtpError,
  type SegmentCount,
  STANDARD_POLICY,
  STRICT_POLICY,
} from '@countersign/otp-core';
import { kindOf } from '../compose/otp-plan.ts';
import type { Check, DoctorFacts } from './doctor-facts.ts';
import { type Finding, warning } from './finding.ts';

export const checkMessage: Check = (facts) => {
  const { plan, assessment } = facts;
  // The text of a verification provider is its own.
  const isOurs = plan.providers.every((each) => kindOf(each) === 'sms-sender');
  if (!isOurs || plan.providers.length === 0 || assessment === null) return [];
  const { message = {}, purposes = {} } = plan.settings;
  const messages: readonly (readonly [option: string, message: MessageOptions])[] = [
    ['message', message],
    ...Object.entries(purposes).flatMap(([name, { message: own }]) =>
      own === undefined ? [] : [[`purposes.${name}.message`, own] as const],
    ),
  ];
  return messages.flatMap(([option, options]) => judge(option, options, facts));
};

function judge(option: string, options: MessageOptions, { plan, assessment }: DoctorFacts): readonly Finding[] {
  const { preset, ttlMs = (preset === 'strict' ? STRICT_POLICY : STANDARD_POLICY).ttlMs } = plan.settings.policy ?? {};
  const lengths = assessment?.guessing.perYear.guesses.map(({ codeLength }) => codeLength) ?? [];
  const input = {
    // The longest that a number can get, in digits that are nobody's code.
    code: '0'.repeat(Math.max(...lengths)),
    minutes: Math.max(1, Math.floor(ttlMs / 60_000)),
    purpose: 'default',
    tenant: 'default',
    locale: null,
  };
  try {
    const text = createMessageComposer(options)(input);
    const count = countSegments(text);
    return count.segments === 1 ? [] : [warning('second-segment', describe(option, options, text, count))];
  } catch (error) {
    // Options and texts that are refused are problems of their own.
    if (OtpError.isInstance(error)) return [];
    throw error;
  }
}

function describe(option: string, options: MessageOptions, text: string, count: SegmentCount): string {
  const shown = JSON.stringify(text);
  const cost = `${option}: each message takes ${count.segments} segments and is billed as ${count.segments}: ${shown}.`;
  const { forcedBy, units } = count;
  if (forcedBy === null) return `${cost} It has ${units} characters, and one segment holds 160. Shorten it.`;
  const codePoint = (forcedBy.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  const named = options.appName?.normalize('NFC').includes(forcedBy) ? ' of message.appName (OTP_APP_NAME)' : '';
  return `${cost} The character ${forcedBy} (U+${codePoint})${named} is not in the GSM-7 alphabet, so one segment holds 70 characters instead of 160. Replace it.`;
}
