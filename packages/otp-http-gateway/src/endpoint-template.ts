/**
 * Placeholders in an endpoint, such as `{to}`. For the URL parser each becomes a word it leaves alone, which is
 * replaced when a message is sent: so what a value holds can never change the host, nor any part but its own.
 */
export type EndpointField = 'username' | 'password' | 'apiKey' | 'to' | 'text' | 'from';

const FIELDS: Readonly<Record<string, EndpointField>> = {
  username: 'username',
  password: 'password',
  apikey: 'apiKey',
  to: 'to',
  text: 'text',
  message: 'text',
  from: 'from',
  sender: 'from',
};

export interface EndpointTemplate {
  /** The endpoint with words in place of its placeholders. */
  readonly url: string;
  readonly fields: readonly EndpointField[];
  /** A brace without a known name in it, or one in the host. */
  readonly isFlawed: boolean;
}

export function readEndpointTemplate(endpoint: string): EndpointTemplate {
  const fields: EndpointField[] = [];
  const url = endpoint.replaceAll(/\{([A-Za-z]{1,16})\}/g, (written, name: string) => {
    const field = Object.hasOwn(FIELDS, name.toLowerCase()) ? FIELDS[name.toLowerCase()] : undefined;
    if (field === undefined) return written;
    fields.push(field);
    return placeOf(field);
  });
  const host = /^[^/]*\/\/[^/?#]*/.exec(endpoint)?.[0] ?? '';
  return { url, fields, isFlawed: /[{}]/.test(url) || /[{}]/.test(host) || hasPlace(endpoint) };
}

/**
 * Puts encoded values into an endpoint. `null` where one would make a path climb: parsers take `..` for the folder
 * above, percent signs or not.
 */
export function fillEndpoint(
  base: string,
  query: string,
  encodedOf: (field: EndpointField) => string,
): { readonly base: string; readonly query: string } | null {
  const filledBase = fill(base, encodedOf);
  if (filledBase !== base && filledBase.split('/').some((segment) => /^\.{1,2}$/.test(segment))) return null;
  return { base: filledBase, query: fill(query, encodedOf) };
}

function fill(part: string, encodedOf: (field: EndpointField) => string): string {
  return part.replaceAll(PLACE, (_place, field: EndpointField) => encodedOf(field));
}

const PLACE = /countersign-place-([A-Za-z]+)-here/g;

function placeOf(field: EndpointField): string {
  return `countersign-place-${field}-here`;
}

function hasPlace(text: string): boolean {
  return text.includes('countersign-place-');
}
