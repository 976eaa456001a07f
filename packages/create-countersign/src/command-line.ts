/** The words of the command line: what they mean, or why they make no sense. */
import { parseArgs } from 'node:util';
import { nearestName } from './choices/nearest-name.ts';
import { CHOICES, DEFAULTS } from './create-options.ts';

const OPTIONS = {
  framework: { type: 'string' },
  provider: { type: 'string' },
  store: { type: 'string' },
  language: { type: 'string' },
  packages: { type: 'string' },
  yes: { type: 'boolean' },
  help: { type: 'boolean' },
  version: { type: 'boolean' },
} as const;

type OptionName = keyof typeof OPTIONS;
type ValueOf<Name extends OptionName> = (typeof OPTIONS)[Name]['type'] extends 'string' ? string : boolean;

export type Words = { readonly [Name in OptionName]?: ValueOf<Name> } & { readonly folder?: string };

export type WordsReading =
  | { readonly ok: true; readonly words: Words }
  | { readonly ok: false; readonly message: string };

/** What does not fit into a line goes on below it. */
const namesOf = (choice: keyof typeof CHOICES): string =>
  CHOICES[choice]
    .map(({ name }) => name)
    .join(', ')
    .replaceAll(/(?=.{57})(.{1,56},) /g, `$1\n${' '.repeat(22)}`);

export const HELP = `create-countersign: writes an app that verifies phone numbers

Usage: npm create countersign@latest [folder] -- [options]
       create-countersign [folder] [options]

Options:
  --framework <name>  ${namesOf('framework')}
  --provider <name>   ${namesOf('provider')}
  --store <name>      ${namesOf('store')}
  --language <name>   ${namesOf('language')}
  --packages <folder> installs the tarballs in this folder, as npm run pack makes them
  --yes               asks nothing, and takes ${Object.values(DEFAULTS).join(', ')}
                      for what is left out
  --help, --version   this text; which version this is

In a terminal it asks for what is left out. It never overwrites a file, and installs nothing.

Exit codes:
  0    the app was written
  1    it was not: the folder has files in it, or cannot be used
  2    the command line is wrong
  130  you cancelled at a question`;

export function readWords(given: readonly string[]): WordsReading {
  const { values, positionals, tokens } = parseArgs({
    args: [...given],
    options: OPTIONS,
    // Not strict: what `parseArgs` refuses it repeats, a secret in the wrong place, too.
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const problem = judgeOption(token.name, token.value);
    if (problem !== null) return { ok: false, message: problem };
  }
  const [folder, ...others] = positionals;
  if (others.length > 0) return { ok: false, message: 'takes one folder' };
  // Each has the type that its option says, as was just checked.
  const words = values as Omit<Words, 'folder'>;
  return { ok: true, words: folder === undefined ? words : { ...words, folder } };
}

function judgeOption(name: string, value: string | undefined): string | null {
  if (!Object.hasOwn(OPTIONS, name)) {
    const nearest = nearestName(name, Object.keys(OPTIONS));
    return `was given an option that it does not know${nearest === null ? '' : `: did you mean --${nearest}?`}`;
  }
  const needsValue = OPTIONS[name as OptionName].type === 'string';
  const hasValue = value !== undefined && value !== '';
  if (hasValue === needsValue) return null;
  return needsValue ? `needs a value for --${name}` : `takes no value for --${name}`;
}
