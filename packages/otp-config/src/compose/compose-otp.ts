/** Loads what a plan names, makes it, and puts the engine together. */
import { createOtpEngine, type OtpEngine, type OtpEngineOptions } from '@countersign/otp-core';
import type { OpenedStore } from '../catalog/stores.ts';
import { type ProblemList, throwIfAny } from '../problems/setting-problem.ts';
import type { OtpSettings } from '../settings/otp-settings.ts';
import { createEngineWithTestNumbers } from '../test-numbers/create-engine-with-test-numbers.ts';
import { engineOptionsOf } from './engine-options.ts';
import { loadAdapter } from './load-adapter.ts';
import { makeParts } from './make-parts.ts';
import type { StorePlan } from './otp-plan.ts';
import { planOtp } from './plan-otp.ts';
import type { SettingSource } from './setting-source.ts';

/** @throws OtpConfigurationError naming every problem at once; nothing stays open then */
export async function composeOtp(
  settings: Partial<OtpSettings>,
  source: SettingSource,
  problems: ProblemList,
): Promise<OtpEngine> {
  const plan = planOtp(settings, source, problems);
  const { providers, phone } = await makeParts(plan, source, problems);
  const opened = problems.isAbout('store') ? undefined : await openStore(plan.store, source, problems);
  try {
    throwIfAny(source.subject, problems);
    if (providers === undefined || opened === undefined)
      throw new TypeError('Nothing was wrong, and nothing was made.');
    const options = {
      ...engineOptionsOf(settings),
      ...(phone === undefined ? {} : { phone }),
      ...providers,
      store: opened.store,
      ...(opened.rateLimiter === undefined ? {} : { rateLimiter: opened.rateLimiter }),
    } as OtpEngineOptions;
    const { testNumbers = [] } = settings;
    const engine =
      testNumbers.length === 0 ? createOtpEngine(options) : createEngineWithTestNumbers(options, testNumbers);
    await opened.ready();
    return engine;
  } catch (error) {
    await opened?.close();
    throw error;
  }
}

type Opened = Pick<OpenedStore, 'store' | 'ready' | 'close'> & Partial<Pick<OpenedStore, 'rateLimiter'>>;

async function openStore(plan: StorePlan, source: SettingSource, problems: ProblemList): Promise<Opened | undefined> {
  if (plan.from === 'port') {
    const { store, rateLimiter } = plan;
    // What was brought along is the engine's to close, and only once there is an engine.
    return {
      store,
      ...(rateLimiter === undefined ? {} : { rateLimiter }),
      ready: async () => {},
      close: async () => {},
    };
  }
  const { entry, settings } = plan;
  const url = 'url' in settings ? settings.url : '';
  return loadAdapter(
    {
      packageName: entry.packageName,
      others: entry.clients(url).slice(0, 1),
      option: 'store',
      variable: source.variableOf('store'),
      make: () => entry.create(settings),
      rename: (option) => ({ option: `store.${option}`, variable: source.variableOf('store') }),
    },
    problems,
  );
}
