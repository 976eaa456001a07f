/** *Add it to your app*: a whole page for each framework, from the one text whose blocks are tested. */
import type { Page } from './page.ts';
import { readText } from './repository.ts';
import { rewriteLinks } from './rewrite-links.ts';
import { sectionOf, sectionsOf, slugOf } from './sections.ts';

const SOURCE = 'packages/otp-web/docs/frameworks.md';
const SHARED = 'Shared files';
const OPEN_FRONT = `1. Install the packages. \`npm run pack\` in the repository makes the tarballs, as nothing is published yet.

   \`\`\`sh
   npm install @countersign/otp-core @countersign/otp-config @countersign/otp-web @countersign/otp-http-gateway
   \`\`\`

2. Write the settings with \`npx @countersign/otp-config env-example http-gateway --out .env\`.
3. Add the files below. Codes go to the [local inbox](/packages/otp-inbox/) until you choose a provider.`;

export interface FrameworkPage {
  readonly title: string;
  /** `/add-to-your-app/fastify` */
  readonly link: string;
}

export function frameworkLinks(): FrameworkPage[] {
  return frameworkSections().map(({ heading }) => ({
    title: heading.replaceAll('`', ''),
    link: `/add-to-your-app/${slugOf(heading)}`,
  }));
}

export function frameworkPages(pageOf: ReadonlyMap<string, string>): Page[] {
  const source = readText(SOURCE);
  const shared = sectionOf(source, SHARED);
  return frameworkSections().map(({ heading, body }) => ({
    path: `add-to-your-app/${slugOf(heading)}.md`,
    markdown: rewriteLinks(
      [
        `# ${heading}`,
        `Add phone verification to an app with ${heading}.`,
        OPEN_FRONT,
        `## The ${heading} file`,
        body,
        `## ${SHARED}`,
        shared,
        'Next: [choose a provider](/providers/), [choose a store](/stores/), then the [checklist](/security/checklist).',
      ].join('\n\n'),
      SOURCE,
      pageOf,
    ),
  }));
}

function frameworkSections() {
  return sectionsOf(readText(SOURCE)).filter(({ heading }) => heading !== SHARED);
}
