/**
 * What the `type` of a problem begins with. It names the kind of problem for clients that compare it (RFC 9457, section
 * 3.1.1), so ours is a name that no move of a web site changes. An app that has pages about its problems says where.
 */
export const PROBLEM_TYPE_BASE = 'urn:problem-type:countersign:';

export const PROBLEM_TYPE_BASE_SHAPE =
  "must be an https:// address that ends in / or #, or a name such as 'urn:acme:problems:'";

/** The code comes right behind it: without one of these ends, the two would run together. */
const SHAPE = /^(?:https:\/\/[!-~]*[/#]|urn:[a-z0-9-]{2,32}:(?:[!-~]*:)?)$/;

export function isProblemTypeBase(value: unknown): value is string {
  return typeof value === 'string' && value.length <= 256 && SHAPE.test(value) && URL.canParse(value);
}
