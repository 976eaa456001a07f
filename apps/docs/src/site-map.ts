/** The order of the pages for readers: the sidebar, and `llms.txt`. */
import { entryGroups } from './entry-pages.ts';
import { frameworkLinks } from './framework-pages.ts';
import { writtenPages } from './make-pages.ts';
import { isTakenOver, packageTexts } from './package-texts.ts';

export interface SiteLink {
  readonly text: string;
  readonly link: string;
}

export interface SiteGroup {
  readonly text: string;
  readonly items: readonly SiteLink[];
  /** A reader opens it when they need it. */
  readonly isLong?: boolean;
}

const link = (text: string, target: string): SiteLink => ({ text, link: target });

export function siteMap(): SiteGroup[] {
  const groups = writtenGroups();
  const shown = new Set(groups.flatMap(({ items }) => items.map((item) => item.link)));
  const items = packageTexts()
    .filter((text) => isTakenOver(text) && !shown.has(text.page))
    .map(({ page }) => link(page.replace(/^\/packages\//, '').replace(/\/$/, ''), page));
  return [...groups, { text: 'Packages', items, isLong: true }];
}

function writtenGroups(): SiteGroup[] {
  return [
    {
      text: 'Start',
      items: [
        link('What it is', '/'),
        link('Quickstart', '/quickstart'),
        link('Find an answer', '/find'),
        link('Compare', '/compare'),
      ],
    },
    {
      text: 'Add it to your app',
      items: [
        link('Choose a framework', '/add-to-your-app/'),
        ...frameworkLinks().map(({ title, link: target }) => link(title, target)),
        link('Session after success', '/add-to-your-app/session'),
        link('What people see', '/add-to-your-app/what-people-see'),
      ],
    },
    {
      text: 'Auth platforms',
      items: [
        link('Overview', '/auth-platforms/'),
        link('Supabase', '/packages/otp-hooks/supabase'),
        link('Logto', '/packages/otp-hooks/logto'),
        link('Ory Kratos', '/packages/otp-hooks/kratos'),
        link('Okta', '/packages/otp-hooks/okta'),
        link('Zitadel', '/packages/otp-hooks/zitadel'),
        link('Authgear', '/packages/otp-hooks/authgear'),
        link('Clerk', '/packages/otp-hooks/clerk'),
        link('Any other', '/packages/otp-hooks/generic'),
        link('Platforms compared', '/packages/otp-hooks/platforms'),
        link('Deploy a hook', '/packages/otp-hooks/deploy'),
        link('better-auth', '/packages/otp-better-auth/'),
        link('better-auth’s own plug-in', '/packages/otp-better-auth/stock-plugin'),
        link('Auth.js', '/auth-platforms/authjs'),
        link('Firebase', '/auth-platforms/firebase'),
        link('SuperTokens', '/auth-platforms/supertokens'),
      ],
    },
    {
      text: 'Providers',
      items: [
        link('Choose a provider', '/providers/'),
        link('Twilio', '/providers/twilio'),
        link('Telnyx', '/providers/telnyx'),
        link('Sinch', '/providers/sinch'),
        link('Amazon SNS', '/providers/sns'),
        link('HTTP gateways', '/providers/http-gateway'),
        link('Several providers', '/providers/several'),
        link('Delivery receipts', '/providers/receipts'),
        link('Write a provider', '/providers/writing-a-provider'),
      ],
    },
    {
      text: 'Stores',
      items: [
        link('Choose a store', '/stores/'),
        link('Memory', '/stores/memory'),
        link('Redis and Valkey', '/stores/redis'),
        link('PostgreSQL', '/stores/postgres'),
        link('PGlite', '/stores/pglite'),
      ],
    },
    {
      text: 'Concepts',
      items: [
        link('How a code lives', '/concepts/how-a-code-lives'),
        link('Two budgets', '/concepts/two-budgets'),
        link('Failover', '/concepts/failover'),
        link('Hiding accounts', '/concepts/hiding-accounts'),
      ],
    },
    {
      text: 'Security',
      items: [
        link('Threats', '/packages/otp-core/threats'),
        link('What is not defended', '/security/not-defended'),
        link('Checklist for production', '/security/checklist'),
        link('NIST and ASVS', '/security/standards'),
      ],
    },
    {
      text: 'Operations',
      items: [
        link('Deploy', '/operations/deploy'),
        link('Rotate the secret', '/operations/rotate'),
        link('Scale', '/operations/scale'),
        link('Measurements', '/operations/measurements'),
        link('Monitor', '/operations/monitor'),
        link('What it costs', '/operations/costs'),
        link('Incidents', '/operations/incidents'),
        link('Test your app', '/operations/testing'),
        link('Personal data', '/operations/personal-data'),
        link('Versions and upgrades', '/operations/versions'),
      ],
    },
    {
      text: 'Migrate',
      items: [
        link('Overview', '/migrate/'),
        link('From Twilio Verify', '/migrate/twilio-verify'),
        link('From better-auth', '/migrate/better-auth'),
        link('From SuperTokens', '/migrate/supertokens'),
        link('From Firebase phone auth', '/migrate/firebase'),
        link('From the Telnyx example', '/migrate/telnyx-example'),
        link('From the Twilio and Redis tutorial', '/migrate/twilio-redis-tutorial'),
        link('From the Sinch guide', '/migrate/sinch-guide'),
        link('From the node-auth recipe', '/migrate/node-auth-recipe'),
      ],
    },
    {
      text: 'Reference',
      items: [
        link('Settings', '/reference/settings'),
        link('Options', '/reference/options'),
        link('Results', '/reference/results'),
        link('Errors', '/reference/errors'),
        link('HTTP problems', '/reference/problems'),
        link('Events', '/reference/events'),
        link('Languages', '/reference/languages'),
        link('Gateway presets', '/reference/presets'),
      ],
    },
    ...entryGroups(writtenPages()).map(({ group, entries }) => ({
      text: group,
      items: entries.map(({ name, link: target }) => link(name, target)),
      isLong: true,
    })),
  ];
}
