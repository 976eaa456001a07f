/** A contract skips what a suite does not arrange: whoever loads a library or chooses an address arranges both. */
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { type Member, members, readText, sourceFiles } from './support/workspace.ts';

/** What makes requests to a vendor: each loads an SDK or axios with its first call, and may be sent elsewhere. */
const adapters = members('packages').filter(({ manifest }) =>
  Object.hasOwn({ ...manifest.dependencies, ...manifest.peerDependencies }, '@countersign/otp-provider-utils'),
);

/** The contract of each port, and how the file of its factory ends. */
const CONTRACTS = { smsSenderContract: 'sms-sender.ts', verificationProviderContract: 'verification-provider.ts' };

interface Suite {
  readonly contract: string;
  readonly arranges: readonly string[];
}

function suitesIn(path: string): readonly Suite[] {
  const suites: Suite[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && Object.hasOwn(CONTRACTS, node.expression.getText())) {
      const [, options] = node.arguments;
      const properties = options !== undefined && ts.isObjectLiteralExpression(options) ? options.properties : [];
      suites.push({
        contract: node.expression.getText(),
        arranges: properties.map((each) => each.name?.getText() ?? ''),
      });
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, readText(path), ts.ScriptTarget.Latest, true));
  return suites;
}

const suitesOf = ({ folder }: Member): readonly Suite[] => sourceFiles(`${folder}/src`).flatMap(suitesIn);

describe('the contract suites', () => {
  it('are of the five vendors', () => {
    expect(adapters.map(({ shortName }) => shortName).sort()).toEqual([
      'otp-http-gateway',
      'otp-sinch',
      'otp-sns',
      'otp-telnyx',
      'otp-twilio',
    ]);
  });

  it.each(adapters)('of $shortName are one for each port that it has', (adapter) => {
    const files = sourceFiles(`${adapter.folder}/src`);
    const ports = Object.entries(CONTRACTS).filter(([, ending]) => files.some((path) => path.endsWith(`-${ending}`)));
    const contracts = new Set(suitesOf(adapter).map(({ contract }) => contract));
    expect([...contracts].sort()).toEqual(ports.map(([contract]) => contract));
  });

  it.each(adapters)('of $shortName have the vendor moved and its library taken away', (adapter) => {
    for (const { arranges } of suitesOf(adapter)) {
      expect(arranges).toEqual(expect.arrayContaining(['arrange', 'library', 'createAt']));
    }
  });
});
