/** The database did not answer. What a driver says may hold the address with its password, so only the fault's name is kept. */
export class DatabaseUnavailableError extends Error {
  constructor(error: unknown) {
    super(`The database does not answer as it should (${nameOf(error)}).`);
  }
}

/** Of the driver, such as `ECONNREFUSED` or `57P01`. */
function nameOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null ? Reflect.get(error, 'code') : undefined;
  return typeof code === 'string' && /^\w{1,32}$/.test(code) ? code : 'no answer';
}

/** Whatever a query throws becomes one error that routes answer with 503. */
export async function askDatabase<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask();
  } catch (error) {
    throw new DatabaseUnavailableError(error);
  }
}
