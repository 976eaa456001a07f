/** Whether a release may start. A package that names no repository, or a wrong one, cannot be traced to its source. */
import { isDeepStrictEqual } from 'node:util';
import { isRepositoryAddress, metadataIn, metadataOf } from './manifest-metadata.mjs';

const PLACE = 'scripts/release/public-address.mjs';

/**
 * @typedef {object} ReleaseState
 * @property {string | null} address
 * @property {string | undefined} publishingRepository `owner/name` of the workflow that runs; `undefined` outside of one
 * @property {readonly { readonly folder: string, readonly manifest: object }[]} published every package that is published
 */

/**
 * @param {ReleaseState} state
 * @returns {string | null} what to do first; `null` when a release may start
 */
export function whyNotReleasable({ address, publishingRepository, published }) {
  if (address === null) {
    return (
      'Nothing is released: the public address of this project is not decided yet. ' +
      `Put it into ${PLACE} (https://github.com/<owner>/<name>), run \`pnpm manifests\`, and commit both.`
    );
  }
  if (!isRepositoryAddress(address)) {
    return `Nothing is released: '${address}' in ${PLACE} does not have the form https://github.com/<owner>/<name>.`;
  }
  if (publishingRepository !== undefined && `https://github.com/${publishingRepository}` !== address) {
    return (
      `Nothing is released: this workflow runs in ${publishingRepository}, but ${PLACE} says ${address}. ` +
      'npm refuses packages from another repository than the one they name.'
    );
  }
  const wrong = published.filter(
    ({ folder, manifest }) => !isDeepStrictEqual(metadataIn(manifest), { ...metadataOf(folder, address) }),
  );
  if (wrong.length === 0) return null;
  const folders = wrong.map(({ folder }) => folder).join(', ');
  return `Nothing is released: these manifests do not name ${address}: ${folders}. Run \`pnpm manifests\` and commit.`;
}
