/** Loads what a plan names, makes it, and puts the engine together. */
import { createOtpEngine, type OtpEngine, type OtpEngineOptions } from '@countersign/otp-core';
import { isOptions, type OpenedStores, OptionProblems } from '@countersign/otp-core/adapter';
import { createDeliveryTracker, type DeliveryTracker } from '@countersign/otp-core/delivery';
import { mergeSettings } from '../environment/merge-settings.ts';
import type { EngineDifferences, Otp } from '../otp.ts';
import { type ProblemList, throwIfAny } from '../problems/setting-problem.ts';
import type { OtpSettings } from '../settings/otp-settings.ts';
import { createEngineWithTestNumbers } from '../test-numbers/create-engine-with-test-numbers.ts';
import { borrowedLimiter, borrowedStore } from './borrowed-store.ts';
import { engineOptionsOf } from './engine-options.ts';
import { loadAdapter } from './load-adapter.ts';
import { makeParts } from './make-parts.ts';
import type { OtpPlan } from './otp-plan.ts';
import { planOtp } from './plan-otp.ts';
import type { SettingSource } from './setting-source.ts';

const DIFFERENCES = ['policy', 'purposes', 'message', 'decoys'] as const satisfies readonly (keyof EngineDifferences)[];

/** @throws OtpConfigurationError naming every problem at once; nothing stays open then */
export async function composeOtp(
  settings: Partial<OtpSettings>,
  source: SettingSource,
  problems: ProblemList,
): Promise<Otp> {
  const plan = planOtp(settings, source, problems);
  const { providers, parsers, phone } = await makeParts(plan, source, problems);
  const opened = problems.isAbout('store') ? undefined : await openStore(plan, source, problems);
  try {
    throwIfAny(source.subject, problems);
    if (providers === undefined || opened === undefined)
      throw new TypeError('Nothing was wrong, and nothing was made.');
    const delivery = parsers.length === 0 ? null : trackDelivery(settings);
    const options = {
      ...engineOptionsOf(settings),
      ...(delivery === null ? {} : { onEvent: delivery.onEvent }),
      ...(phone === undefined ? {} : { phone }),
      ...providers,
      store: opened.store,
      ...(opened.rateLimiter === undefined ? {} : { rateLimiter: opened.rateLimiter }),
    } as OtpEngineOptions;
    const engine = makeEngine(options, settings);
    const others: OtpEngine[] = [];
    const close = async () => {
      // The first engine closes store and limiter: last, once nobody uses them any more.
      await Promise.all(others.map((other) => other.close()));
      await engine.close();
      delivery?.close();
    };
    await opened.ready();
    if (settings.warmUp === true) await warmUpOrClose(engine, close);
    return {
      engine,
      webhooks: delivery === null ? undefined : { parsers, onReport: delivery.report },
      countries: countriesOf(settings),
      createEngine(differences) {
        const other = makeEngine(otherwise(options, differences), settings);
        others.push(other);
        return other;
      },
      close,
    };
  } catch (error) {
    await opened?.close();
    throw error;
  }
}

/** Whoever asked for it waits for it, and learns here what the first call would have. */
async function warmUpOrClose(engine: OtpEngine, close: () => Promise<void>): Promise<void> {
  try {
    await engine.warmUp();
  } catch (error) {
    await close().catch(() => undefined);
    throw error;
  }
}

/** What the parser is held to. */
function countriesOf({ allowedCountries = '*' }: Partial<OtpSettings>): readonly string[] | null {
  return allowedCountries === '*' ? null : [...new Set(allowedCountries)];
}

function makeEngine(options: OtpEngineOptions, { testNumbers = [] }: Partial<OtpSettings>): OtpEngine {
  return testNumbers.length === 0 ? createOtpEngine(options) : createEngineWithTestNumbers(options, testNumbers);
}

/** @throws OtpConfigurationError for what is decided for all engines alike, and therefore once */
function otherwise(options: OtpEngineOptions, differences: EngineDifferences): OtpEngineOptions {
  const problems = new OptionProblems('createEngine');
  if (isOptions(differences)) problems.addUnknown('', differences, DIFFERENCES);
  else problems.add('differences', 'must be an object');
  problems.throwIfAny();
  const { store, rateLimiter } = options;
  const merged: object = mergeSettings(
    { policy: options.policy, purposes: options.purposes, message: options.message },
    differences,
  );
  return {
    ...options,
    ...merged,
    store: borrowedStore(store),
    ...(rateLimiter === undefined ? {} : { rateLimiter: borrowedLimiter(rateLimiter) }),
  };
}

/** What a receipt says becomes an event beside the engine's own. */
function trackDelivery({ onEvent = () => {}, clock }: Partial<OtpSettings>): DeliveryTracker {
  return createDeliveryTracker({ onEvent, ...(clock === undefined ? {} : { clock }) });
}

type Opened = Pick<OpenedStores, 'store' | 'ready'> &
  Partial<Pick<OpenedStores, 'rateLimiter'>> & { close(): Promise<void> };

async function openStore(
  { store: plan, settings: { adapters } }: OtpPlan,
  source: SettingSource,
  problems: ProblemList,
): Promise<Opened | undefined> {
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
  const { kind: _kind, ...options } = settings;
  const opened = await loadAdapter(
    {
      kind: 'store-adapter',
      packageName: entry.packageName,
      others: entry.clients('url' in settings ? settings.url : '').slice(0, 1),
      adapters,
      option: 'store',
      variable: source.variableOf('store'),
      make: (adapter) => adapter.open(options),
      rename: (option) => ({ option: `store.${option}`, variable: source.variableOf('store') }),
    },
    problems,
  );
  if (opened === undefined) return undefined;
  const { store, rateLimiter } = opened;
  return {
    ...opened,
    async close() {
      await Promise.allSettled([store.close?.(), rateLimiter.close?.()]);
    },
  };
}
