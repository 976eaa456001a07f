/** What is to be composed, checked as far as that goes without loading anything. Types only. */
import type { CodeStore, RateLimiter, SmsSender, VerificationProvider } from '@countersign/otp-core';
import type { AdapterOptions } from '@countersign/otp-core/adapter';
import type { ProviderEntry } from '../catalog/provider-entry.ts';
import type { StoreEntry } from '../catalog/stores.ts';
import type { OtpSettings } from '../settings/otp-settings.ts';
import type { StoreSettings } from '../settings/store-settings.ts';

export type ProviderPlan =
  | { readonly from: 'catalog'; readonly path: string; readonly entry: ProviderEntry; readonly options: AdapterOptions }
  | { readonly from: 'port'; readonly path: string; readonly port: SmsSender | VerificationProvider };

export type StorePlan =
  | { readonly from: 'catalog'; readonly entry: StoreEntry; readonly settings: StoreSettings }
  | { readonly from: 'port'; readonly store: CodeStore; readonly rateLimiter: RateLimiter | undefined };

export interface OtpPlan {
  readonly settings: Partial<OtpSettings>;
  readonly providers: readonly ProviderPlan[];
  /** Verification providers only. */
  readonly retired: readonly ProviderPlan[];
  /** Asked nothing any more; their receipts may still come. */
  readonly formerSenders: readonly ProviderPlan[];
  readonly store: StorePlan;
  /** Without a slash at its end; `null`: not told. */
  readonly publicUrl: string | null;
}

export function kindOf(plan: ProviderPlan): 'sms-sender' | 'verification-provider' {
  return plan.from === 'catalog' ? plan.entry.kind : plan.port.kind;
}

export function nameOf(plan: ProviderPlan): string {
  return plan.from === 'catalog' ? plan.entry.name : plan.port.providerId;
}
