import fc from 'fast-check';
import judge from 'validate-npm-package-name';
import { describe, expect, it } from 'vitest';
import { packageName } from './package-name.ts';

/** What npm has against a name. It takes that of a core module, too, and only says that it is one. */
function objections(name: string): readonly string[] {
  const { errors = [], warnings = [] } = judge(name);
  return [...errors, ...warnings.filter((warning) => !warning.endsWith('is a core module name'))];
}

describe('packageName', () => {
  it.each([
    ['my-app', 'my-app'],
    ['My App!', 'my-app'],
    ['shop.example', 'shop.example'],
    ['http', 'http'],
    ['.hidden', 'hidden'],
    ['_private', 'private'],
    ['-flag', 'flag'],
    ['@scope', 'scope'],
    ['  padded  ', 'padded'],
    ['', 'my-app'],
    ['..', 'my-app'],
    ['電話番号', 'my-app'],
    ['favicon.ico', 'favicon.ico-app'],
    ['node_modules', 'node_modules-app'],
    ['Node_Modules', 'node_modules-app'],
    ['(favicon.ico)', 'favicon.ico-app'],
    ['x'.repeat(300), 'x'.repeat(64)],
    [`${'x'.repeat(63)}-y`, 'x'.repeat(63)],
  ])('makes of the folder %j the name %j', (folder, name) => {
    expect(packageName(folder)).toBe(name);
    expect(objections(name)).toEqual([]);
  });

  it('is what npm takes, whatever a folder is called', () => {
    const reserved = fc.constantFrom('node_modules', 'favicon.ico', 'NODE_MODULES', 'Favicon.Ico', 'fs', '@a', 'CON');
    const anyText = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 255 }), fc.string({ maxLength: 255 }));
    const fringe = fc.string({
      unit: fc.constantFrom('.', '_', '-', ' ', '~', "'", '!', '(', ')', '*', 'É', '%'),
      maxLength: 4,
    });
    const folder = fc.tuple(fringe, fc.oneof(reserved, anyText), fringe).map((parts) => parts.join(''));
    fc.assert(
      fc.property(folder, (each) => {
        const name = packageName(each);
        expect(objections(name)).toEqual([]);
        expect(name).toMatch(/^[a-z0-9]/);
      }),
      { numRuns: 2_000 },
    );
  });
});
