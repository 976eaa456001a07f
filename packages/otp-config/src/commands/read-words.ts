/** The words of the command line. What they repeat of them is nothing: a number or a secret may stand in the wrong place. */
import { parseArgs } from 'node:util';
import { didYouMean, nearestWord } from '@countersign/otp-core/settings';
import { COMMANDS, type Command } from './help.ts';
import { UsageError } from './usage-error.ts';

const OPTIONS = {
  file: { type: 'string' },
  'env-file': { type: 'string' },
  'app-variables': { type: 'string' },
  json: { type: 'boolean' },
  strict: { type: 'boolean' },
  connect: { type: 'boolean' },
  send: { type: 'string' },
  out: { type: 'string' },
  overwrite: { type: 'boolean' },
  framework: { type: 'string' },
  language: { type: 'string' },
  provider: { type: 'string' },
  'dry-run': { type: 'boolean' },
  sql: { type: 'boolean' },
  version: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

type OptionName = keyof typeof OPTIONS;
type ValueOf<Name extends OptionName> = (typeof OPTIONS)[Name]['type'] extends 'string' ? string : boolean;

export type Values = { readonly [Name in OptionName]?: ValueOf<Name> };

/** `help` and `version` go with all of them. */
const OPTIONS_OF: Readonly<Record<Command, readonly OptionName[]>> = {
  check: ['file', 'env-file', 'app-variables', 'json', 'strict', 'connect', 'send'],
  describe: ['file', 'env-file', 'app-variables', 'json'],
  'env-example': ['out', 'overwrite'],
  init: ['framework', 'language', 'provider', 'dry-run'],
  migrate: ['file', 'env-file', 'app-variables', 'dry-run', 'sql'],
  secret: [],
};

export interface Words {
  readonly values: Values;
  readonly command: Command | undefined;
  readonly others: readonly string[];
}

export function readWords(words: readonly string[]): Words {
  const { values, positionals, tokens } = parseArgs({
    args: [...words],
    options: OPTIONS,
    // Not strict: what `parseArgs` refuses it repeats, a number that was meant for --send, too.
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  for (const token of tokens) if (token.kind === 'option') checkOption(token.name, token.value);
  const [first, ...others] = positionals;
  const command = first === undefined ? undefined : readCommand(first);
  if (command !== undefined && values.help !== true && values.version !== true) {
    for (const name of Object.keys(values) as OptionName[]) {
      if (!OPTIONS_OF[command].includes(name)) throw new UsageError(`${command} takes no --${name}`);
    }
    if (others.length > 0 && command !== 'env-example') throw new UsageError(`${command} takes options only`);
  }
  // Each has the type that its option says, as was just checked.
  return { values: values as Values, command, others };
}

function checkOption(name: string, value: string | undefined): void {
  if (!Object.hasOwn(OPTIONS, name)) {
    const nearest = nearestWord(name, Object.keys(OPTIONS));
    throw new UsageError(
      `was given an option that it does not know${hintOf(nearest === null ? null : `--${nearest}`)}`,
    );
  }
  const needsValue = OPTIONS[name as OptionName].type === 'string';
  const hasValue = value !== undefined && value !== '';
  if (hasValue !== needsValue) throw new UsageError(`${needsValue ? 'needs a' : 'takes no'} value for --${name}`);
}

function readCommand(word: string): Command {
  const command = COMMANDS.find((each) => each === word);
  if (command !== undefined) return command;
  const hint = hintOf(nearestWord(word, COMMANDS));
  throw new UsageError(`was given a command that it does not know${hint} Known are ${COMMANDS.join(', ')}`);
}

function hintOf(nearest: string | null): string {
  const hint = didYouMean(nearest);
  return hint === null ? '.' : `: ${hint}`;
}
