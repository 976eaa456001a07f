import type { SettingProblem } from './setting-problem.ts';

/** One sentence, as the error says it. */
export function writeProblem({ option, variable, message }: SettingProblem): string {
  return `${option}${variable === null || variable === option ? '' : ` (${variable})`} ${message}`;
}
