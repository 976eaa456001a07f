/** Every error code is explained, and no explanation outlives its code. */
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { readText } from './support/workspace.ts';

const SOURCE = 'packages/otp-core/src/errors/otp-error.ts';
const DOCUMENT = 'packages/otp-core/docs/errors.md';

/** The members of a union of string literals. */
function literalsOf(source: string, typeName: string): string[] {
  const file = ts.createSourceFile('source.ts', source, ts.ScriptTarget.Latest);
  const declaration = file.statements.filter(ts.isTypeAliasDeclaration).find(({ name }) => name.text === typeName);
  if (declaration === undefined || !ts.isUnionTypeNode(declaration.type)) return [];
  return declaration.type.types
    .filter(ts.isLiteralTypeNode)
    .map(({ literal }) => literal)
    .filter(ts.isStringLiteral)
    .map(({ text }) => text);
}

/** The first cells of a table's rows, where they are codes. */
function codesInRows(markdown: string): string[] {
  return [...markdown.matchAll(/^\|\s*`(OTP_[A-Z_]+)`\s*\|/gm)].map((match) => match[1] ?? '');
}

describe('OtpErrorCode', () => {
  it('has exactly one row for each code in docs/errors.md', () => {
    const codes = literalsOf(readText(SOURCE), 'OtpErrorCode');
    expect(codes).not.toEqual([]);
    expect(codesInRows(readText(DOCUMENT)).sort()).toEqual(codes.sort());
  });
});

describe('literalsOf and codesInRows', () => {
  it('read a union and a table', () => {
    expect(literalsOf("export type Code = | 'OTP_A' | 'OTP_B';", 'Code')).toEqual(['OTP_A', 'OTP_B']);
    expect(codesInRows('| code | meaning |\n|---|---|\n| `OTP_A` | see `OTP_B` |\n')).toEqual(['OTP_A']);
  });
});
