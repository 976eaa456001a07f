/** Which receipts of a provider can be taken in, and what the provider itself is told of it. Pure. */
import type { AdapterOptions } from '@countersign/otp-core/adapter';
import type { ReceiptSettings } from '@countersign/otp-core/settings';
import type { ProviderPlan } from './otp-plan.ts';

export type CatalogPlan = Extract<ProviderPlan, { from: 'catalog' }>;

export interface ReceiptsPlan {
  readonly receipts: ReceiptSettings;
  /** Where they go; `null`: whatever the vendor's console says. */
  readonly address: string | null;
}

/** `null`: the provider sends none, or something is missing that they need. */
export function planReceipts({ entry, options }: CatalogPlan, publicUrl: string | null): ReceiptsPlan | null {
  const { receipts } = entry;
  if (receipts === undefined || receipts.needs.some((option) => options[option] === undefined)) return null;
  const address = addressOf(receipts, options) ?? (publicUrl === null ? null : `${publicUrl}/webhooks/${entry.name}`);
  return address === null && receipts.address === 'needed' ? null : { receipts, address };
}

/** As the settings of the provider have it; `null`: they do not. */
export function addressOf({ addressOption }: ReceiptSettings, options: AdapterOptions): string | null {
  const address = addressOption === null ? undefined : options[addressOption];
  return typeof address === 'string' ? address : null;
}

/** Without what is for receipts alone, and with their address, where they can be taken in. */
export function providerOptionsOf(plan: CatalogPlan, publicUrl: string | null): AdapterOptions {
  const { receipts } = plan.entry;
  if (receipts === undefined) return plan.options;
  const { addressOption, ownOptions } = receipts;
  const options = Object.fromEntries(Object.entries(plan.options).filter(([option]) => !ownOptions.includes(option)));
  const address = planReceipts(plan, publicUrl)?.address ?? null;
  return addressOption === null || address === null ? options : { ...options, [addressOption]: address };
}
