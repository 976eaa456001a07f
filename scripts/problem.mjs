/** Something the reader can mend. Its message is printed as it is; a stack would only hide it. */
export class Problem extends Error {}

/**
 * @param {unknown} error
 * @returns {string} what to print: a problem's sentence, or the whole stack of what nobody expected
 */
export function describeError(error) {
  if (error instanceof Problem) return error.message;
  return error instanceof Error ? String(error.stack) : String(error);
}
