/**
 * Where this project is public, for example `https://github.com/<owner>/<name>`: the one place that says so.
 *
 * `null` means that it is not decided yet. Then no manifest names an address, and `check-release.mjs` refuses every
 * release. Once decided: put it here, run `pnpm manifests`, commit both.
 *
 * @type {string | null}
 */
export const PUBLIC_ADDRESS = null;
