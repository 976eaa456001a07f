/** What happens in the engines, for the log, and for the one route that must know how the provider does. */
import type { OtpEvent } from '@countersign/otp-core';
import type { DeliveryEvent } from '@countersign/otp-core/delivery';
import type { Log } from './log.ts';
import { createProviderState, type ProviderState } from './recipes/provider-state.ts';
import { READINESS_TENANT, TENANTS } from './recipes/recipe-engines.ts';

export interface OtpListener {
  readonly onEvent: (event: OtpEvent | DeliveryEvent) => void;
  readonly providerState: ProviderState;
}

export function createOtpListener(log: Log): OtpListener {
  const providerState = createProviderState(TENANTS.sinchVerification);
  return {
    providerState,
    onEvent(event) {
      providerState.hear(event);
      if (!('tenant' in event) || event.tenant !== READINESS_TENANT) log.info(event);
    },
  };
}
