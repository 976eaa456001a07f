import { OtpConfigurationError } from '@countersign/otp-core';
import { expect } from 'vitest';
import { createOtpFromEnv } from '../create-otp-from-env.ts';
import type { Environment, OtpOverrides } from '../settings/otp-settings.ts';

/** Problems of an environment by option; empty where an engine could be made, which is closed again. */
export async function problemsOf(
  environment: Environment,
  overrides?: OtpOverrides,
): Promise<Readonly<Record<string, string>>> {
  try {
    const otp = await createOtpFromEnv(environment, overrides);
    await otp.close();
    return {};
  } catch (error) {
    if (!OtpConfigurationError.isInstance(error)) throw error;
    const options = error.problems.map(({ option }) => option);
    expect(error.message).toContain(error.problems[0]?.message);
    expect(options.length).toBeGreaterThan(0);
    return Object.fromEntries(error.problems.map(({ option, message }) => [option, message]));
  }
}
