/**
 * Plays the next release in a scratch copy of the manifests: the changesets must name packages that exist, and every
 * published package must come out with the same version. `changeset status` asks git where this branch left `main`,
 * which a fresh clone or a plain copy cannot answer; `changeset version` asks nobody.
 */
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeError, Problem } from './problem.mjs';
import { run } from './run.mjs';
import { BUNDLED_NODE } from './toolchain.mjs';
import { ROOT, workspaceFolders } from './workspace.mjs';

const COPIED = ['package.json', 'pnpm-workspace.yaml', '.changeset'];

const scratch = mkdtempSync(join(tmpdir(), 'countersign-changesets-'));
try {
  copyManifests();
  if (hasChangesets()) await applyChangesets();
  checkVersions();
} catch (error) {
  console.error(describeError(error));
  process.exitCode = 1;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

function copyManifests() {
  for (const path of [...COPIED, ...workspaceFolders().map((folder) => join(folder, 'package.json'))]) {
    if (!existsSync(join(ROOT, path))) throw new Problem(`${path} is missing.`);
    cpSync(join(ROOT, path), join(scratch, path), { recursive: true });
  }
  // The changelog would look for the commit of each changeset, and there is no git here.
  const configFile = join(scratch, '.changeset/config.json');
  writeFileSync(configFile, JSON.stringify({ ...readJson(configFile), changelog: false, format: false }));
}

/** Right after a release there are none, and that is fine. */
function hasChangesets() {
  return readdirSync(join(scratch, '.changeset')).some((name) => name.endsWith('.md') && name !== 'README.md');
}

async function applyChangesets() {
  const cli = join(ROOT, 'node_modules/@changesets/cli/bin.js');
  const { code, output } = await run(BUNDLED_NODE, [cli, 'version'], { cwd: scratch });
  if (code !== 0) throw new Problem(output.trimEnd());
}

function checkVersions() {
  const manifests = workspaceFolders().map((folder) => readJson(join(scratch, folder, 'package.json')));
  const published = manifests.filter((manifest) => manifest.private !== true);
  if (new Set(published.map((manifest) => manifest.version)).size > 1) {
    const versions = published.map((manifest) => `${manifest.name} ${manifest.version}`);
    throw new Problem(`The next release would not have one version for all packages: ${versions.join(', ')}.`);
  }
}

/**
 * @param {string} path
 * @returns {Record<string, unknown>}
 */
function readJson(path) {
  return JSON.parse(readFileSync(path, 'utf8'));
}
