/** What `npm run demo -- --help` prints: apps, variables and exit codes. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, runnableApps } from './workspace.mjs';

/** @returns {string} */
export function demoHelp() {
  const apps = runnableApps().map((app) => `  ${app.padEnd(22)}${descriptionOf(app)}`);
  return `npm run demo: an example app, with a local inbox in place of phones

Usage: npm run demo [-- <app> | --help]
       OTP_PROVIDER=twilio … npm run demo -- hono

Apps, express unless told otherwise:
${apps.join('\n')}

Variables, all of them optional:
  PORT                  of the app, 3000; 0 takes any free port
  HOST                  where it listens, 127.0.0.1; with 0.0.0.0 others reach it
  INBOX_PORT            of the inbox, 4025
  OTP_PROVIDER          who sends: inbox; or twilio, telnyx, sinch, sns, http-gateway and others.
                        The inbox plays a provider of which no account is set
  OTP_STORE             where state is kept: memory:; or redis://…, postgres://…, pglite:./data
  OTP_SECRET            a made-up one, until you set yours
  COUNTERSIGN_NODE      system: runs the app on this machine's Node in place of the workspace's
  Every other variable reaches the app: packages/otp-config/docs/settings.md

What is missing is installed and built first. The app prints its own addresses; Ctrl-C ends it.

Exit codes:
  0  you ended it
  1  there is no such app, or it could not be installed or started`;
}

/** @param {string} app */
function descriptionOf(app) {
  return JSON.parse(readFileSync(join(ROOT, 'apps', app, 'package.json'), 'utf8')).description;
}
