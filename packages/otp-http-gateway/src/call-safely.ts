import type { GatewayAnswer } from './gateway-answer.ts';

/** A configured function is somebody else's code: whatever it does instead of answering, it has said `null`. */
export function callSafely(configured: (answer: GatewayAnswer) => unknown, answer: GatewayAnswer): unknown {
  try {
    const value = configured(answer);
    // An async function is not waited for, but its rejection must not end the process.
    if (value instanceof Promise) value.catch(() => undefined);
    return value;
  } catch {
    return null;
  }
}
