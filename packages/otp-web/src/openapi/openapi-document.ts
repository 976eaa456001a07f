/** The routes as an OpenAPI 3.1 document, built from what the routes themselves know. */
import type { ResolvedOtpWebOptions } from '../otp-web-options.ts';
import { allProblems, type Problem, type ProblemCode } from '../problems/problem.ts';

/** A JSON document. */
export type OpenApiDocument = Readonly<Record<string, unknown>>;

/** What the document depends on. */
type Described = Pick<ResolvedOtpWebOptions<readonly unknown[]>, 'purposes' | 'webhooks' | 'proof'>;

export function createOpenApiDocument(options: Described): OpenApiDocument {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Phone verification',
      version: '1',
      description: 'One-time passwords over SMS: send a code, check it, send it again, cancel it.',
    },
    // Relative to this document, wherever the handler is mounted.
    servers: [{ url: '.' }],
    paths: {
      ...verificationPaths(),
      '/countries': countriesPath(),
      ...webhookPaths(options.webhooks.parsers.map(({ providerId }) => providerId)),
    },
    components: { schemas: schemas(options) },
  };
}

function verificationPaths(): OpenApiDocument {
  return {
    '/verifications': post({
      summary: 'Sends a code to a number.',
      body: 'VerificationRequest',
      parameters: [IDEMPOTENCY_KEY],
      status: 202,
      answer: 'Verification',
      problems: [
        'invalid-phone-number',
        'idempotency-unavailable',
        'destination-not-allowed',
        'cooldown',
        'quota-exceeded',
        'rate-limited',
        'locked',
        'delivery-failed',
        'provider-unavailable',
      ],
    }),
    '/verifications/check': post({
      summary: 'Checks a code.',
      body: 'VerificationCheck',
      status: 200,
      answer: 'VerifiedNumber',
      problems: [
        'challenge-not-active',
        'mismatch',
        'rate-limited',
        'provider-refused',
        'provider-unavailable',
        'outcome-unknown',
      ],
    }),
    '/verifications/resend': post({
      summary: 'Sends the code of an open verification again. Tries and expiry stay.',
      body: 'VerificationResend',
      status: 202,
      answer: 'Verification',
      problems: [
        'challenge-not-active',
        'destination-not-allowed',
        'cooldown',
        'quota-exceeded',
        'rate-limited',
        'locked',
        'delivery-failed',
        'provider-unavailable',
      ],
    }),
    '/verifications/cancel': post({
      summary:
        'Cancels a verification. The answer is 204, also if none was open, and 400 if the challenge has a wrong form.',
      body: 'VerificationCancel',
      status: 204,
      problems: [],
    }),
  };
}

function countriesPath(): OpenApiDocument {
  return {
    get: {
      summary: 'Lists the countries that codes are sent to, for a form to offer. null means all.',
      responses: { 200: { description: 'Done.', content: { 'application/json': { schema: reference('Countries') } } } },
    },
  };
}

function webhookPaths(providerIds: readonly string[]): OpenApiDocument {
  return Object.fromEntries(
    providerIds.map((providerId) => [
      `/webhooks/${providerId}`,
      {
        post: {
          summary: `Receives delivery receipts, signed by ${providerId}.`,
          requestBody: { required: true, content: { '*/*': {} } },
          responses: {
            200: { description: 'Accepted, with the answer that the provider expects.' },
            204: { description: 'Accepted.' },
            ...problemResponses([
              'malformed',
              'webhook-refused',
              'body-timeout',
              'body-too-large',
              'internal-error',
              'service-unavailable',
            ]),
          },
        },
      },
    ]),
  );
}

interface Operation {
  readonly summary: string;
  readonly body: string;
  readonly parameters?: readonly object[];
  readonly status: number;
  readonly answer?: string;
  /** Besides those that every route has. */
  readonly problems: readonly ProblemCode[];
}

const EVERYWHERE: readonly ProblemCode[] = [
  'malformed',
  'body-timeout',
  'body-too-large',
  'unsupported-media-type',
  'internal-error',
  'service-unavailable',
];

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  description: 'A retry with the same key, from the same session or address, sends nothing.',
  schema: { type: 'string', minLength: 1, maxLength: 256, pattern: '^[\\x21-\\x7e]+$' },
};

const PROOF = {
  type: 'string',
  description: 'A signed, short-lived JWT that names the number. Present it with the next request.',
};

function post({ summary, body, parameters, status, answer, problems }: Operation): OpenApiDocument {
  const success =
    answer === undefined
      ? { description: 'Done.' }
      : { description: 'Done.', content: { 'application/json': { schema: reference(answer) } } };
  return {
    post: {
      summary,
      ...(parameters === undefined ? {} : { parameters }),
      requestBody: { required: true, content: { 'application/json': { schema: reference(body) } } },
      responses: { [status]: success, ...problemResponses([...EVERYWHERE, ...problems]) },
    },
  };
}

/** One response for each status, naming the codes it can have. */
function problemResponses(codes: readonly ProblemCode[]): OpenApiDocument {
  const all = allProblems().filter(({ code }) => codes.includes(code));
  const byStatus = new Map<number, Problem[]>();
  for (const problem of all) {
    for (const status of statusesOf(problem)) byStatus.set(status, [...(byStatus.get(status) ?? []), problem]);
  }
  return Object.fromEntries([...byStatus].map(([status, problems]) => [status, problemResponse(problems)]));
}

/** A lock without an end has a status of its own. */
function statusesOf({ code, status }: Problem): readonly number[] {
  return code === 'locked' ? [status, 403] : [status];
}

function problemResponse(problems: readonly Problem[]): object {
  const codes = problems.map(({ code }) => code);
  const schema = { allOf: [reference('Problem'), { properties: { code: { enum: codes } } }] };
  return {
    description: problems.map(({ code, title }) => `${code}: ${title}`).join(' '),
    ...(problems.some(({ status }) => status === 429 || status === 503)
      ? { headers: { 'Retry-After': { description: 'Seconds.', schema: { type: 'integer', minimum: 1 } } } }
      : {}),
    content: { 'application/problem+json': { schema } },
  };
}

function schemas({ purposes: served, proof }: Described): OpenApiDocument {
  const purposes = [...served];
  const challenge = {
    type: 'string',
    maxLength: 1024,
    description: 'Sealed. Keep it with the form, and send it back.',
  };
  const code = {
    type: 'string',
    maxLength: 256,
    description: 'As typed or pasted: spaces, dashes, line ends and digits of any script are allowed.',
    examples: ['042817', '042 817'],
  };
  const phoneNumber = { type: 'string', examples: ['+14155550123'] };
  const purpose = { type: 'string', enum: purposes, ...(purposes.includes('default') ? { default: 'default' } : {}) };
  const locale = { type: 'string', description: 'The language of the message, best as BCP 47.', examples: ['pt-BR'] };
  const time = { type: 'string', format: 'date-time' };
  return {
    VerificationRequest: object({ phoneNumber }, { purpose, locale }),
    VerificationCheck: object({ challenge, code }, { purpose }),
    VerificationResend: object({ challenge }, { purpose, locale }),
    VerificationCancel: object({ challenge }, { purpose }),
    Verification: object({
      challenge,
      expiresAt: time,
      resendAt: time,
      codeLength: { type: 'integer', minimum: 4, maximum: 10 },
      maskedTo: { type: 'string', examples: ['+*******23'] },
    }),
    VerifiedNumber: object({
      verified: { const: true },
      phoneNumber,
      purpose,
      ...(proof === null ? {} : { proof: PROOF }),
    }),
    Countries: object({
      countries: {
        type: ['array', 'null'],
        items: { type: 'string', pattern: '^([A-Z]{2}|001)$' },
        description: 'ISO 3166-1 alpha-2; 001 for numbers of no country.',
        examples: [['DE', 'US']],
      },
    }),
    Problem: object(
      {
        type: { type: 'string', format: 'uri', description: 'Names the problem: a prefix, then its code.' },
        title: { type: 'string' },
        status: { type: 'integer' },
        code: { type: 'string', enum: allProblems().map(({ code }) => code) },
      },
      {
        detail: { type: 'string' },
        field: { type: 'string', examples: ['code'] },
        attemptsLeft: { type: 'integer', minimum: 0 },
        retryAt: time,
      },
    ),
  };
}

function object(required: Record<string, object>, optional: Record<string, object> = {}): object {
  return {
    type: 'object',
    required: Object.keys(required),
    properties: { ...required, ...optional },
    additionalProperties: false,
  };
}

function reference(name: string): object {
  return { $ref: `#/components/schemas/${name}` };
}
