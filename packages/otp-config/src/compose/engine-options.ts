import type { OtpEngineOptions } from '@countersign/otp-core';
import type { OtpSettings } from '../settings/otp-settings.ts';

const PASSED_ON = [
  'secret',
  'subjectSecret',
  'policy',
  'purposes',
  'message',
  'deadlines',
  'phone',
  'decoys',
  'onEvent',
  'clock',
] as const satisfies readonly (keyof OtpEngineOptions & keyof OtpSettings)[];

/** What the engine takes as it is. */
export function engineOptionsOf(
  settings: Partial<OtpSettings>,
): Partial<Pick<OtpEngineOptions, (typeof PASSED_ON)[number]>> {
  return Object.fromEntries(
    PASSED_ON.flatMap((name) => (settings[name] === undefined ? [] : [[name, settings[name]]])),
  );
}
