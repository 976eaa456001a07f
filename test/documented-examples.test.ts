/** An example in a comment is copied by whoever reads it in an editor: all of them compile. */
import { beforeAll, describe, expect, it } from 'vitest';
import { documentedExamples, examplesIn, typeErrorsOfExamples } from './support/documented-examples.ts';

describe('the examples in comments', () => {
  const examples = documentedExamples();
  let errors: readonly string[];
  beforeAll(() => {
    errors = typeErrorsOfExamples(examples);
  }, 120_000);

  it('are many, and have no type error', () => {
    expect(examples.length).toBeGreaterThan(70);
    expect(errors).toEqual([]);
  });
});

describe('typeErrorsOfExamples', () => {
  it('finds a misspelt option, a name that nobody exports and a missing await', () => {
    const codes = [
      'createMemoryCodeStore({ maxNumber: 1 });',
      'createMemoryStore();',
      'const id: string = generateCode(6).then();',
    ];
    const examples = codes.map((code, index) => ({
      id: `made-up:${index}`,
      folder: 'packages/otp-core',
      path: 'packages/otp-core/src/index.ts',
      code,
    }));
    const found = typeErrorsOfExamples(examples);
    expect(new Set(found.map((error) => error.split(' ')[0]))).toEqual(
      new Set(['made-up:0', 'made-up:1', 'made-up:2']),
    );
  }, 120_000);
});

describe('examplesIn', () => {
  it('reads up to the next tag or the end of the comment, with or without a fence', () => {
    const source = [
      '/**',
      ' * Words.',
      ' * @example',
      ' * ```ts',
      ' * one();',
      ' * ```',
      ' * @throws never',
      ' */',
      '/**',
      ' * @example',
      ' * two();',
      ' * three();',
      ' */',
    ].join('\n');
    expect(examplesIn(source)).toEqual([
      { line: 4, code: 'one();' },
      { line: 11, code: 'two();\nthree();' },
    ]);
  });
});
