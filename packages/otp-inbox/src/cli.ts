#!/usr/bin/env node
/** `otp-inbox`: the inbox on the command line. What it does stands in `run-cli.ts`. */
import { readFileSync } from 'node:fs';
import { runCli } from './run-cli.ts';

/** Beside the folder of this file, built or not. */
const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

const controller = new AbortController();
const stop = (): void => controller.abort();
process.once('SIGINT', stop);
process.once('SIGTERM', stop);

runCli({
  words: process.argv.slice(2),
  environment: process.env,
  version,
  print: (text) => process.stdout.write(`${text}\n`),
  printError: (text) => process.stderr.write(`${text}\n`),
  signal: controller.signal,
}).then((exitCode) => {
  process.exitCode = exitCode;
});
