/** What every published manifest says about where it comes from and how it is published, made from one address. */

/**
 * @typedef {object} ManifestMetadata
 * @property {{ type: 'git', url: string, directory: string }} [repository] npm compares it with the workflow that publishes
 * @property {string} [homepage] the package's README
 * @property {{ url: string }} [bugs]
 * @property {{ access: 'public', provenance: true }} publishConfig `provenance` lets npm publish from a workflow only
 */

const METADATA_FIELDS = ['repository', 'homepage', 'bugs', 'publishConfig'];

/** The field after which they stand. */
const ANCHOR = 'license';

/** A repository on GitHub: npm's trusted publishing and private vulnerability reports are used there. */
const ADDRESS = /^https:\/\/github\.com\/[A-Za-z0-9][A-Za-z0-9-]*\/[A-Za-z0-9._-]+$/;

/**
 * @param {string} address
 * @returns {boolean} whether a repository can have it
 */
export function isRepositoryAddress(address) {
  return ADDRESS.test(address) && !address.endsWith('.git');
}

/**
 * @param {string} folder of the package, relative to the root
 * @param {string | null} address `null`: not decided, so that nothing is said about it
 * @returns {ManifestMetadata}
 */
export function metadataOf(folder, address) {
  const publishConfig = /** @type {const} */ ({ access: 'public', provenance: true });
  if (address === null) return { publishConfig };
  return {
    repository: { type: 'git', url: `git+${address}.git`, directory: folder },
    homepage: `${address}/tree/main/${folder}#readme`,
    bugs: { url: `${address}/issues` },
    publishConfig,
  };
}

/**
 * @param {object} manifest
 * @returns {Record<string, unknown>} what it says now of the fields that `metadataOf` decides
 */
export function metadataIn(manifest) {
  return Object.fromEntries(Object.entries(manifest).filter(([field]) => METADATA_FIELDS.includes(field)));
}

/**
 * @param {object} manifest
 * @param {ManifestMetadata} metadata
 * @returns {Record<string, unknown>} the manifest with exactly this metadata; everything else keeps its place
 */
export function withMetadata(manifest, metadata) {
  const others = Object.entries(manifest).filter(([field]) => !METADATA_FIELDS.includes(field));
  const place = others.findIndex(([field]) => field === ANCHOR) + 1;
  return Object.fromEntries([...others.slice(0, place), ...Object.entries(metadata), ...others.slice(place)]);
}
