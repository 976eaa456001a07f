/** The one kind of body that is taken: JSON in UTF-8 (RFC 8259, section 8.1), as it is, not compressed. */
const JSON_MEDIA_TYPE = /^application\/json[ \t]*(?:;[ \t]*(?:charset=(?:utf-8|"utf-8")[ \t]*)?)?$/i;

/**
 * Also the guard against forms of other sites: a page can post `text/plain` or a form to us without asking,
 * but not `application/json`.
 */
export function isJson(contentType: string | null, contentEncoding: string | null): boolean {
  if (contentType === null || !JSON_MEDIA_TYPE.test(contentType.trim())) return false;
  return contentEncoding === null || contentEncoding.trim().toLowerCase() === 'identity';
}
