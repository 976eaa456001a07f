/**
 * `npm run test:bundlers`: packs every package, installs them with npm as the READMEs say, and builds and runs such apps
 * with webpack and Next. Then a look at installs beside libraries of other versions. No part of `npm test`: the bundlers
 * are heavy, and npm has to reach a registry. (esbuild is a test of its own, `test/bundles.test.ts`.)
 */
import './require-node.mjs';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bootstrap } from './bootstrap.mjs';
import { appEnvironment, BUNDLER_PACKAGES, BUNDLERS } from './bundlers/bundlers.mjs';
import { CASES } from './bundlers/cases.mjs';
import { exclusively } from './exclusively.mjs';
import { packAll } from './pack-all.mjs';
import { describeError, Problem } from './problem.mjs';
import { since, tail, withProgress } from './progress.mjs';
import { endWithSignals, run } from './run.mjs';
import { findOnPath } from './toolchain.mjs';

/** Away from here: what lies in a folder above an app would be found, too. */
const FOLDER = realpathSync(mkdtempSync(join(tmpdir(), 'countersign-bundlers-')));

/** What an app may have for other purposes: none of it is loaded by ours, and none of it may stop an install. */
const OTHER_VERSIONS = ['redis@4', 'ioredis@4', 'twilio@5', 'telnyx@2', 'express@4', 'postgres@3.3'];

endWithSignals();
const startedMs = Date.now();
/** @type {string[]} */
const failures = [];
try {
  const tarballs = await exclusively(async () => {
    await bootstrap();
    return withProgress('Building and packing', packAll);
  });
  await withProgress('Installing the bundlers', () => install(FOLDER, BUNDLER_PACKAGES));
  const vendor = await startVendor();
  for (const [index, { name, packages, libraries, program, expected }] of CASES.entries()) {
    const folder = join(FOLDER, `app-${index}`);
    await install(folder, [...packages.map((each) => tarballOf(tarballs, each)), ...libraries]);
    writeFileSync(join(folder, 'program.mjs'), program);
    for (const [bundler, build] of Object.entries(BUNDLERS)) {
      const answer = await timed(`${bundler}: ${name}`, () =>
        build({ folder, tools: FOLDER, environment: appEnvironment(vendor.url) }),
      );
      if (!expected.test(answer)) failures.push(`${bundler}: ${name}\n${tail(answer)}`);
    }
  }
  vendor.close();
  await timed(`npm: beside ${OTHER_VERSIONS.join(', ')}`, async () => {
    const folder = join(FOLDER, 'beside');
    await install(folder, OTHER_VERSIONS);
    const { code, output } = await npmInstall(folder, [...tarballs.values()]);
    if (code !== 0) failures.push(`npm: beside other versions\n${tail(output)}`);
  });
  for (const failure of failures) console.log(`\nFAILED ${failure}`);
  console.log(
    `\ntest:bundlers: ${failures.length === 0 ? 'passed' : `${failures.length} failed`} (${since(startedMs)})`,
  );
  process.exitCode = failures.length === 0 ? 0 : 1;
} catch (error) {
  console.error(describeError(error));
  process.exitCode = 1;
} finally {
  rmSync(FOLDER, { recursive: true, force: true });
}

/**
 * @template T
 * @param {string} what
 * @param {() => Promise<T>} work
 */
async function timed(what, work) {
  const beganMs = Date.now();
  const result = await work();
  console.log(`${what} (${since(beganMs)})`);
  return result;
}

/**
 * @param {ReadonlyMap<string, string>} tarballs
 * @param {string} name
 */
function tarballOf(tarballs, name) {
  const tarball = tarballs.get(name);
  if (tarball === undefined) throw new Problem(`There is no package ${name}.`);
  return tarball;
}

/**
 * @param {string} folder
 * @param {readonly string[]} packages
 */
async function install(folder, packages) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "name": "app", "private": true }\n');
  const { code, output } = await npmInstall(folder, packages);
  if (code !== 0) throw new Problem(`${tail(output)}\n\nnpm could not install ${packages.join(', ')}.`);
}

/**
 * @param {string} folder
 * @param {readonly string[]} packages
 */
function npmInstall(folder, packages) {
  const quiet = ['--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'];
  return run(findOnPath('npm') ?? 'npm', ['install', ...quiet, ...packages], { cwd: folder });
}

/** A vendor that takes whatever it is sent, as Twilio and as a gateway would. */
async function startVendor() {
  const answer = JSON.stringify({ sid: `SM${'0'.repeat(32)}`, status: 'queued', num_segments: '1', id: 'message-1' });
  const server = createServer((_request, response) => {
    response.writeHead(201, { 'Content-Type': 'application/json' }).end(answer);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { url: `http://127.0.0.1:${port}`, close: () => void server.close() };
}
