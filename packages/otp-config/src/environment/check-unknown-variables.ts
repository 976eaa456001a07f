/**
 * A misspelt setting would be without effect, and nobody would notice before it mattered. What begins like ours and is
 * near to one of ours is therefore refused; what is near to nothing may be somebody else's, as `OTP_VERSION` of Erlang is.
 */

import { nearestName } from '@countersign/otp-core/settings';
import { KNOWN_VARIABLES } from '../catalog/known-variables.ts';
import type { ProblemList } from '../problems/setting-problem.ts';
import type { Variables } from './clean-variables.ts';

const PREFIX = 'OTP_';
/** Of `@countersign/otp-hooks`, which reads and checks them itself, in the same environment. */
const HOOK_PREFIX = 'OTP_HOOK_';

export function checkUnknownVariables(
  variables: Variables,
  appVariables: readonly string[],
  problems: ProblemList,
): void {
  for (const name of unknownVariables(variables, appVariables)) {
    const meant = nearestName(name, KNOWN_VARIABLES);
    if (meant === null) continue;
    problems.add({
      code: 'unknown-variable',
      option: name,
      variable: name,
      message: `is not a setting; did you mean ${meant}?`,
    });
  }
}

/** Those that begin like ours, and are none of ours and none of the app's. */
export function unknownVariables({ names }: Variables, appVariables: readonly string[]): readonly string[] {
  const known = [...KNOWN_VARIABLES, ...appVariables];
  // Names are shown; one that is no name at all might be a value that went astray.
  return names.filter(
    (name) =>
      name.startsWith(PREFIX) && !name.startsWith(HOOK_PREFIX) && /^\w{5,64}$/.test(name) && !known.includes(name),
  );
}
