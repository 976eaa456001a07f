/** *Add it to your app*: a whole page for each framework, from the one text whose blocks are tested. */
import type { Page } from './page.ts';
import { readText } from './repository.ts';
import { rewriteLinks } from './rewrite-links.ts';
import { sectionOf, sectionsOf, slugOf } from './sections.ts';

const SOURCE = 'packages/otp-web/docs/frameworks.md';
const SHARED = 'Shared files';

/** What a reader types, page by page: what `create-countersign` calls it, what npm installs beside ours, and what starts the file. */
interface Ways {
  /** Lines that write `.env`, in place of the usual ones. */
  readonly settings?: readonly string[];
  /** Whose adapter is installed, with its SDK. The one of the inbox unless told otherwise. */
  readonly provider?: readonly string[];
  readonly created: string | null;
  readonly libraries: readonly string[];
  /** Of npm, for development alone. */
  readonly tools?: readonly string[];
  /** `null`: the page shows no file. */
  readonly start: string | null;
}

const WAYS: Readonly<Record<string, Ways>> = {
  'express-4-and-5': { created: 'express', libraries: ['express'], start: 'node --env-file=.env express.ts' },
  'hono-on-node': { created: 'hono', libraries: ['hono', '@hono/node-server'], start: 'node --env-file=.env hono.ts' },
  'hono-on-a-worker-runtime': {
    created: null,
    // Those that stand on axios have no adapter for workers, and the inbox is one of them.
    provider: ['@countersign/otp-telnyx', 'telnyx'],
    settings: [
      "cat > .env <<'END'",
      'OTP_PROVIDER=telnyx',
      'TELNYX_API_KEY=KEY0123456789ABCDEF',
      'TELNYX_PHONE_NUMBER=+15005550006',
      'OTP_INBOX_URL=http://127.0.0.1:4025',
      'END',
      'npx otp-config secret >> .env',
    ],
    libraries: ['hono'],
    tools: ['wrangler'],
    start: 'npx wrangler dev worker.ts --port 3000 --compatibility-date 2026-01-01 --compatibility-flags nodejs_compat',
  },
  next: {
    created: 'next',
    libraries: ['next', 'react', 'react-dom'],
    tools: ['typescript', '@types/node', '@types/react'],
    start: 'npx next dev',
  },
  fastify: { created: 'fastify', libraries: ['fastify'], start: 'node --env-file=.env fastify.ts' },
  nestjs: {
    created: 'nestjs',
    libraries: ['@nestjs/core', '@nestjs/common', '@nestjs/platform-express', 'reflect-metadata', 'rxjs'],
    start: 'node --env-file=.env main.ts',
  },
  koa: { created: 'koa', libraries: ['koa'], start: 'node --env-file=.env koa.ts' },
  'plain-node-http': { created: 'node-http', libraries: [], start: 'node --env-file=.env http.ts' },
  'deno-and-bun': { created: null, libraries: [], start: null },
};

const OURS = ['otp-core', 'otp-config', 'otp-web'].map((name) => `@countersign/${name}`);
const INBOX_PROVIDER = ['@countersign/otp-http-gateway'];
const INBOX_SETTINGS = ['npx otp-config env-example inbox --out .env'];

function shortWay({ created }: Ways): string {
  if (created === null) return '';
  return `## The short way

Nothing is published yet: until then, run these commands [from tarballs](/packages/create-countersign/#nothing-is-published-yet).

**A new app.** It runs at once, and has a test and a page: [create-countersign](/packages/create-countersign/).

\`\`\`sh
npm create countersign@latest my-app -- --framework ${created}
\`\`\`

**An app that you have.** This writes new files only, and says what to paste: [init](/packages/otp-config/commands#init).

\`\`\`sh
npx @countersign/otp-config init
\`\`\``;
}

function byHand({ provider = INBOX_PROVIDER, settings = INBOX_SETTINGS, libraries, tools = [], start }: Ways): string {
  return `## By hand

1. Install the packages. Nothing is published yet: \`npm run pack\` in the repository makes the tarballs, and prints the line
   that installs them.

   \`\`\`sh
   npm pkg set type=module
   npm install ${[...OURS, ...provider, 'jose', ...libraries].join(' ')}
   npm install --save-dev ${['@countersign/otp-inbox', ...tools].join(' ')}
   \`\`\`

2. Write \`.env\`: the settings with a fresh \`OTP_SECRET\`, and a secret that signs the session.

   \`\`\`sh
   ${settings.join('\n   ')}
   echo "SESSION_SECRET=$(openssl rand -base64 32)" >> .env
   \`\`\`

3. Add \`otp.ts\`, \`session.ts\` and the file of your framework, all from below.${start === null ? '' : startStep(start)}`;
}

/** Node 22.18 and newer runs TypeScript by itself. */
function startStep(start: string): string {
  return `
4. Start the [local inbox](/packages/otp-inbox/) in one terminal and the app in another. Node 22.18 or newer runs TypeScript.

   \`\`\`sh
   npx otp-inbox
   ${start}
   \`\`\`

5. Ask for a code. Read it at <http://localhost:4025>. Then check it, with the \`challenge\` of the first answer.

   \`\`\`sh
   curl http://localhost:3000/otp/verifications -H 'content-type: application/json' -d '{"phoneNumber":"+14155550123"}'
   curl http://localhost:3000/otp/verifications/check -H 'content-type: application/json' -d '{"challenge":"…","code":"…"}'
   \`\`\``;
}

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
        ...frontOf(slugOf(heading)),
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

function frontOf(slug: string): string[] {
  const ways = WAYS[slug];
  if (ways === undefined) throw new Error(`Say in WAYS how the page ${slug} is followed.`);
  return [shortWay(ways), byHand(ways)].filter((part) => part !== '');
}

function frameworkSections() {
  return sectionsOf(readText(SOURCE)).filter(({ heading }) => heading !== SHARED);
}
