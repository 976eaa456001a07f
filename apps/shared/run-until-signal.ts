/** Runs a program until Ctrl-C or a signal, and closes what it opened: in the reverse order, however far it came. */

type Close = () => Promise<void> | void;

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** A store that no longer answers must not keep the process. */
const PATIENCE_MS = 5_000;

/**
 * @param start is given a function that takes what to close at the end
 * Ends the process: 0 after a signal, 1 with the reason on standard error when the start failed.
 */
export async function runUntilSignal(start: (atEnd: (close: Close) => void) => Promise<void>): Promise<void> {
  const closers: Close[] = [];
  const starting = start((close) => closers.unshift(close));
  let isEnding = false;
  const end = async (exitCode: number): Promise<void> => {
    // A signal may come twice: from the terminal, and passed on by whoever started us.
    if (isEnding) return;
    isEnding = true;
    setTimeout(() => process.exit(exitCode), PATIENCE_MS).unref();
    await starting.catch(() => undefined);
    for (const close of closers) await Promise.resolve(close()).catch((error) => console.error(describe(error)));
    process.exit(exitCode);
  };
  for (const signal of SIGNALS) process.on(signal, () => void end(0));
  try {
    await starting;
  } catch (error) {
    console.error(describe(error));
    await end(1);
  }
}

/** What a person can act on. A port that is taken is the usual reason. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code, syscall, port } = error as NodeJS.ErrnoException & { port?: number };
  if (code === 'EADDRINUSE') return `Port ${port} is taken. Set PORT to another one, for example PORT=3001.`;
  if (syscall === 'listen' || syscall === 'getaddrinfo') return `HOST and PORT cannot be listened on (${code}).`;
  return error.message;
}
