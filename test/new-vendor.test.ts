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

/** Written by a test. To play a vendor, and to offer a new app an account that the inbox plays, is work of its own. */
const NOT_BY_HAND = /^packages\/(?:otp-config\/(?:docs\/settings\.md|\.env\.example)|otp-inbox\/|create-countersign\/)/;
const NOT_SHIPPED = /(?:^|\/)(?:test-support|docs)\//;

const files = ['README.md', 'package.json', 'vitest.config.ts', ...['apps', 'packages'].flatMap(filesBelow)]
  .filter((path) => /\.(?:ts|mjs|json|md)$/.test(path))
  .filter((path) => !NOT_SHIPPED.test(path) && !NOT_BY_HAND.test(path) && !isTest(path));

/** A comment may give any vendor for an example. */
function withoutComments(source: string): string {
  return source.replaceAll(/^\s*(?:\/\*\*|\*|\/\/).*$/gm, '');
}

describe.each(VENDORS)('$shortName', ({ folder, shortName }) => {
  const vendor = shortName.replace('otp-', '');
  const named = new RegExp(`${shortName}(?![\\w-])|\\b${vendor}\\w*Settings\\b`, 'i');

  it('is named in seven files beside its own folder', () => {
    const touched = files.filter(
      (path) => !path.startsWith(`${folder}/`) && named.test(withoutComments(readText(path))),
    );
    expect(touched.sort()).toEqual(PLACES);
  });
});
