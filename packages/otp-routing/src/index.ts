/** Several vendors behind one port: failover with circuit breakers, routes by country, weighted routes. */

export { type ByCountryOptions, byCountry, type CountryRoutes } from './by-country.ts';
export type { FailoverOptions } from './failover-options.ts';
export { routingAdapter } from './routing-adapter.ts';
export type {
  CircuitClosed,
  CircuitHalfOpen,
  CircuitOpened,
  ProviderFailedOver,
  RoutingEvent,
  RoutingEventBase,
} from './routing-event.ts';
export { type WeightedOptions, type WeightedRoute, weighted } from './weighted.ts';
export { withFailover } from './with-failover.ts';
export { type ProviderFailoverOptions, withProviderFailover } from './with-provider-failover.ts';
