/** A request that gets no answer of the usual kind: RFC 9457, with a `code` that stays the same. */
export type ProblemCode =
  | 'malformed-request'
  | 'invalid-parameter'
  | 'unauthorized'
  | 'forbidden-host'
  | 'cross-site'
  | 'not-found'
  | 'no-message'
  | 'method-not-allowed'
  | 'payload-too-large'
  | 'uri-too-long'
  | 'unsupported-media-type'
  | 'headers-too-large'
  | 'request-timeout'
  | 'internal'
  | 'too-many-waiters'
  | 'too-many-streams'
  | 'too-many-rules'
  | 'too-many-hook-calls'
  | 'closed';

const STATUS: Readonly<Record<ProblemCode, readonly [status: number, title: string]>> = {
  'malformed-request': [400, 'Bad Request'],
  'invalid-parameter': [400, 'Bad Request'],
  unauthorized: [401, 'Unauthorized'],
  'forbidden-host': [403, 'Forbidden'],
  'cross-site': [403, 'Forbidden'],
  'not-found': [404, 'Not Found'],
  'no-message': [404, 'Not Found'],
  'method-not-allowed': [405, 'Method Not Allowed'],
  'request-timeout': [408, 'Request Timeout'],
  'too-many-rules': [409, 'Conflict'],
  'payload-too-large': [413, 'Content Too Large'],
  'uri-too-long': [414, 'URI Too Long'],
  'unsupported-media-type': [415, 'Unsupported Media Type'],
  'headers-too-large': [431, 'Request Header Fields Too Large'],
  internal: [500, 'Internal Server Error'],
  'too-many-waiters': [503, 'Service Unavailable'],
  'too-many-streams': [503, 'Service Unavailable'],
  'too-many-hook-calls': [503, 'Service Unavailable'],
  closed: [503, 'Service Unavailable'],
};

/** Thrown by whatever handles a request. `message` becomes the `detail`; it never repeats what was sent. */
export class HttpProblem extends Error {
  readonly code: ProblemCode;
  readonly status: number;
  readonly title: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: ProblemCode, detail: string, headers: Readonly<Record<string, string>> = {}) {
    super(detail);
    this.name = 'HttpProblem';
    this.code = code;
    [this.status, this.title] = STATUS[code];
    this.headers = headers;
  }
}
