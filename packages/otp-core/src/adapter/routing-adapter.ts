/** A package that makes one provider of several, as a value: `routingAdapter`. */
import type { SmsSender, VerificationProvider } from '../spec/index.ts';

/** What a package that combines providers offers. */
export interface RoutingAdapter {
  readonly specificationVersion: 'v1';
  readonly kind: 'routing-adapter';
  /** As it is installed: `@countersign/otp-routing`. */
  readonly packageName: string;
  /** @throws OtpConfigurationError naming every option that makes no sense */
  withFailover(senders: readonly SmsSender[], options?: { readonly deadlineMs?: number }): SmsSender;
  /** @throws OtpConfigurationError naming every option that makes no sense */
  withProviderFailover(
    providers: readonly VerificationProvider[],
    options: { readonly retired: readonly VerificationProvider[]; readonly deadlineMs?: number },
  ): VerificationProvider;
}
