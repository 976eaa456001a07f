/** The command line: reads options, starts an inbox, says where it is and what to paste, stops when told. It prints no message. */

import { CLI_HELP, readCliOptions } from './cli/cli-options.ts';
import { describeStart, describeStartAsJson } from './cli/describe-start.ts';
import { createInbox } from './create-inbox.ts';
import { InboxError } from './errors/inbox-error.ts';
import type { InboxOptions } from './inbox-options.ts';

export interface CliContext {
  /** What stands behind the command. */
  readonly words: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Of this package. */
  readonly version: string;
  print(text: string): void;
  printError(text: string): void;
  /** Stops the inbox. */
  readonly signal: AbortSignal;
}

/** Resolves with the exit code, once the inbox has stopped. */
export async function runCli(context: CliContext): Promise<number> {
  try {
    const options = readCliOptions(context.words, context.environment);
    if (options === 'help') context.print(CLI_HELP);
    else if (options === 'version') context.print(context.version);
    else await serve(options.inbox, options.output, context);
    return 0;
  } catch (error) {
    if (!InboxError.isInstance(error)) throw error;
    context.printError(error.code === 'INBOX_PORT_TAKEN' ? describePortTaken(error) : error.message);
    return 1;
  }
}

async function serve(options: InboxOptions, output: 'text' | 'json', context: CliContext): Promise<void> {
  const { print, printError, signal } = context;
  const inbox = createInbox({ ...options, onWarning: printError });
  await inbox.listen();
  const isGuarded = options.token !== undefined;
  print(output === 'json' ? describeStartAsJson(inbox, isGuarded) : describeStart(inbox, isGuarded));
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  await inbox.close();
}

/** The error names no option, as it cannot know where the port came from; here it is known. */
function describePortTaken({ message }: InboxError): string {
  return `${message} Set another one with --port or INBOX_PORT.`;
}
