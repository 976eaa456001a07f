import { GENERAL_SETTINGS } from '../catalog/general-settings.ts';
import { unknownVariables } from '../environment/check-unknown-variables.ts';
import { writeProblem } from '../problems/write-problem.ts';
import type { Check } from './doctor-facts.ts';
import { ok, problem, warning } from './finding.ts';

/** Everything that `createOtpFromEnv` would refuse. */
export const checkSettings: Check = ({ reading }) => {
  const { all } = reading.problems;
  if (all.length === 0) return [ok('settings', 'Every required setting is set and has the right form.')];
  return all.map((each) => {
    const sentence = writeProblem(each);
    return problem(each.code, sentence.endsWith('?') ? sentence : `${sentence}.`);
  });
};

/** What is near to none of ours may be somebody else's. */
export const checkUnknown: Check = ({ reading }) =>
  unknownVariables(reading.variables, reading.appVariables)
    .filter((name) => !reading.problems.isAbout(name))
    .map((name) => {
      const meant = GENERAL_SETTINGS.find(({ otherNames }) => otherNames.includes(name))?.variable;
      const hint = meant === undefined ? '' : ` ${meant} is; or tell --app-variables that the app reads it.`;
      return warning('unknown-variable', `${name} is not a setting of Countersign.${hint}`);
    });
