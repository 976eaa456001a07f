import { OtpConfigurationError, OtpError } from '@countersign/otp-core';
import { findAdapter } from '../compose/find-adapter.ts';
import { showAddress } from '../describe/show-value.ts';
import type { DoctorFacts } from './doctor-facts.ts';
import { type Finding, ok, problem } from './finding.ts';

/** Asks the store once, as the engine would; what is not there yet is made at the start, not by a doctor. */
export async function askStore({ plan }: DoctorFacts): Promise<Finding> {
  if (plan.store.from !== 'catalog') return ok('store', 'The store is made in code.');
  const { entry, settings } = plan.store;
  const where = 'url' in settings ? showAddress(settings.url) : 'memory:';
  try {
    const found = await findAdapter('store-adapter', entry.packageName, undefined);
    if (found.status !== 'found') return problem('store', `${where}: ${entry.packageName} is missing.`);
    const { kind: _kind, ...options } = settings;
    return ok('store', `${where} answers: ${await found.adapter.probe(options)}`);
  } catch (error) {
    const isOurs = OtpError.isInstance(error) || OtpConfigurationError.isInstance(error);
    // What a driver says may hold the address with its password.
    return problem(
      'store',
      `${where} does not answer as it should: ${isOurs ? error.message : 'an error of its client.'}`,
    );
  }
}
