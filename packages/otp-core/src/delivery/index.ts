/** Delivery receipts: from verified reports of providers to events beside the engine's own. */
export type { DeliveryEvent, MessageDelivered, MessageUndelivered } from './delivery-event.ts';
export { createDeliveryTracker, type DeliveryTracker, type DeliveryTrackerOptions } from './delivery-tracker.ts';
