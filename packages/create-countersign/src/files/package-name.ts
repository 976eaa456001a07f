/** Names that npm keeps for itself. https://docs.npmjs.com/cli/configuring-npm/package-json#name */
const RESERVED = ['node_modules', 'favicon.ico'];

/** npm allows 214. The name is also that of the app in its messages. */
const LONGEST = 64;

/** A name that npm takes, made of the folder's. */
export function packageName(folder: string): string {
  const name = folder
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]+/g, '-')
    .replaceAll(/^[._-]+/g, '')
    .slice(0, LONGEST)
    .replaceAll(/[._-]+$/g, '');
  if (name === '') return 'my-app';
  return RESERVED.includes(name) ? `${name}-app` : name;
}
