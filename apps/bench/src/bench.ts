/** Runs the benchmark or simulation that is named. Each lives in a folder of its own, with a `run` in its `index.ts`. */
import { runAll } from './run-all.ts';

const RUNS: Readonly<Record<string, () => Promise<{ run(argumentList: readonly string[]): Promise<void> }>>> = {
  memory: () => import('./memory/index.ts'),
  redis: () => import('./redis/index.ts'),
  postgres: () => import('./postgres/index.ts'),
  http: () => import('./http/index.ts'),
  soak: () => import('./soak/index.ts'),
  'first-call': () => import('./first-call/index.ts'),
  profile: () => import('./profile/index.ts'),
  year: () => import('./year/index.ts'),
};

const [name = '', ...rest] = process.argv.slice(2);
const load = Object.hasOwn(RUNS, name) ? RUNS[name] : undefined;
if (name === 'all') {
  await runAll(Object.keys(RUNS), rest);
} else if (load !== undefined) {
  const { run } = await load();
  await run(rest);
} else {
  console.error(`Name one of: ${Object.keys(RUNS).join(', ')}, or all. For example: npm run bench -- memory`);
  process.exitCode = 1;
}
