/**
 * Refuses a release that cannot be traced to its source. The release workflow runs it before anything else, and every
 * package as its `prepublishOnly`, so that nobody publishes past the workflow by accident.
 */
import { readManifest, workspaceFolders } from '../workspace.mjs';
import { PUBLIC_ADDRESS } from './public-address.mjs';
import { whyNotReleasable } from './why-not-releasable.mjs';

const published = workspaceFolders()
  .map((folder) => ({ folder, manifest: readManifest(folder) }))
  .filter(({ manifest }) => manifest.private !== true);

const reason = whyNotReleasable({
  address: PUBLIC_ADDRESS,
  publishingRepository: process.env.GITHUB_REPOSITORY,
  published,
});

if (reason === null) console.log(`A release may start: ${PUBLIC_ADDRESS}`);
// npm and pnpm say so to the scripts of a dry run, which sends nothing.
else if (process.env.npm_config_dry_run === 'true') console.log(`Dry run. ${reason}`);
else {
  console.error(reason);
  process.exitCode = 1;
}
