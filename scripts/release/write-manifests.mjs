/** `pnpm manifests`: writes what `public-address.mjs` decides into the manifest of every published package. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeError, Problem } from '../problem.mjs';
import { run } from '../run.mjs';
import { tool } from '../toolchain.mjs';
import { ROOT, readManifest, workspaceFolders } from '../workspace.mjs';
import { isRepositoryAddress, metadataOf, withMetadata } from './manifest-metadata.mjs';
import { PUBLIC_ADDRESS } from './public-address.mjs';

try {
  await writeManifests(PUBLIC_ADDRESS);
} catch (error) {
  console.error(describeError(error));
  process.exitCode = 1;
}

/** @param {string | null} address */
async function writeManifests(address) {
  if (address !== null && !isRepositoryAddress(address)) {
    throw new Problem(`'${address}' does not have the form https://github.com/<owner>/<name>.`);
  }
  const files = workspaceFolders()
    .filter((folder) => readManifest(folder).private !== true)
    .map((folder) => {
      const file = join(folder, 'package.json');
      const manifest = withMetadata(readManifest(folder), metadataOf(folder, address));
      writeFileSync(join(ROOT, file), `${JSON.stringify(manifest, null, 2)}\n`);
      return file;
    });
  const { code, output } = await run(tool('biome'), ['format', '--write', ...files]);
  if (code !== 0) throw new Problem(output.trimEnd());
  console.log(`${files.length} manifests say where they come from: ${address ?? 'not decided yet'}`);
}
