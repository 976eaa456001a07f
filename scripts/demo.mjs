/**
 * `npm run demo`, or `npm run demo -- hono` (`-- --help` says more): installs and builds what is missing, then runs an example app (default:
 * `express`) until Ctrl-C. The app prints its own addresses. `PORT` and every other variable reach it.
 */
import './require-node.mjs';
import { bootstrap } from './bootstrap.mjs';
import { buildFor } from './build.mjs';
import { demoHelp } from './demo-help.mjs';
import { exclusively } from './exclusively.mjs';
import { describeError, Problem } from './problem.mjs';
import { endWithSignals } from './run.mjs';
import { runApp } from './run-app.mjs';
import { runnableApps } from './workspace.mjs';

const SEE_HELP = 'See npm run demo -- --help.';

const words = process.argv.slice(2);
if (words.includes('--help') || words.includes('-h')) console.log(demoHelp());
else await demo(words);

/** @param {readonly string[]} words */
async function demo([app = 'express', ...others]) {
  try {
    const known = runnableApps();
    if (!known.includes(app)) throw new Problem(`There is no such app to run. Known: ${known.join(', ')}. ${SEE_HELP}`);
    if (others.length > 0) throw new Problem(`One app is run at a time; settings are variables. ${SEE_HELP}`);
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
}
