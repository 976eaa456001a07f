/** A value of a receipt: a parameter by its name, or a scalar of JSON by its path. */
import { type JsonPath, parseJsonPath, readJsonPath, scalarText } from './json-path.ts';

export interface ReceiptField {
  readonly name: string;
  /** `null`: a name that no path is written like. */
  readonly path: JsonPath | null;
}

/** What a callback says, and how it says it. */
export type ReceiptContent =
  | { readonly kind: 'parameters'; readonly parameters: URLSearchParams }
  | { readonly kind: 'json'; readonly json: unknown };

export function isFieldName(value: unknown): value is string {
  return typeof value === 'string' && /^[\x21-\x7e]{1,256}$/.test(value);
}

export function readField(name: string): ReceiptField {
  return { name, path: parseJsonPath(name) };
}

/** `null` where it is not there, or there several times: which of them is meant nobody knows. */
export function readValue({ name, path }: ReceiptField, content: ReceiptContent): string | null {
  if (content.kind === 'json') {
    const [value, ...others] = path === null ? [] : readJsonPath(content.json, path);
    return others.length > 0 ? null : scalarText(value);
  }
  const [value, ...others] = content.parameters.getAll(name);
  return value === undefined || others.length > 0 ? null : value;
}
