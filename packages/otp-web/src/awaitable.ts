/** What an app's function may return: at once or later. */
export type Awaitable<Value> = Value | Promise<Value>;
