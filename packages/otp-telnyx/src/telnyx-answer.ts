/** What came of one request to Telnyx. Types only. */
export type TelnyxAnswer =
  | { readonly status: 'answered'; readonly answer: WholeAnswer }
  | { readonly status: 'broken'; readonly break: BrokenAnswer };

/** An answer that was read to its end. */
export interface WholeAnswer {
  readonly statusCode: number;
  readonly headers: Headers | null;
  /** Whatever the SDK made of the body: parsed JSON, a string, nothing. */
  readonly body: unknown;
}

/** No whole answer. Of what the SDK throws nothing but a name such as `ECONNREFUSED` comes along: the rest holds the request. */
export type BrokenAnswer = BrokenExchange | UnloadedSdk;

interface BrokenExchange {
  readonly cause: 'timeout' | 'aborted' | 'failed';
  /** False only where not a byte of the request can have left. */
  readonly mayHaveLeft: boolean;
  readonly code: string | null;
  /** The status and headers, where the answer broke off after them. */
  readonly statusCode: number | null;
  readonly headers: Headers | null;
}

/** Nothing was asked. */
interface UnloadedSdk {
  readonly cause: 'not-loaded';
  readonly explanation: string;
  readonly mayHaveLeft: false;
  readonly code: null;
  readonly statusCode: null;
  readonly headers: null;
}
