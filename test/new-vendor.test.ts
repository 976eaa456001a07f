/** What somebody has to touch for one more vendor: counted by the vendors that are there. */
import { describe, expect, it } from 'vitest';
import { filesBelow, isTest, members, readText, vendorSettingsOf } from './support/workspace.ts';

/** The gateway is also what examples and the inbox are reached by, so it is named for other reasons, too. */
const VENDORS = members('packages').filter(
  (member) => vendorSettingsOf(member) !== null && member.shortName !== 'otp-http-gateway',
);

const PLACES = [
  'README.md',
  'package.json',
  'packages/otp-config/README.md',
  'packages/otp-config/package.json',
  'packages/otp-config/src/catalog/installed-adapters.ts',
  'packages/otp-config/src/catalog/providers.ts',
  'packages/otp-config/src/settings/provider-settings.ts',
];

/** Of the inbox, to play a vendor beside a folder in `src/twins/`: work of its own, which a provider does well without. */
const PLACES_TO_PLAY = [
  'README.md',
  'package.json',
  'src/cli/cli-options.ts',
  'src/index.ts',
  'src/messages/provider-name.ts',
  'src/receipts/receipt-address.ts',
  'src/settings/inbox-settings.ts',
  'src/twins/twins.ts',
  'src/vendor-settings.ts',
];

const INBOX = 'packages/otp-inbox/';
const NEW_APPS = 'packages/create-countersign/';

/** What a test writes, and holds against the rows of the vendors. */
const NOT_BY_HAND = ['packages/otp-config/docs/settings.md', `${NEW_APPS}src/choices/providers.ts`];
const NOT_SHIPPED = /(?:^|\/)(?:test-support|docs)\//;

const files = ['README.md', 'package.json', 'vitest.config.ts', ...['apps', 'packages'].flatMap(filesBelow)]
  .filter((path) => /\.(?:ts|mjs|json|md)$/.test(path))
  .filter((path) => !NOT_SHIPPED.test(path) && !NOT_BY_HAND.includes(path) && !isTest(path));

/** A comment may give any vendor for an example. */
function codeOf(path: string): string {
  return readText(path).replaceAll(/^\s*(?:\/\*\*|\*|\/\/).*$/gm, '');
}

/** Alone, or within a name. */
function mention(vendor: string): RegExp {
  const capitalised = `${vendor.charAt(0).toUpperCase()}${vendor.slice(1)}`;
  return new RegExp(`(?<![a-z])${vendor}|${capitalised}|${vendor.toUpperCase()}`);
}

const vendorOf = (shortName: string): string => shortName.replace('otp-', '');

describe.each(VENDORS)('$shortName', ({ folder, shortName }) => {
  const vendor = vendorOf(shortName);
  const named = new RegExp(`${shortName}(?![\\w-])|\\b${vendor}\\w*Settings\\b`, 'i');

  it('is named in seven files beside its own folder', () => {
    const touched = files.filter(
      (path) => ![`${folder}/`, INBOX].some((other) => path.startsWith(other)) && named.test(codeOf(path)),
    );
    expect(touched.sort()).toEqual(PLACES);
  });

  it('is offered to new apps, and nobody writes there who it is', () => {
    const written = files.filter(
      (path) => path.startsWith(`${NEW_APPS}src/`) || path.startsWith(`${NEW_APPS}templates/`),
    );
    expect(written.length).toBeGreaterThan(40);
    expect(written.filter((path) => mention(vendor).test(codeOf(path)))).toEqual([]);
    expect(readText(`${NEW_APPS}src/choices/providers.ts`)).toContain(`@countersign/${shortName}'`);
  });
});

describe('a vendor that the inbox plays', () => {
  it('has a folder of twins, and is named in nine more files of the inbox', () => {
    const placesOf = (vendor: string): string[] =>
      files.filter(
        (path) =>
          path.startsWith(INBOX) &&
          !path.startsWith(`${INBOX}src/twins/${vendor}/`) &&
          mention(vendor).test(codeOf(path)),
      );
    const [first = [], ...others] = VENDORS.map(({ shortName }) => placesOf(vendorOf(shortName)));
    const ofAll = first.filter((path) => others.every((places) => places.includes(path)));
    expect(ofAll.sort()).toEqual(PLACES_TO_PLAY.map((path) => `${INBOX}${path}`));
  });
});
