/** What a recipe says where its original has no words of its own. */
export type RefusalStatus = 400 | 401 | 403 | 405 | 409 | 429 | 500 | 502 | 503;

export const REFUSAL_WORDS: Readonly<Record<RefusalStatus, string>> = {
  400: 'The request must be a JSON object with all of its fields.',
  401: 'Sign in first.',
  403: 'Requests from other sites are refused.',
  405: 'Use POST.',
  409: 'There is one already.',
  429: 'Too many requests. Try again later.',
  500: 'Something went wrong here.',
  502: 'The message provider is at fault. Try again later.',
  503: 'The service is not available. Try again later.',
};
