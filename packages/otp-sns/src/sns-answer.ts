/** What came of one request to SNS. Types only. */
export type SnsAnswer =
  | { readonly status: 'answered'; readonly statusCode: number; readonly output: unknown }
  | { readonly status: 'denied'; readonly denial: SnsDenial }
  | { readonly status: 'broken'; readonly break: BrokenAnswer };

/** An answer that is no success. Of its text nothing comes along but which parameter it blames. */
export interface SnsDenial {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  /** As on the wire, for example `InvalidParameter`; `null` where there is none that can be read. */
  readonly code: string | null;
  readonly blames: 'phone-number' | 'message' | null;
}

/** No whole answer. Of what the SDK throws nothing but a name such as `ECONNREFUSED` comes along: the rest holds the request. */
export type BrokenAnswer = BrokenExchange | UnloadedSdk;

interface BrokenExchange {
  readonly cause: 'timeout' | 'aborted' | 'failed' | 'no-credentials' | 'no-region';
  /** False only where not a byte of the request can have left. */
  readonly mayHaveLeft: boolean;
  readonly code: string | null;
  /** The status, where the answer broke off after it. */
  readonly statusCode: number | null;
}

/** Nothing was asked. */
interface UnloadedSdk {
  readonly cause: 'not-loaded';
  readonly explanation: string;
  readonly mayHaveLeft: false;
  readonly code: null;
  readonly statusCode: null;
}
