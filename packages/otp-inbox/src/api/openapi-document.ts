/** The API as a document for tools, OpenAPI 3.1. A test holds it against the routes. */
import { PLATFORM_NAMES } from '@countersign/otp-hooks';
import { PROVIDER_NAMES } from '../messages/provider-name.ts';

const PHONE = { type: 'string', pattern: '^\\+[1-9][0-9]{6,14}$', examples: ['+15550100123'] };
const TIME = { type: 'string', format: 'date-time' };
const PROVIDER = { type: 'string', enum: PROVIDER_NAMES };
const PLATFORM = { type: 'string', enum: PLATFORM_NAMES };
const DELIVERY_STATUS = { type: 'string', enum: ['accepted', 'queued', 'sent', 'delivered', 'undelivered', 'lost'] };
const TEXT = { type: 'string' };
const TEXT_OR_NULL = { type: ['string', 'null'] };
const SECRET = { oneOf: [TEXT, list(TEXT)] };

const SCHEMAS = {
  Message: object({
    id: TEXT,
    provider: PROVIDER,
    vendorId: TEXT,
    channel: { type: 'string', enum: ['sms', 'call', 'whatsapp'] },
    to: PHONE,
    from: TEXT_OR_NULL,
    text: TEXT,
    code: TEXT_OR_NULL,
    encoding: { type: 'string', enum: ['GSM-7', 'UCS-2'] },
    forcedBy: TEXT_OR_NULL,
    segments: { type: 'integer' },
    media: list(TEXT),
    maxPriceUsd: TEXT_OR_NULL,
    validitySeconds: { type: ['integer', 'null'] },
    receivedAt: TIME,
    arrives: { type: 'boolean' },
    delivery: object({ status: DELIVERY_STATUS, code: TEXT_OR_NULL, at: TIME }),
    ruleId: TEXT_OR_NULL,
  }),
  TimelineEvent: {
    type: 'object',
    required: ['type', 'at'],
    properties: { type: { type: 'string', enum: ['delivery', 'rule', 'receipt'] }, at: TIME },
  },
  RawRequest: object({
    method: TEXT,
    path: TEXT,
    headers: { type: 'object', additionalProperties: TEXT },
    body: TEXT,
    receivedAt: TIME,
  }),
  Fault: {
    type: 'object',
    required: ['type'],
    properties: {
      type: {
        type: 'string',
        enum: [
          'rate-limited',
          'server-error',
          'refused',
          'invalid-number',
          'not-mobile',
          'opted-out',
          'blocked-country',
          'lost',
          'undelivered',
          'late',
          'duplicate',
          'receipt-late',
          'receipt-doubled',
          'receipt-out-of-order',
          'receipt-lost',
          'hang-before-reading',
          'hang-after-reading',
          'reset',
          'slow-body',
          'garbage',
          'wrong-number',
        ],
      },
      retryAfterSeconds: { type: 'integer' },
      status: { type: 'integer' },
      code: TEXT,
      delaySeconds: { type: 'integer' },
      seconds: { type: 'integer' },
    },
  },
  Rule: {
    type: 'object',
    required: ['fault'],
    properties: {
      fault: ref('Fault'),
      provider: { oneOf: [PROVIDER, list(PROVIDER)] },
      call: { type: 'string', enum: ['send', 'check'] },
      to: TEXT,
      nth: { type: 'integer', minimum: 1 },
      percent: { type: 'integer', minimum: 1, maximum: 100 },
      seed: { type: 'integer', minimum: 0 },
      times: { type: 'integer', minimum: 1 },
    },
  },
  ActiveRule: {
    allOf: [ref('Rule'), object({ id: TEXT, strikes: { type: 'integer' } })],
  },
  Strike: object({
    at: TIME,
    ruleId: TEXT,
    fault: TEXT,
    provider: PROVIDER,
    call: { type: 'string', enum: ['send', 'check'] },
    to: PHONE,
    messageId: TEXT_OR_NULL,
  }),
  ProviderSettings: object({
    provider: PROVIDER,
    title: TEXT,
    address: { type: 'object', additionalProperties: TEXT },
    credentials: { type: 'object', additionalProperties: TEXT },
    sdk: TEXT,
    receipts: TEXT,
  }),
  HookCall: {
    type: 'object',
    required: ['platform', 'url', 'to'],
    properties: {
      platform: PLATFORM,
      url: { type: 'string', format: 'uri' },
      to: PHONE,
      secret: SECRET,
      authorization: SECRET,
      mapping: { type: 'object', additionalProperties: TEXT },
      code: { type: 'string', pattern: '^[0-9]{4,10}$' },
      repeat: { type: 'string', enum: ['once', 'as-platform', 'always'], default: 'as-platform' },
      pauseMs: { type: 'integer', minimum: 0, maximum: 10_000 },
    },
  },
  HookCallLine: {
    oneOf: [
      object({
        type: { const: 'attempt' },
        attempt: { type: 'integer' },
        durationMs: { type: 'integer' },
        status: { type: ['integer', 'null'] },
        verdict: {
          type: 'string',
          enum: ['taken', 'failed', 'asks-again', 'sends-itself', 'no-answer', 'not-secure', 'unreachable'],
        },
        message: TEXT_OR_NULL,
        body: TEXT,
      }),
      object({ type: { const: 'end' }, platform: PLATFORM, to: PHONE, code: TEXT, messages: { type: 'integer' } }),
    ],
  },
  Problem: object({ type: TEXT, title: TEXT, status: { type: 'integer' }, detail: TEXT, code: TEXT }),
};

const MESSAGE_ID = parameter('id', 'path', TEXT);
const TO = parameter('to', 'query', PHONE);
const AFTER = parameter('after', 'query', TEXT);
const WAIT = parameter('wait', 'query', { type: 'string', pattern: '^[0-9]{1,5}(ms|s)$' });
const WAITING = [{ ...TO, required: true }, AFTER, WAIT];

export const OPENAPI_DOCUMENT = {
  openapi: '3.1.0',
  info: { title: 'otp-inbox', version: '1', description: 'Messages that an app sent to the local inbox.' },
  servers: [{ url: '/' }],
  security: [{}, { token: [] }],
  paths: {
    '/api/v1/messages': {
      get: operation('List messages, newest first', object({ messages: list(ref('Message')) }), [
        TO,
        parameter('provider', 'query', PROVIDER),
        parameter('search', 'query', TEXT),
        AFTER,
        parameter('before', 'query', TEXT),
        parameter('limit', 'query', { type: 'integer', minimum: 1, maximum: 1000, default: 100 }),
      ]),
      delete: removal('Delete all messages, or those to one number', [TO]),
    },
    '/api/v1/messages/{id}': {
      get: operation('Get a message', ref('Message'), [MESSAGE_ID]),
      delete: removal('Delete a message', [MESSAGE_ID]),
    },
    '/api/v1/messages/{id}/timeline': {
      get: operation('What happened to a message', object({ events: list(ref('TimelineEvent')) }), [MESSAGE_ID]),
    },
    '/api/v1/messages/{id}/request': {
      get: operation('The request that brought a message', ref('RawRequest'), [MESSAGE_ID]),
    },
    '/api/v1/message': {
      get: operation('Wait for a message', object({ message: ref('Message') }), WAITING),
    },
    '/api/v1/code': {
      get: operation('Wait for a code', object({ code: TEXT, message: ref('Message') }), WAITING),
    },
    '/api/v1/events': {
      get: {
        summary: 'Follow every change, as server-sent events',
        responses: {
          200: { description: 'A stream', content: { 'text/event-stream': { schema: TEXT } } },
          ...refusal(),
        },
      },
    },
    '/api/v1/rules': {
      get: operation('List rules', object({ rules: list(ref('ActiveRule')), magicNumbers: list({ type: 'object' }) })),
      post: withBody(operation('Add a rule', ref('ActiveRule'), [], 201), ref('Rule')),
      put: withBody(
        operation('Replace all rules', object({ rules: list(ref('ActiveRule')) })),
        object({ rules: list(ref('Rule')) }),
      ),
      delete: removal('Remove all rules', []),
    },
    '/api/v1/rules/{id}': { delete: removal('Remove a rule', [MESSAGE_ID]) },
    '/api/v1/rules/strikes': {
      get: operation('What rules struck, newest first', object({ strikes: list(ref('Strike')) })),
    },
    '/api/v1/hook-calls': {
      post: withBody(
        {
          summary: 'Call a hook as an auth platform does',
          responses: {
            200: {
              description: 'A line of JSON for each call as it ends, then one for the whole',
              content: { 'application/x-ndjson': { schema: ref('HookCallLine') } },
            },
            ...refusal(),
          },
        },
        ref('HookCall'),
      ),
    },
    '/api/v1/providers': {
      get: operation(
        'What to set so that an app talks to this inbox',
        object({
          providers: list(ref('ProviderSettings')),
          keys: object({ telnyxPublicKey: TEXT, snsCertificate: TEXT }),
        }),
      ),
    },
    '/api/v1/sns-certificate.pem': {
      get: {
        summary: 'What notices of SNS are checked with',
        responses: {
          200: { description: 'In PEM', content: { 'application/x-pem-file': { schema: TEXT } } },
          ...refusal(),
        },
      },
    },
    '/api/v1/openapi.json': { get: operation('This document', { type: 'object' }) },
    '/healthz': { get: operation('Whether the inbox is there', object({ status: TEXT })) },
  },
  components: { schemas: SCHEMAS, securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
};

function ref(name: string) {
  return { $ref: `#/components/schemas/${name}` };
}

function object(properties: Readonly<Record<string, object>>) {
  return { type: 'object', required: Object.keys(properties), properties };
}

function list(items: object) {
  return { type: 'array', items };
}

function parameter(name: string, where: 'query' | 'path', schema: object) {
  return { name, in: where, required: where === 'path', schema };
}

function refusal() {
  const content = { 'application/problem+json': { schema: ref('Problem') } };
  return { default: { description: 'A refusal', content } };
}

function operation(summary: string, schema: object, parameters: readonly object[] = [], status = 200) {
  const answer = { description: summary, content: { 'application/json': { schema } } };
  return { summary, parameters, responses: { [status]: answer, ...refusal() } };
}

function removal(summary: string, parameters: readonly object[]) {
  return { summary, parameters, responses: { 204: { description: 'Gone' }, ...refusal() } };
}

function withBody(described: object, schema: object) {
  return { ...described, requestBody: { required: true, content: { 'application/json': { schema } } } };
}
