/** The engine and everything a deployment composes it from. */
export type * from './engine/otp-engine.ts';
export * from './errors/otp-error.ts';
export type * from './events/otp-event.ts';
