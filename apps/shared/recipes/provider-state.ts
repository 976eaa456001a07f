/**
 * Whether the provider that checks codes works, as far as its last answer tells. Where accounts are hidden, the engine answers
 * a provider's fault as a wrong code, since it asks the provider about accounts that exist alone. Events tell the truth. With
 * it everybody can be told of the fault alike, whether there is an account or not.
 */
import type { OtpEvent } from '@countersign/otp-core';
import type { DeliveryEvent } from '@countersign/otp-core/delivery';

export interface ProviderState {
  hear(event: OtpEvent | DeliveryEvent): void;
  isAtFault(): boolean;
}

export function createProviderState(tenant: string): ProviderState {
  let isAtFault = false;
  return {
    hear(event) {
      if (!('tenant' in event) || event.tenant !== tenant) return;
      if (event.type === 'verification-refused') isAtFault ||= event.reason === 'provider-unavailable';
      if (event.type === 'message-accepted' || event.type === 'code-verified') isAtFault = false;
      if (event.type === 'code-mismatched' && !event.decoy) isAtFault = false;
    },
    isAtFault: () => isAtFault,
  };
}
