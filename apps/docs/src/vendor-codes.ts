/** Every error code of a vendor that an adapter knows, read from the adapter's own table. */
import ts from 'typescript';
import { readText } from './repository.ts';

export interface VendorCode {
  readonly code: string;
  /** Ours: a `ProviderFailureCategory`. */
  readonly category: string;
}

/**
 * Reads rows of `[code, category, …]` and `[[code, code], category, …]`: what `errorTable` takes.
 *
 * @param path of the file that holds the table, from the root of the repository
 */
export function vendorCodesIn(path: string, categories: ReadonlySet<string>): VendorCode[] {
  const file = ts.createSourceFile(path, readText(path), ts.ScriptTarget.Latest, true);
  const found: VendorCode[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isArrayLiteralExpression(node)) found.push(...rowIn(node, categories));
    ts.forEachChild(node, visit);
  };
  visit(file);
  if (found.length === 0) throw new Error(`${path} holds no table of codes.`);
  return found;
}

function rowIn({ elements }: ts.ArrayLiteralExpression, categories: ReadonlySet<string>): VendorCode[] {
  const [codes, category] = elements;
  if (codes === undefined || category === undefined) return [];
  if (!ts.isStringLiteral(category) || !categories.has(category.text)) return [];
  const listed = ts.isArrayLiteralExpression(codes) ? [...codes.elements] : [codes];
  return listed
    .filter((code) => ts.isStringLiteral(code) || ts.isNumericLiteral(code))
    .map(({ text }) => ({ code: text, category: category.text }));
}
