/**
 * `npm run demo`, or `npm run demo -- hono`: installs and builds what is missing, then runs an example app (default:
 * `express`) until Ctrl-C. The app prints its own addresses. `PORT` and every other variable reach it.
 */
import './require-node.mjs';
import { bootstrap } from './bootstrap.mjs';
import { buildFor } from './build.mjs';
import { exclusively } from './exclusively.mjs';
import { describeError, Problem } from './problem.mjs';
import { endWithSignals } from './run.mjs';
import { runApp } from './run-app.mjs';
import { runnableApps } from './workspace.mjs';

try {
  const app = process.argv[2] ?? 'express';
  const known = runnableApps();
  if (!known.includes(app)) throw new Problem(`There is no app '${app}' to run. Known: ${known.join(', ')}.`);
  const stopEndingWithSignals = endWithSignals();
  await exclusively(async () => {
    await bootstrap();
    await buildFor(app);
  });
  stopEndingWithSignals();
  process.exitCode = await runApp(app);
} catch (error) {
  console.error(describeError(error));
  process.exitCode = 1;
}
