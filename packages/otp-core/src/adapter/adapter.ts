import type { PhoneAdapter } from './phone-adapter.ts';
import type { ProviderAdapter } from './provider-adapter.ts';
import type { RoutingAdapter } from './routing-adapter.ts';
import type { StoreAdapter } from './store-adapter.ts';

/** A package of ours as a value, for who composes without importing by name: bundlers and edge runtimes. */
export type Adapter = ProviderAdapter | StoreAdapter | PhoneAdapter | RoutingAdapter;
