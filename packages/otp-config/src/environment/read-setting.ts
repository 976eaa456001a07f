import type { Setting } from '@countersign/otp-core/settings';
import type { ProblemList } from '../problems/setting-problem.ts';
import { checkWriting, type Variables } from './clean-variables.ts';

/** Reads one variable; `undefined` where it is not set or not what it must be. `option` is the full path. */
export function readSetting(variables: Variables, setting: Setting, option: string, problems: ProblemList): unknown {
  const { variable, shape } = setting;
  const value = variables.get(variable);
  if (value === undefined || !checkWriting(option, variable, value, problems)) return undefined;
  const read = shape.read(value);
  if (read !== null) return read;
  const hint = shape.hint?.(value) ?? null;
  const message = `must be ${shape.expectation}${hint === null ? '' : `; ${hint}`}`;
  problems.add({ code: 'wrong-shape', option, variable, message });
  return undefined;
}
