#!/usr/bin/env node
/** `otp-hooks`: the doctor on the command line. What it does stands in `run-cli.ts`. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { runCli } from './run-cli.ts';

/** As the app would find it: SDKs and clients are the app's to install. */
const requireFromApp = createRequire(join(process.cwd(), 'package.json'));

function isInstalled(packageName: string): boolean {
  try {
    requireFromApp.resolve(packageName);
    return true;
  } catch (error) {
    // There, but with nothing for `require`.
    return (error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND';
  }
}

/** Beside the folder of this file, built or not. */
const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

runCli({
  words: process.argv.slice(2),
  environment: process.env,
  nowMs: Date.now(),
  version,
  isInstalled,
  print: (text) => process.stdout.write(`${text}\n`),
  printError: (text) => process.stderr.write(`${text}\n`),
}).then((exitCode) => {
  process.exitCode = exitCode;
});
