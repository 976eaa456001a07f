import type { MessageOptions, PhoneNumberParser, RateLimiter, SmsSender } from '@countersign/otp-core';
import type { OpenedOnceStore } from '@countersign/otp-core/adapter';
import type { OnceStore } from '@countersign/otp-core/spec';
import { loadAdapter } from './compose/load-adapter.ts';
import { makePhone } from './compose/make-parts.ts';
import { makeProviders } from './compose/make-providers.ts';
import { planSendingParts, type SendingPlan } from './compose/plan-sending-parts.ts';
import { warmUpParts } from './compose/warm-up-parts.ts';
import { checkEnvironment } from './environment/check-environment.ts';
import { throwIfAny } from './problems/setting-problem.ts';
import type { Environment } from './settings/otp-settings.ts';

/** What sends a message and remembers that it did, for those who need no codes of ours. */
export interface SendingParts {
  readonly sender: SmsSender;
  /** In the store that `OTP_STORE` names, as the limiter is. */
  readonly once: OnceStore;
  readonly rateLimiter: RateLimiter;
  /** By `OTP_ALLOWED_COUNTRIES` and `OTP_DEFAULT_COUNTRY`; `null` where neither is set. */
  readonly phone: PhoneNumberParser | null;
  /** By `OTP_APP_NAME`, `OTP_ORIGIN_HOST` and `OTP_APP_HASH`. */
  readonly message: MessageOptions;
  /** Ends what was opened here. */
  close(): Promise<void>;
}

/** What the environment is not asked for. */
export interface SendingOverrides {
  /** In place of `OTP_PROVIDER`. */
  readonly sender?: SmsSender;
  /** What the senders of a list may take together, in milliseconds. @defaultValue 10_000 */
  readonly sendWithinMs?: number;
}

/**
 * Makes a sender, a once store and a rate limiter from the variables that `createOtpFromEnv` reads, without an engine:
 * `OTP_PROVIDER` and its account, `OTP_STORE`, the countries and the message. `OTP_SECRET` is not needed.
 *
 * @throws OtpConfigurationError naming every variable that makes no sense, never the value of a secret
 * @throws OtpStoreError when a PostgreSQL that was to be migrated cannot be
 * @example
 * const { sender, once, rateLimiter, close } = await createSendingPartsFromEnv(process.env);
 */
export async function createSendingPartsFromEnv(
  environment: Environment,
  overrides: SendingOverrides = {},
): Promise<SendingParts> {
  checkEnvironment('createSendingPartsFromEnv', environment, overrides);
  const { sender, sendWithinMs } = overrides;
  const planned = planSendingParts(environment, {
    ...(sender === undefined ? {} : { provider: sender }),
    ...(sendWithinMs === undefined ? {} : { deadlines: { providerMs: sendWithinMs } }),
  });
  const { plan, source, problems } = planned;
  const providers = await makeProviders(plan, source, problems);
  const phone = (await makePhone(plan.settings, source, problems)) ?? null;
  const opened = problems.isAbout('store') ? undefined : await openOnceStore(planned);
  try {
    throwIfAny('createSendingPartsFromEnv', problems);
    const { provider } = providers ?? {};
    if (provider?.kind !== 'sms-sender' || opened === undefined) {
      throw new TypeError('Nothing was wrong, and nothing was made.');
    }
    await opened.ready();
    const { once, rateLimiter } = opened;
    if (plan.settings.warmUp === true) await warmUpParts(provider, once);
    const close = () => closeAll(opened);
    return { sender: provider, once, rateLimiter, phone, message: plan.settings.message ?? {}, close };
  } catch (error) {
    if (opened !== undefined) await closeAll(opened);
    throw error;
  }
}

async function closeAll({ once, rateLimiter }: OpenedOnceStore): Promise<void> {
  await Promise.allSettled([once.close?.(), rateLimiter.close?.()]);
}

async function openOnceStore({ plan, source, problems }: SendingPlan): Promise<OpenedOnceStore | undefined> {
  if (plan.store.from !== 'catalog') return undefined;
  const { entry, settings } = plan.store;
  const { kind: _kind, ...options } = settings;
  const variable = source.variableOf('store');
  return loadAdapter(
    {
      kind: 'store-adapter',
      packageName: entry.packageName,
      adapters: plan.settings.adapters,
      others: entry.clients('url' in settings ? settings.url : '').slice(0, 1),
      option: 'store',
      variable,
      make: (adapter) => adapter.openOnce(options),
      rename: (option) => ({ option: `store.${option}`, variable }),
    },
    problems,
  );
}
