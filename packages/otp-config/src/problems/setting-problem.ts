/** What is wrong with settings, as data: for one error that names it all, and for the doctor. */
import { type ConfigurationProblem, OtpConfigurationError } from '@countersign/otp-core';

/** Kinds of problems; stable. */
export type ProblemCode =
  | 'missing-setting'
  | 'wrong-shape'
  | 'quoted-value'
  | 'unknown-variable'
  | 'unknown-provider'
  | 'mixed-providers'
  | 'production-refusal'
  | 'insecure-base-url'
  | 'missing-package'
  | 'refused-setting';

export interface SettingProblem {
  readonly code: ProblemCode;
  /** Path of the option, as `createOtp` takes it. */
  readonly option: string;
  /** The variable that says it; `null` in code. */
  readonly variable: string | null;
  /** Goes on where the names end. Never the value of a secret. */
  readonly message: string;
}

/** Collects problems; the same one is told once. */
export interface ProblemList {
  readonly all: readonly SettingProblem[];
  add(problem: SettingProblem): void;
  /** True where something is wrong with the option, or with a part of it. */
  isAbout(option: string): boolean;
}

export function createProblemList(): ProblemList {
  const all: SettingProblem[] = [];
  /** Of those that were told under another option, too. */
  const options = new Set<string>();
  return {
    all,
    add(problem) {
      options.add(problem.option);
      // Two providers may share a variable; what is wrong with it is wrong once.
      const isKnown = all.some(
        (each) =>
          each.message === problem.message && (each.variable ?? each.option) === (problem.variable ?? problem.option),
      );
      if (!isKnown) all.push(problem);
    },
    isAbout: (option) => [...options].some((each) => each === option || each.startsWith(`${option}.`)),
  };
}

/** @throws OtpConfigurationError naming every problem at once, where there is one */
export function throwIfAny(subject: string, { all }: Pick<ProblemList, 'all'>): void {
  if (all.length > 0) throw new OtpConfigurationError(subject, all.map(toConfigurationProblem));
}

function toConfigurationProblem({ option, variable, message }: SettingProblem): ConfigurationProblem {
  const isNamed = variable === null || variable === option;
  return { option, message: isNamed ? message : `(${variable}) ${message}` };
}
