import { FRAMEWORK_NAMES } from '../init/app-framework.ts';

export const COMMANDS = ['check', 'describe', 'env-example', 'init', 'migrate', 'secret'] as const;

export type Command = (typeof COMMANDS)[number];

export const HELP = `otp-config: settings of one-time passwords

Usage: otp-config <command> [options]

Commands:
  check                 says what is wrong or weak; sends and connects to nothing by itself
  describe              says what is set, without secrets
  env-example [name…]   prints a .env with every setting, or one for the providers named
  init                  adds verification to the app in this folder: writes new files only
  migrate               makes the tables of OTP_STORE in PostgreSQL or PGlite
  secret                prints a fresh OTP_SECRET

Options of check, describe and migrate:
  --file <path>         reads variables from a file, too; the environment wins if both have one
  --env-file <path>     the same; Node reads this option, too, and ends if there is no such file
  --app-variables <names>
                        variables that begin with OTP_ and are your app's own,
                        separated by commas

Options of single commands:
  --json                check, describe: prints JSON
  --strict              check: warnings count as problems
  --connect             check: asks the store whether it answers
  --send <number>       check: sends a real message to a number such as +14155550123
  --out <path>          env-example: writes this file, with a fresh secret; only you may read it
  --overwrite           env-example: replaces such a file
  --framework <name>    init: ${FRAMEWORK_NAMES.slice(0, 5).join(', ')},
                        ${FRAMEWORK_NAMES.slice(5).join(', ')}; if package.json does not say
  --language <name>     init: typescript, javascript (ESM) or commonjs
  --provider <name>     init: who sends the codes; the local inbox unless told otherwise
  --dry-run             init: shows the files and writes none
                        migrate: says what is missing and changes nothing
  --sql                 migrate: prints the statements and connects to nothing

  --help, --version     this text; which version this is

Exit codes:
  0  done; check found nothing wrong
  1  check found a problem, or a warning with --strict; migrate or init could not do it
  2  the command line is wrong, or a file that it names cannot be read`;
