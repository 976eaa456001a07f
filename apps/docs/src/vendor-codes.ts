/** Every error code of a vendor that an adapter knows, read from the adapter's own table. */
import ts from 'typescript';
import { readText } from './repository.ts';

export interface VendorCode {
  readonly code: string;
  /** Ours: a `ProviderFailureCategory`. */
  readonly category: string;
}

/**
 * Two shapes are read: rows of `['10001', 'invalid-recipient', …]`, and lists of codes under a category.
 *
 * @param path of the file that holds the table, from the root of the repository
 */
export function vendorCodesIn(path: string, categories: ReadonlySet<string>): VendorCode[] {
  const file = ts.createSourceFile(path, readText(path), ts.ScriptTarget.Latest, true);
  const found: VendorCode[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isArrayLiteralExpression(node)) found.push(...rowIn(node, categories));
    if (ts.isPropertyAssignment(node)) found.push(...listIn(node, categories));
    ts.forEachChild(node, visit);
  };
  visit(file);
  if (found.length === 0) throw new Error(`${path} holds no table of codes.`);
  return found;
}

function rowIn({ elements }: ts.ArrayLiteralExpression, categories: ReadonlySet<string>): VendorCode[] {
  const [code, category] = elements;
  if (code === undefined || category === undefined) return [];
  if (!ts.isStringLiteral(code) || !ts.isStringLiteral(category) || !categories.has(category.text)) return [];
  return [{ code: code.text, category: category.text }];
}

function listIn({ name, initializer }: ts.PropertyAssignment, categories: ReadonlySet<string>): VendorCode[] {
  const category = ts.isStringLiteral(name) || ts.isIdentifier(name) ? name.text : '';
  if (!categories.has(category) || !ts.isArrayLiteralExpression(initializer)) return [];
  return initializer.elements.filter(ts.isNumericLiteral).map(({ text }) => ({ code: text, category }));
}
