/** Variables in, options of a hook and everything that is badly written out. Pure: loads nothing, opens nothing. */
import type { Environment } from '@countersign/otp-config';
import type { ConfigurationProblem } from '@countersign/otp-core/adapter';
import { HOOK_PREFIX, HOOK_SETTINGS } from './hook-settings.ts';

export interface HookReading {
  /** By the option's path: `limits.perNumber`. */
  readonly values: ReadonlyMap<string, unknown>;
  readonly problems: readonly ConfigurationProblem[];
  /** What is left for `otp-config`. */
  readonly others: Environment;
}

export function readHookSettings(environment: Environment): HookReading {
  const values = new Map<string, unknown>();
  const problems: ConfigurationProblem[] = [];
  const others: Record<string, string | undefined> = {};
  const known: readonly string[] = HOOK_SETTINGS.map(({ variable }) => variable);
  for (const [name, value] of Object.entries(environment)) {
    if (!name.startsWith(HOOK_PREFIX)) others[name] = value;
    // A misspelt setting would be without effect, and nobody would notice before it mattered.
    else if (!known.includes(name) && typeof value === 'string' && value.trim() !== '') {
      problems.push({ option: shown(name), message: `is not a setting; known are ${known.join(', ')}` });
    }
  }
  for (const { variable, option, need, expectation, read } of HOOK_SETTINGS) {
    const text = textOf(environment[variable]);
    if (text === undefined) {
      if (need === 'required') problems.push({ option: variable, message: `is missing: ${expectation}` });
      continue;
    }
    if (/^(["'`]).*\1$/s.test(text)) {
      problems.push({
        option: variable,
        message: 'is in quotes, and the quotes count as part of the value: remove them',
      });
      continue;
    }
    const value = read(text);
    if (value === null) problems.push({ option: variable, message: `must be ${expectation}` });
    else values.set(option, value);
  }
  return { values, problems, others };
}

/** Empty is unset, spaces around do not count. */
function textOf(value: unknown): string | undefined {
  const text = typeof value === 'string' ? value.trim() : '';
  return text === '' ? undefined : text;
}

/** One that is no name at all might be a value that went astray. */
function shown(name: string): string {
  return /^[A-Z0-9_]{1,64}$/.test(name) ? name : HOOK_PREFIX;
}

/** The variable that says an option, `limits.perNumber.0.max` included. */
export function variableOf(option: string): string {
  const setting = HOOK_SETTINGS.find((each) => option === each.option || option.startsWith(`${each.option}.`));
  return setting?.variable ?? option;
}
