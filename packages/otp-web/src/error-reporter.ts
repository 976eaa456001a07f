import { OtpError } from '@countersign/otp-core/adapter';

/** Tells the operator what went wrong, so that no 500 is silent. */
export interface ErrorReporter {
  /** Never throws. */
  report(error: unknown): void;
  /** For a mistake that every request repeats. */
  reportOnce(error: OtpError): void;
}

/** More than there are kinds of mistakes: what is printed stays short whatever happens. */
const MOST_LINES = 16;

/** Without an `onError` each mistake is one line on standard error, told once, and without a word of what was sent. */
export function createErrorReporter(
  subject: string,
  onError: ((error: unknown) => unknown) | undefined,
): ErrorReporter {
  const report = onError === undefined ? printerFor(subject) : quietly(onError);
  const reported = new Set<string>();
  return {
    report,
    reportOnce(error) {
      if (reported.has(error.message)) return;
      reported.add(error.message);
      report(error);
    },
  };
}

/** An `onError` that fails, at once or later, must take neither the answer nor the process with it. */
function quietly(onError: (error: unknown) => unknown): (error: unknown) => void {
  return (error) => {
    try {
      const told = onError(error);
      if (told instanceof Promise) told.catch(() => undefined);
    } catch {
      // Nobody is left to tell.
    }
  };
}

function printerFor(subject: string): (error: unknown) => void {
  const printed = new Set<string>();
  return (error) => {
    const line = `${subject}: ${describe(error)}`;
    if (printed.has(line) || printed.size >= MOST_LINES) return;
    printed.add(line);
    console.error(line);
  };
}

/** Only misuse is told in words, which are ours. Whatever else was thrown may hold a number or a code. */
function describe(error: unknown): string {
  if (OtpError.isInstance(error)) {
    return error.code === 'OTP_MISUSE' ? error.message : `${error.code}. Set onError to be told more.`;
  }
  return 'A 500 was answered because something was thrown. Set onError to be told what.';
}
