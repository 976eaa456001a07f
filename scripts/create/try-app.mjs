/** One app that was created: installed, built, tested and served as its README says. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { tail } from '../progress.mjs';
import { run } from '../run.mjs';
import { BUNDLED_NODE, findOnPath } from '../toolchain.mjs';

const PATIENCE_MS = 30_000;
const QUIET = ['--no-audit', '--no-fund', '--loglevel=error'];

/** Nothing of the workspace's is found but its Node: an app that forgot a tool has to notice. */
const PATH = [dirname(BUNDLED_NODE), process.env.PATH].join(delimiter);

/**
 * @param {string} folder
 * @param {readonly string[]} words for example `['run', 'build']`
 * @param {NodeJS.ProcessEnv} [environment]
 * @returns {Promise<string | null>} the end of what it said; `null` when it went well
 */
export async function npm(folder, words, environment = {}) {
  const { code, output } = await run(findOnPath('npm') ?? 'npm', [...words], {
    cwd: folder,
    environment: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', ...environment, PATH },
  });
  return code === 0 ? null : `npm ${words.join(' ')}\n${tail(output)}`;
}

/** @param {string} folder */
export function install(folder) {
  return npm(folder, ['install', ...QUIET]);
}

/** @param {string} folder */
export function scriptsOf(folder) {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).scripts;
}

/**
 * Starts what was built, asks for a code over HTTP, reads it from the inbox and types it in.
 *
 * @param {string} folder
 * @param {import('../../packages/otp-inbox/dist/index.js').Inbox} inbox
 * @returns {Promise<string | null>} what went wrong
 */
export async function serve(folder, inbox) {
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const server = spawn(findOnPath('npm') ?? 'npm', ['start'], {
    cwd: folder,
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', PATH, PORT: String(port), OTP_INBOX_URL: inbox.url },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let said = '';
  for (const stream of [server.stdout, server.stderr]) stream.on('data', (words) => (said += words));
  try {
    const page = await (await answerOf(url)).text();
    if (!page.includes('Verify a phone number')) return `The page is another one: ${page.slice(0, 200)}`;
    const phoneNumber = '+14155550123';
    const sent = await post(`${url}/otp/verifications`, { phoneNumber });
    const code = await inbox.waitForCode({ to: phoneNumber });
    const { verified } = await post(`${url}/otp/verifications/check`, { challenge: sent.challenge, code });
    return verified === true ? null : 'The number was not verified.';
  } catch (error) {
    return `${String(error)}\n${tail(said)}`;
  } finally {
    const ended = once(server, 'exit');
    if (server.pid !== undefined) process.kill(-server.pid, 'SIGTERM');
    await ended;
  }
}

/** @param {string} url */
async function answerOf(url) {
  const untilMs = Date.now() + PATIENCE_MS;
  for (;;) {
    const answer = await fetch(url).catch(() => null);
    if (answer !== null) return answer;
    if (Date.now() > untilMs) throw new Error('The server did not start.');
    await wait(200);
  }
}

/**
 * @param {string} url
 * @param {object} body
 */
async function post(url, body) {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${url} answers ${answer.status}: ${await answer.text()}`);
  return answer.json();
}

/** @returns {Promise<number>} */
async function freePort() {
  const server = createServer().listen(0);
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
