/** webpack and Next: each builds an app and runs what came of it. */
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { run } from '../run.mjs';
import { BUNDLED_NODE, toolEnvironment } from '../toolchain.mjs';

/** Pinned, and installed by the script alone: together they weigh 400 MB. */
export const BUNDLER_PACKAGES = ['webpack@5.113.0', 'next@16.4.6', 'react@19.2.0', 'react-dom@19.2.0'];

const PATIENCE_MS = 20_000;

/**
 * @typedef {object} App
 * @property {string} folder with `program.mjs` in it
 * @property {string} tools the folder whose `node_modules` has the bundlers
 * @property {NodeJS.ProcessEnv} environment of the bundled app
 *
 * @typedef {(app: App) => Promise<string>} Bundler builds and runs; what the app answered, or why there is no app
 */

/** @type {Readonly<Record<string, Bundler>>} */
export const BUNDLERS = { webpack: withWebpack, Next: withNext };

/** @type {Bundler} */
async function withWebpack({ folder, tools, environment }) {
  writeFileSync(
    join(folder, 'entry.mjs'),
    `import { run } from './program.mjs';
setTimeout(() => process.exit(1), ${PATIENCE_MS}).unref();
run().then((result) => console.log(JSON.stringify(result)));\n`,
  );
  const options = { mode: 'production', target: 'node22', context: folder, entry: './entry.mjs' };
  writeFileSync(
    join(folder, 'build.cjs'),
    `const webpack = require(${JSON.stringify(join(tools, 'node_modules/webpack'))});
webpack({ ...${JSON.stringify(options)}, output: { path: ${JSON.stringify(join(folder, 'out'))}, filename: 'out.cjs' } }, (error, stats) => {
  if (error !== null || stats.hasErrors()) { console.error(error ?? stats.toString({ all: false, errors: true })); process.exit(1); }
});\n`,
  );
  const built = await run(BUNDLED_NODE, ['build.cjs'], { cwd: folder });
  if (built.code !== 0) return built.output;
  return (await run(BUNDLED_NODE, ['out/out.cjs'], { cwd: folder, environment })).output;
}

/** @type {Bundler} */
async function withNext({ folder, tools, environment }) {
  mkdirSync(join(folder, 'app/otp'), { recursive: true });
  writeFileSync(join(folder, 'next.config.mjs'), `export default { turbopack: { root: ${JSON.stringify(tools)} } };\n`);
  writeFileSync(
    join(folder, 'app/layout.js'),
    'export default function Layout({ children }) { return <html lang="en"><body>{children}</body></html>; }\n',
  );
  writeFileSync(
    join(folder, 'app/otp/route.js'),
    "import { run } from '../../program.mjs';\nexport const dynamic = 'force-dynamic';\nexport async function GET() { return Response.json(await run()); }\n",
  );
  const next = join(tools, 'node_modules/next/dist/bin/next');
  const quiet = { ...environment, NEXT_TELEMETRY_DISABLED: '1' };
  const built = await run(BUNDLED_NODE, [next, 'build'], { cwd: folder, environment: quiet });
  if (built.code !== 0) return built.output;
  const port = await freePort();
  const server = spawn(BUNDLED_NODE, [next, 'start', '-p', String(port)], { cwd: folder, env: quiet, stdio: 'ignore' });
  try {
    return await askUntilAnswered(`http://127.0.0.1:${port}/otp`);
  } finally {
    server.kill();
  }
}

/** @param {string} url */
async function askUntilAnswered(url) {
  const untilMs = Date.now() + PATIENCE_MS;
  for (;;) {
    const answer = await fetch(url).then(
      (response) => response.text(),
      () => null,
    );
    if (answer !== null) return answer;
    if (Date.now() > untilMs) return 'The server did not start.';
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

/** @param {string} vendorUrl */
export function appEnvironment(vendorUrl) {
  return { ...toolEnvironment(), VENDOR_URL: vendorUrl };
}
