/** This package as a value, for who composes engines of settings. */
import type { RoutingAdapter } from '@countersign/otp-core/adapter';
import { withFailover } from './with-failover.ts';
import { withProviderFailover } from './with-provider-failover.ts';

/**
 * Failover for `adapters` of `otp-config`, which needs it where settings name several providers.
 *
 * @example
 * const adapters = [twilioAdapter, telnyxAdapter, routingAdapter];
 * const { engine, close } = await createOtpFromEnv(process.env, { adapters });
 */
export const routingAdapter: RoutingAdapter = {
  specificationVersion: 'v1',
  kind: 'routing-adapter',
  packageName: '@countersign/otp-routing',
  withFailover,
  withProviderFailover,
};
