/** READMEs and further texts of the packages and apps that are pages here, each with its address. */
import { exists, filesBelow, packageNames, readText } from './repository.ts';

export interface PackageText {
  /** From the root of the repository. */
  readonly source: string;
  /** Without an ending: `/packages/otp-redis`. */
  readonly page: string;
}

/** Texts for whoever works on the packages themselves. */
const INTERNAL = new Set(['packages/otp-core/docs/mutants.md']);

/** Texts that a page of another name replaces, so that each thing is said at one address. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  'packages/otp-core/docs/errors.md': '/reference/errors',
  'packages/otp-config/docs/settings.md': '/reference/settings',
  'packages/otp-web/docs/frameworks.md': '/add-to-your-app/',
};

export function packageTexts(): PackageText[] {
  const readmes = packageNames().map((name) => ({
    source: `packages/${name}/README.md`,
    page: `/packages/${name}/`,
  }));
  const docs = packageNames()
    .filter((name) => exists(`packages/${name}/docs`))
    .flatMap((name) => filesBelow(`packages/${name}/docs`, '.md').map((source) => ({ name, source })))
    .filter(({ source }) => !INTERNAL.has(source) && readText(source).trim() !== '')
    .map(({ name, source }) => ({
      source,
      page: ELSEWHERE[source] ?? `/packages/${name}/${source.slice(`packages/${name}/docs/`.length, -'.md'.length)}`,
    }));
  return [...readmes, ...docs, ...exampleTexts(), ...GUIDES];
}

/** Texts about all packages. */
const GUIDES: readonly PackageText[] = [
  { source: 'docs/writing-a-provider.md', page: '/providers/writing-a-provider' },
];

/** An example with somebody's auth library is the page about that library. */
function exampleTexts(): PackageText[] {
  return filesBelow('apps/examples', 'README.md').map((source) => ({
    source,
    page: `/auth-platforms/${source.split('/').at(-2)}`,
  }));
}

/** Whether the page is the text itself, rather than a page written here. */
export function isTakenOver({ source }: PackageText): boolean {
  return !Object.hasOwn(ELSEWHERE, source);
}
