/**
 * `npm run test:create`: every app that `create-countersign` can write, from the tarballs of `npm run pack`. For each
 * framework and language one is installed by npm, built, tested and served. Then, as those sources stay the same, each
 * provider with each store runs the app's own test. No part of `npm test`: it takes a while, and npm has to reach a registry.
 */
import './require-node.mjs';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { bootstrap } from './bootstrap.mjs';
import { install, npm, scriptsOf, serve } from './create/try-app.mjs';
import { exclusively } from './exclusively.mjs';
import { PACKED, packAll } from './pack-all.mjs';
import { describeError, Problem } from './problem.mjs';
import { since, withProgress } from './progress.mjs';
import { endWithSignals } from './run.mjs';
import { ROOT } from './workspace.mjs';

const HELP = `npm run test:create: every app that create-countersign can write

Usage: npm run test:create [-- [options] [framework…]]

Options:
  --redis <url>      runs the apps with Redis on this server, in place of memory
  --postgres <url>   runs the apps with PostgreSQL on this server, in place of memory
  --help             this text

It needs a registry of npm, about 2 GB in the temporary folder, and half an hour for all of them.

Exit codes:
  0  every app was built and passes
  1  some do not: they are listed at the end`;

/** Away from here: what lies in a folder above an app would be found, too. */
const FOLDER = realpathSync(mkdtempSync(join(tmpdir(), 'countersign-create-')));

/** @type {string[]} */
const failures = [];
const startedMs = Date.now();

/**
 * @typedef {import('../packages/create-countersign/dist/index.js').CreateOptions} CreateOptions
 * @typedef {import('../packages/create-countersign/dist/index.js').StoreName} StoreName
 */

endWithSignals();
try {
  const { redis, postgres, help, frameworks } = readWords(process.argv.slice(2));
  if (help === true) console.log(HELP);
  else await tryAll({ redis, postgres, frameworks });
} catch (error) {
  console.error(describeError(error));
  process.exitCode = 1;
} finally {
  rmSync(FOLDER, { recursive: true, force: true });
}

/** @param {{ redis: string | undefined, postgres: string | undefined, frameworks: readonly string[] }} options */
async function tryAll({ redis, postgres, frameworks }) {
  await exclusively(async () => {
    await bootstrap();
    await withProgress('Building and packing', packAll);
  });
  const { createApp, CHOICES } = await import(built('create-countersign'));
  const { createInbox } = await import(built('otp-inbox'));
  const inbox = createInbox({ port: 0 });
  await inbox.listen();
  const stores = {
    memory: 'memory:',
    redis: redis ?? 'memory:',
    postgres: postgres ?? 'memory:',
    pglite: 'pglite:./data',
  };
  const libraries = await withProgress('Installing what providers and stores need', () => installLibraries(CHOICES));
  for (const { name: framework, languages } of CHOICES.framework) {
    if (frameworks.length > 0 && !frameworks.includes(framework)) continue;
    for (const language of languages) {
      const beganMs = Date.now();
      const folder = join(FOLDER, `${framework}-${language}`);
      create(createApp, { folder, framework, language, packages: PACKED });
      note(`${framework}, ${language}`, await tryAlone(folder, inbox));
      let passed = 0;
      for (const provider of CHOICES.provider) {
        for (const store of CHOICES.store) {
          const chosen = { framework, language, provider: provider.name, store: store.name };
          const problem = await trySettings(createApp, folder, libraries, chosen, stores);
          note(Object.values(chosen).join(', '), problem);
          if (problem === null) passed += 1;
        }
      }
      const all = CHOICES.provider.length * CHOICES.store.length;
      console.log(`${framework}, ${language}: ${passed} of ${all} combinations pass (${since(beganMs)})`);
    }
  }
  await inbox.close();
  for (const failure of failures) console.log(`\nFAILED ${failure}`);
  console.log(`\ntest:create: ${failures.length === 0 ? 'passed' : `${failures.length} failed`} (${since(startedMs)})`);
  process.exitCode = failures.length === 0 ? 0 : 1;
}

/** @param {string[]} args */
function readWords(args) {
  const options = /** @type {const} */ ({
    redis: { type: 'string' },
    postgres: { type: 'string' },
    help: { type: 'boolean' },
  });
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    return { ...values, frameworks: positionals };
  } catch (error) {
    throw new Problem(`${/** @type {Error} */ (error).message}\nSee npm run test:create -- --help.`);
  }
}

/** @param {string} name */
function built(name) {
  return pathToFileURL(join(ROOT, 'packages', name, 'dist/index.js')).href;
}

/**
 * @param {(options: CreateOptions) => import('../packages/create-countersign/dist/index.js').CreateResult} createApp
 * @param {CreateOptions} options
 */
function create(createApp, options) {
  const result = createApp(options);
  if (!result.ok) throw new Problem(result.message);
}

/**
 * What the default app does not have.
 *
 * @param {typeof import('../packages/create-countersign/dist/index.js').CHOICES} choices
 * @returns {Promise<string>} its `node_modules`
 */
async function installLibraries({ provider, store }) {
  const folder = join(FOLDER, 'libraries');
  const ours = readdirSync(PACKED)
    .filter((file) => file.startsWith('countersign-'))
    .map((file) => [file.replace(/^countersign-(.*)-\d.*$/, '@countersign/$1'), `file:${join(PACKED, file)}`]);
  const libraries = Object.assign({}, ...[...provider, ...store].map((choice) => choice.libraries));
  const manifest = { name: 'libraries', private: true, dependencies: { ...libraries, ...Object.fromEntries(ours) } };
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  const problem = await install(folder);
  if (problem !== null) throw new Problem(problem);
  return join(folder, 'node_modules');
}

/**
 * As its README says, with nothing there but what its manifest asks for.
 *
 * @param {string} folder
 * @param {import('../packages/otp-inbox/dist/index.js').Inbox} inbox
 */
async function tryAlone(folder, inbox) {
  const problem =
    (await install(folder)) ?? (scriptsOf(folder).build === undefined ? null : await npm(folder, ['run', 'build']));
  return problem ?? (await npm(folder, ['test'])) ?? (await serve(folder, inbox));
}

/**
 * The same sources with other settings: their test alone is run again, beside the packages that the settings ask for.
 *
 * @param {Parameters<typeof create>[0]} createApp
 * @param {string} app the one that was installed
 * @param {string} libraries
 * @param {Pick<CreateOptions, 'framework' | 'language' | 'provider'> & { store: StoreName }} chosen
 * @param {Readonly<Record<StoreName, string>>} stores
 */
async function trySettings(createApp, app, libraries, chosen, stores) {
  const other = join(FOLDER, 'other');
  rmSync(other, { recursive: true, force: true });
  create(createApp, { ...chosen, folder: other, packages: PACKED });
  for (const path of ['src', 'app', 'otp.ts', 'otp.js']) {
    const [one, two] = [app, other].map((folder) => textsBelow(join(folder, path)));
    if (one !== two) return `${path} is not what it was with other settings.`;
  }
  const { dependencies } = JSON.parse(readFileSync(join(other, 'package.json'), 'utf8'));
  for (const name of Object.keys(dependencies)) add(name, libraries, join(app, 'node_modules'));
  cpSync(join(other, '.env.example'), join(app, '.env.example'));
  return npm(app, ['test'], { OTP_STORE: stores[chosen.store] });
}

/**
 * Ours as a copy, so that it finds what is beside it, as npm would have it.
 *
 * @param {string} name
 * @param {string} from
 * @param {string} to
 */
function add(name, from, to) {
  if (existsSync(join(to, name))) return;
  mkdirSync(dirname(join(to, name)), { recursive: true });
  if (name.startsWith('@countersign/')) cpSync(join(from, name), join(to, name), { recursive: true });
  else symlinkSync(join(from, name), join(to, name), 'dir');
}

/** @param {string} path of a file or a folder; nothing there is no text */
function textsBelow(path) {
  try {
    const entries = readdirSync(path, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    return entries
      .map((entry) => `${entry.name}\n${readFileSync(join(entry.parentPath, entry.name), 'utf8')}`)
      .sort()
      .join('\n');
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ENOTDIR') return readFileSync(path, 'utf8');
    return '';
  }
}

/**
 * @param {string} what
 * @param {string | null} problem
 */
function note(what, problem) {
  if (problem === null) return;
  failures.push(`${what}\n${problem}`);
  console.log(`FAILED ${what}`);
}
