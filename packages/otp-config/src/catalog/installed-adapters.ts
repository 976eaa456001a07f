/**
 * The packages that may be installed beside this one, each loaded when a deployment first needs it. Every import stands in
 * a `try` of its own, to the letter: esbuild, webpack and Turbopack take in what is there, and leave what is missing to be
 * found out when it is asked for.
 */
import type { Adapter } from '@countersign/otp-core/adapter';
import { memoryAdapter } from './memory-adapter.ts';

/** `error` is the loader's own. */
export type LoadedAdapter = { readonly adapter: Adapter } | { readonly error: unknown };

const LOADERS: Readonly<Record<string, () => Promise<LoadedAdapter>>> = {
  '@countersign/otp-core': async () => ({ adapter: memoryAdapter }),
  async '@countersign/otp-twilio'() {
    try {
      return { adapter: (await import('@countersign/otp-twilio')).twilioAdapter };
    } catch (error) {
      return { error };
    }
  },
  async '@countersign/otp-telnyx'() {
    try {
      return { adapter: (await import('@countersign/otp-telnyx')).telnyxAdapter };
    } catch (error) {
      return { error };
    }
  },
  async '@countersign/otp-sinch'() {
    try {
      return { adapter: (await import('@countersign/otp-sinch')).sinchAdapter };
    } catch (error) {
      return { error };
    }
  },
  async '@countersign/otp-sns'() {
    try {
      return { adapter: (await import('@countersign/otp-sns')).snsAdapter };
    } catch (error) {
      return { error };
    }
  },
  async '@countersign/otp-http-gateway'() {
    try {
      return { adapter: (await import('@countersign/otp-http-gateway')).httpGatewayAdapter };
    } catch (error) {
      return { error };
    }
  },
  async '@countersign/otp-redis'() {
    try {
      return { adapter: (await import('@countersign/otp-redis')).redisAdapter };
    } catch (error) {
      return { error };
    }
  },
  async '@countersign/otp-postgres'() {
    try {
      return { adapter: (await import('@countersign/otp-postgres')).postgresAdapter };
    } catch (error) {
      return { error };
    }
  },
  async '@countersign/otp-phone'() {
    try {
      return { adapter: (await import('@countersign/otp-phone')).phoneAdapter };
    } catch (error) {
      return { error };
    }
  },
  async '@countersign/otp-routing'() {
    try {
      return { adapter: (await import('@countersign/otp-routing')).routingAdapter };
    } catch (error) {
      return { error };
    }
  },
};

/** Those that `adapters` may hold, too. */
export const ADAPTER_PACKAGES: readonly string[] = Object.keys(LOADERS).filter(
  (name) => name !== memoryAdapter.packageName,
);

export async function loadInstalled(packageName: string): Promise<LoadedAdapter> {
  const load = Object.hasOwn(LOADERS, packageName) ? LOADERS[packageName] : undefined;
  if (load === undefined) throw new TypeError(`There is no loader for ${packageName}.`);
  return load();
}
