/** Tells the operator what went wrong in the hook itself, so that no 500 is silent. */
import { OtpError } from '@countersign/otp-core/adapter';

/** More than there are kinds of mistakes: what is printed stays short whatever happens. */
const MOST_LINES = 16;

/** Without an `onError` each mistake is one line on standard error, told once, and without a word of what was sent. */
export function createErrorReporter(onError: ((error: unknown) => unknown) | undefined): (error: unknown) => void {
  return onError === undefined ? createPrinter() : quietly(onError);
}

/** A function of the app that fails, at once or later, must take neither the answer nor the process with it. */
export function quietly<Told>(tell: (told: Told) => unknown): (told: Told) => void {
  return (told) => {
    try {
      const telling = tell(told);
      if (telling instanceof Promise) telling.catch(() => undefined);
    } catch {
      // Nobody is left to tell.
    }
  };
}

function createPrinter(): (error: unknown) => void {
  const printed = new Set<string>();
  return (error) => {
    const line = `createSendHook: ${describe(error)}`;
    if (printed.has(line) || printed.size >= MOST_LINES) return;
    printed.add(line);
    console.error(line);
  };
}

/** Only errors of ours are told in words. Whatever else was thrown may hold a number or a code. */
function describe(error: unknown): string {
  if (OtpError.isInstance(error)) return error.message;
  return 'A request failed because something was thrown. Set onError to be told what.';
}
