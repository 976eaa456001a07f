/** The options of the command line: one table for what they are, their variables and the help. */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { InboxError } from '../errors/inbox-error.ts';
import type { InboxOptions } from '../inbox-options.ts';

export interface CliOptions {
  readonly inbox: InboxOptions;
  readonly output: 'text' | 'json';
}

interface CliOption {
  readonly value: string | null;
  readonly variable: string | null;
  readonly about: readonly string[];
}

const OPTIONS = {
  port: { value: '4025', variable: 'INBOX_PORT', about: ['port to listen on, 0 for any free one'] },
  host: {
    value: '127.0.0.1',
    variable: 'INBOX_HOST',
    about: ['address to listen on; one that other', 'machines can reach needs a token'],
  },
  token: {
    value: '<secret>',
    variable: 'INBOX_TOKEN',
    about: [
      'secret that every request must show; better',
      'set as INBOX_TOKEN: others on this machine',
      'can read a command line',
    ],
  },
  file: {
    value: '<path>',
    variable: 'INBOX_FILE',
    about: ['keeps messages over a restart, and the keys', 'that receipts are signed with'],
  },
  forward: { value: '<url>', variable: 'INBOX_FORWARD', about: ['posts each message to a webhook'] },
  config: {
    value: '<path>',
    variable: 'INBOX_CONFIG',
    about: ['JSON with rules, vendors, receiptHosts,', 'hookHosts and maxMessages, as createInbox', 'takes them'],
  },
  json: { value: null, variable: null, about: ['prints one line of JSON, for tools'] },
  help: { value: null, variable: null, about: ['this text'] },
  version: { value: null, variable: null, about: ['which version this is'] },
} as const satisfies Readonly<Record<string, CliOption>>;

type OptionName = keyof typeof OPTIONS;

const PROVIDERS = `Plays Twilio Messages and Verify, Telnyx Messages and Verify, Sinch Verification and SMS,
Amazon SNS and plain HTTP gateways: it prints for each what to paste. The page is at its address.`;

export const CLI_HELP = `otp-inbox: a local inbox for text messages

${PROVIDERS}

Usage: otp-inbox [options]

Options:
${Object.entries(OPTIONS).map(describeOption).join('\n')}

Exit codes:
  0  it was stopped
  1  it could not start: an option is wrong, or the port is taken`;

/** What may stand in a file. */
const CONFIG_FIELDS = ['rules', 'vendors', 'receiptHosts', 'hookHosts', 'maxMessages'];

export function readCliOptions(
  words: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): CliOptions | 'help' | 'version' {
  const { values, tokens } = parseArgs({
    args: [...words],
    options: {
      port: { type: 'string' },
      host: { type: 'string' },
      token: { type: 'string' },
      file: { type: 'string' },
      forward: { type: 'string' },
      config: { type: 'string' },
      json: { type: 'boolean' },
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
  const setting = (name: OptionName): string | undefined => {
    const { variable } = OPTIONS[name];
    const value = values[name] ?? (variable === null ? undefined : environment[variable]);
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const port = setting('port');
  const config = setting('config');
  return {
    inbox: {
      ...(config === undefined ? {} : readConfig(config)),
      port: port === undefined ? undefined : /^[0-9]{1,5}$/.test(port) ? Number(port) : Number.NaN,
      host: setting('host'),
      token: setting('token'),
      file: setting('file'),
      forward: setting('forward'),
    },
    output: values.json === true ? 'json' : 'text',
  };
}

/** `createInbox` checks what stands in it. */
function readConfig(path: string): InboxOptions {
  const value = parseFile(path);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw refuseFile('must hold a JSON object');
  if (Object.keys(value).every((name) => CONFIG_FIELDS.includes(name))) return value;
  throw refuseFile(`has a field that is not known; known are ${CONFIG_FIELDS.join(', ')}`);
}

function parseFile(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw refuseFile('cannot be read');
  }
  try {
    return JSON.parse(text);
  } catch {
    throw refuseFile('is not JSON');
  }
}

function refuseUnknown(name: string, value: string | undefined): void {
  if (!Object.hasOwn(OPTIONS, name)) throw refuse(`does not know the option ${toSafeName(name)}`);
  const needsValue = OPTIONS[name as OptionName].value !== null;
  if (needsValue && (value === undefined || value === '')) throw refuse(`needs a value for --${name}`);
}

function describeOption([name, { value, variable, about }]: [string, CliOption]): string {
  const head = `  --${name}${value === null ? '' : ` ${value}`}`.padEnd(22);
  const lines = variable === null ? about : [...about.slice(0, -1), `${about.at(-1)} (${variable})`];
  return lines.map((line, index) => `${index === 0 ? head : ' '.repeat(22)}${line}`).join('\n');
}

function toSafeName(name: string): string {
  return /^[A-Za-z0-9-]{1,32}$/.test(name) ? `${name.length === 1 ? '-' : '--'}${name}` : 'given';
}

function refuseFile(what: string): InboxError {
  return refuse(`was given a file with --config or INBOX_CONFIG that ${what}`);
}

function refuse(what: string): InboxError {
  return new InboxError('INBOX_CONFIGURATION', `otp-inbox ${what}. See otp-inbox --help.`);
}
