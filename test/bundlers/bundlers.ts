/** webpack and Next: each builds an app of a folder with `program.mjs` in it, and tells what the built one answers. */
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { freePort } from '@countersign/test-servers/free-port';
import { until } from '@countersign/test-servers/until';
import { type ProgramRun, runProgram } from '../support/run-program.ts';

/** Pinned, and installed for this alone: together they weigh 400 MB. */
export const BUNDLER_PACKAGES = ['webpack@5.113.0', 'next@16.4.6', 'react@19.2.0', 'react-dom@19.2.0'];

export interface BundledApp {
  readonly folder: string;
  /** A folder above it, whose `node_modules` has the bundlers. */
  readonly tools: string;
  readonly vendorUrl: string;
}

/** Of webpack, what is used. */
type Webpack = (options: object, done: (error: Error | null, stats?: Stats) => void) => void;

interface Stats {
  hasErrors(): boolean;
  toString(options: object): string;
}

const TIME_LIMIT_MS = 240_000;

export async function buildWithWebpack({ folder, tools, vendorUrl }: BundledApp): Promise<unknown> {
  const program =
    "import { run } from './program.mjs';\nrun().then((result) => console.log(JSON.stringify(result)));\n";
  writeFileSync(join(folder, 'entry.mjs'), program);
  const webpack: Webpack = createRequire(join(tools, 'package.json'))('webpack');
  const output = { path: join(folder, 'out'), filename: 'out.cjs' };
  await new Promise<void>((resolve, reject) => {
    webpack({ mode: 'production', target: 'node22', context: folder, entry: './entry.mjs', output }, (error, stats) => {
      if (error === null && stats?.hasErrors() === false) resolve();
      else reject(error ?? new Error(stats?.toString({ all: false, errors: true })));
    });
  });
  return JSON.parse(outputOf(await runNode(['out/out.cjs'], folder, vendorUrl)));
}

export async function buildWithNext({ folder, tools, vendorUrl }: BundledApp): Promise<unknown> {
  const files = {
    'next.config.mjs': `export default { turbopack: { root: ${JSON.stringify(tools)} } };`,
    'app/layout.js':
      'export default function Layout({ children }) { return <html lang="en"><body>{children}</body></html>; }',
    'app/otp/route.js':
      "import { run } from '../../program.mjs';\nexport const dynamic = 'force-dynamic';\nexport async function GET() { return Response.json(await run()); }",
  };
  mkdirSync(join(folder, 'app/otp'), { recursive: true });
  for (const [path, content] of Object.entries(files)) writeFileSync(join(folder, path), `${content}\n`);
  const next = join(tools, 'node_modules/next/dist/bin/next');
  outputOf(await runNode([next, 'build'], folder, vendorUrl));
  const port = String(await freePort());
  const server = spawn(process.execPath, [next, 'start', '-p', port], {
    cwd: folder,
    env: environmentOf(vendorUrl),
    stdio: 'ignore',
  });
  try {
    const answer = await until('Next', () => fetch(`http://127.0.0.1:${port}/otp`).catch(() => undefined), 30_000);
    return await answer.json();
  } finally {
    server.kill();
  }
}

function runNode(words: readonly string[], folder: string, vendorUrl: string): Promise<ProgramRun> {
  return runProgram(process.execPath, words, {
    cwd: folder,
    timeLimitMs: TIME_LIMIT_MS,
    environment: environmentOf(vendorUrl),
  });
}

function environmentOf(vendorUrl: string): NodeJS.ProcessEnv {
  // What Vitest says of itself, Next would build for.
  const { NODE_ENV: _ofVitest, ...environment } = process.env;
  return { ...environment, NEXT_TELEMETRY_DISABLED: '1', VENDOR_URL: vendorUrl };
}

function outputOf({ exitCode, stdout, stderr }: ProgramRun): string {
  if (exitCode !== 0) throw new Error(`${stdout}${stderr}`.slice(-4_000));
  return stdout;
}
