import type { Check } from './doctor-facts.ts';
import { warning } from './finding.ts';

/** A vendor's own word for an optional setting would be without effect; where one is needed, the problem says so. */
export const checkOtherNames: Check = ({ plan, reading }) => {
  const { variables, problems } = reading;
  const told = problems.all.map(({ message }) => message).join(' ');
  const settings = [...plan.providers, ...plan.retired].flatMap((each) =>
    each.from === 'catalog' ? each.entry.settings : [],
  );
  const known = settings.map(({ variable }) => variable);
  const slips = settings.flatMap(({ variable, otherNames }) => {
    if (variables.get(variable) !== undefined) return [];
    const other = otherNames.find((name) => variables.get(name) !== undefined && !known.includes(name));
    return other === undefined || told.includes(other)
      ? []
      : [`${other} is set, but nothing reads it. Did you mean ${variable}?`];
  });
  return [...new Set(slips)].map((message) => warning('unknown-variable', message));
};
