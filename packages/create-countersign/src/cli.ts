#!/usr/bin/env node
/** `create-countersign`, which `npm create countersign` runs. What it does stands in `run-cli.ts`. */
import { runCli } from './run-cli.ts';
import { VERSION } from './version.ts';

/** As npm, pnpm, yarn and bun introduce themselves: `pnpm/10.34.8 npm/? node/v24.9.0`. */
const [, packageManager = 'npm'] = /^(npm|pnpm|yarn|bun)\//.exec(process.env.npm_config_user_agent ?? '') ?? [];
const isTerminal = process.stdin.isTTY && process.stdout.isTTY;

runCli({
  words: process.argv.slice(2),
  version: VERSION,
  packageManager,
  ask: isTerminal ? async (words) => (await import('./ask.ts')).ask(words) : null,
  print: (text) => process.stdout.write(`${text}\n`),
  printError: (text) => process.stderr.write(`${text}\n`),
}).then((exitCode) => {
  process.exitCode = exitCode;
});
