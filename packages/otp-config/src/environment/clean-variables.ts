/** Takes variables as people write them: empty is unset, spaces around do not count, quotes around are a slip. */
import type { ProblemList } from '../problems/setting-problem.ts';
import type { Environment } from '../settings/otp-settings.ts';

export interface Variables {
  /** `undefined`: not set, or empty. */
  get(name: string): string | undefined;
  /** Names of all that are set to something. */
  readonly names: readonly string[];
}

const LONGEST_VALUE = 16_384;

export function cleanVariables(environment: Environment): Variables {
  // What is not a string is none of ours, and `__proto__` is a name like any other here.
  const cleaned = new Map<string, string>();
  for (const [name, value] of Object.entries(environment)) {
    const text = typeof value === 'string' ? value.slice(0, LONGEST_VALUE + 1).trim() : '';
    // What reads a file with a byte order mark may take that for the beginning of the first name.
    const plainName = name.replace(/^\uFEFF/, '');
    if (text !== '' && !(plainName !== name && cleaned.has(plainName))) cleaned.set(plainName, text);
  }
  return { get: (name) => cleaned.get(name), names: [...cleaned.keys()] };
}

/** Shells take quotes away; files read by Docker, systemd or a panel may keep them, and then they are part of a key. */
export function checkWriting(option: string, variable: string, value: string, problems: ProblemList): boolean {
  if (value.length > LONGEST_VALUE) {
    problems.add({ code: 'wrong-shape', option, variable, message: `is longer than ${LONGEST_VALUE} characters` });
    return false;
  }
  if (/^(["'`]).*\1$/s.test(value)) {
    problems.add({
      code: 'quoted-value',
      option,
      variable,
      message: 'is in quotes, and the quotes count as part of the value: remove them',
    });
    return false;
  }
  return true;
}
