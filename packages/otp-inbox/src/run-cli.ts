/** The command line: reads options, starts an inbox, says where it is, stops when told. It prints no message. */
import { parseArgs } from 'node:util';
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

const HELP = `otp-inbox: a local inbox for text messages

Usage: otp-inbox [--port 4025] [--host 127.0.0.1] [--token <secret>]

  --port   port to listen on, 0 for any free one      (INBOX_PORT)
  --host   address to listen on; one that other
           machines can reach needs a token           (INBOX_HOST)
  --token  secret that every request must show,
           better set as INBOX_TOKEN: a command line
           can be read by others on this machine      (INBOX_TOKEN)
  --help, --version
           this text; which version this is`;

/** Resolves with the exit code, once the inbox has stopped. */
export async function runCli(context: CliContext): Promise<number> {
  try {
    const options = readOptions(context);
    if (options === 'help') context.print(HELP);
    else if (options === 'version') context.print(context.version);
    else await serve(options, context);
    return 0;
  } catch (error) {
    if (!InboxError.isInstance(error)) throw error;
    context.printError(error.message);
    return 1;
  }
}

async function serve(options: InboxOptions, { print, signal }: CliContext): Promise<void> {
  const inbox = createInbox(options);
  const url = await inbox.listen();
  const header = options.token === undefined ? '' : `-H "Authorization: Bearer $INBOX_TOKEN" `;
  const parameters = `--data-urlencode 'phone=+15550100123' --data-urlencode 'message=Your code is 482913.'`;
  print(`Inbox for text messages: ${url}\n\n  curl ${header}-G ${inbox.gatewayEndpoint} ${parameters}\n`);
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  await inbox.close();
}

function readOptions({ words, environment }: CliContext): InboxOptions | 'help' | 'version' {
  const { values, tokens } = parseArgs({
    args: [...words],
    options: {
      port: { type: 'string' },
      host: { type: 'string' },
      token: { type: 'string' },
      help: { type: 'boolean' },
      version: { type: 'boolean' },
    },
    // Not strict: the refusals of `parseArgs` take several lines and repeat what was typed, a token too.
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  for (const token of tokens) {
    if (token.kind === 'positional') throw refuse('takes options only');
    if (token.kind === 'option') refuseUnknown(token.name, token.value);
  }
  if (values.version === true) return 'version';
  if (values.help === true) return 'help';
  const setting = (name: 'port' | 'host' | 'token'): string | undefined => {
    const value = values[name] ?? environment[`INBOX_${name.toUpperCase()}`];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const port = setting('port');
  return {
    port: port === undefined ? undefined : /^[0-9]{1,5}$/.test(port) ? Number(port) : Number.NaN,
    host: setting('host'),
    token: setting('token'),
  };
}

function refuseUnknown(name: string, value: string | undefined): void {
  const takesValue = ['port', 'host', 'token'].includes(name);
  if (!takesValue && name !== 'help' && name !== 'version')
    throw refuse(`does not know the option ${toSafeName(name)}`);
  if (takesValue && (value === undefined || value === '')) throw refuse(`needs a value for --${name}`);
}

function toSafeName(name: string): string {
  return /^[A-Za-z0-9-]{1,32}$/.test(name) ? `${name.length === 1 ? '-' : '--'}${name}` : 'given';
}

function refuse(what: string): InboxError {
  return new InboxError('INBOX_CONFIGURATION', `otp-inbox ${what}. See otp-inbox --help.`);
}
