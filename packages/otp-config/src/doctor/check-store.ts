import type { Variables } from '../environment/clean-variables.ts';
import type { Check } from './doctor-facts.ts';
import { type Finding, problem, warning } from './finding.ts';
import { platformOf } from './platforms.ts';

/** A store of one process counts for that process: a guesser would get as many budgets as there are processes. */
export const checkStore: Check = ({ reading, plan }) => {
  if (plan.store.from !== 'catalog') return [];
  const { settings } = plan.store;
  const isEmbedded = settings.kind === 'postgres' && settings.url.startsWith('pglite:');
  if (settings.kind !== 'memory' && !isEmbedded) return [];
  const what = isEmbedded ? 'PGlite serves one process' : 'The memory store serves one process';
  const shared = checkInstances(what, instancesOf(reading.variables, reading.told.instances));
  if (shared.length > 0) return shared;
  const platform = platformOf(reading.variables);
  if (platform !== null) {
    const message = `${what}, and ${platform} may run several, which would each allow all guesses. Set OTP_STORE, or OTP_INSTANCES=1 if there is only one.`;
    return reading.told.instances === 1 ? [] : [warning('shared-memory-store', message)];
  }
  if (plan.settings.environment !== 'production' || isEmbedded) return [];
  return [warning('memory-store', `${what}, and forgets codes, counters and locks when it ends: set OTP_STORE.`)];
};

function checkInstances(what: string, instances: { readonly count: number; readonly by: string } | null): Finding[] {
  if (instances === null) return [];
  const message = `${what}, and ${instances.by} says there are ${instances.count}: each would allow all guesses. Set OTP_STORE to a server.`;
  return [problem('shared-memory-store', message)];
}

/** `null`: one, as far as anybody says. */
function instancesOf(
  variables: Variables,
  told: number | undefined,
): { readonly count: number; readonly by: string } | null {
  if (told !== undefined) return told > 1 ? { count: told, by: 'OTP_INSTANCES' } : null;
  for (const name of ['WEB_CONCURRENCY', 'PM2_INSTANCES', 'instances']) {
    const value = variables.get(name) ?? '';
    if (/^\d{1,6}$/.test(value) && Number(value) > 1) return { count: Number(value), by: name };
  }
  // What `node:cluster` and pm2 tell a process of its number.
  const number = ['NODE_UNIQUE_ID', 'NODE_APP_INSTANCE'].find((name) => Number(variables.get(name) ?? 0) >= 1);
  return number === undefined ? null : { count: Number(variables.get(number)) + 1, by: number };
}
