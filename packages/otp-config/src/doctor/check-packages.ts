import { installLine } from '../compose/load-adapter.ts';
import type { Check } from './doctor-facts.ts';
import { problem } from './finding.ts';

/** Adapters load their SDK with the first message, and stores their client with the first call: too late to find out. */
export const checkPackages: Check = ({ plan, reading, isInstalled }) => {
  // Where the adapter is missing, too, its line installs both.
  const told = reading.problems.all.filter(({ code }) => code === 'missing-package').map(({ option }) => option);
  const sdks = [...plan.providers, ...plan.retired].flatMap((each) =>
    each.from === 'catalog' && each.entry.sdk !== null && !told.includes(each.path)
      ? [{ name: each.entry.name, sdk: each.entry.sdk }]
      : [],
  );
  const missing = sdks.filter(({ sdk }) => !isInstalled(sdk));
  const findings = missing.map(({ name, sdk }) =>
    problem('missing-package', `${name} ${installLine({ packageName: sdk, others: [] })}.`),
  );
  if (plan.store.from !== 'catalog') return findings;
  const { entry, settings } = plan.store;
  const clients = entry.clients('url' in settings ? settings.url : '');
  const [first] = clients;
  if (first === undefined || clients.some(isInstalled)) return findings;
  return [...findings, problem('missing-package', `The store ${installLine({ packageName: first, others: [] })}.`)];
};
