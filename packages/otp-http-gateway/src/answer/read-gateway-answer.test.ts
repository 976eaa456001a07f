import { describe, expect, it } from 'vitest';
import type { GatewayAnswer } from '../http-gateway-options.ts';
import { resolveHttpGatewayOptions } from '../resolve-http-gateway-options.ts';
import { CREDENTIALS, expectNoSecretIn, MESSAGE } from '../test-support/secrets.ts';
import { readGatewayAnswer } from './read-gateway-answer.ts';

const EVERYTHING = `${Object.values(CREDENTIALS).join(' ')} ${MESSAGE.to} ${MESSAGE.text}`;

function answer(statusCode: number, body = '', headers: Record<string, string> = {}): GatewayAnswer {
  return { statusCode, body, headers };
}

function read(given: GatewayAnswer, options: Record<string, unknown> = {}) {
  const rules = resolveHttpGatewayOptions({ endpoint: 'https://gateway.example/send', ...CREDENTIALS, ...options });
  const outcome = readGatewayAnswer(given, rules, MESSAGE);
  expectNoSecretIn(outcome);
  return outcome;
}

describe('readGatewayAnswer', () => {
  it.each([200, 201, 202, 204, 299])('accepts a %i that says nothing against it', (statusCode) => {
    expect(read(answer(statusCode))).toEqual({ status: 'accepted', messageId: null });
  });

  it('refuses by a body of failure, telling nothing of it', () => {
    expect(read(answer(200, `ERR: 105, ${EVERYTHING}`))).toEqual({
      status: 'refused',
      failure: {
        category: 'unknown',
        retryable: false,
        providerId: 'http-gateway',
        statusCode: 200,
        message: 'The gateway refused the message in its answer.',
      },
    });
  });

  it('is not certain of a body that only the manual explains', () => {
    expect(read(answer(202, '0: Accepted for delivery'))).toMatchObject({
      status: 'unknown',
      failure: { category: 'unknown', statusCode: 202 },
    });
  });

  it.each([
    [400, 'unknown', false],
    [401, 'authentication', false],
    [402, 'insufficient-funds', false],
    [403, 'authentication', false],
    [404, 'configuration', false],
    [405, 'configuration', false],
    [409, 'unknown', false],
    [422, 'unknown', false],
    [429, 'rate-limited', true],
    [499, 'unknown', false],
  ])('refuses %i as %s, whatever the body says', (statusCode, category, retryable) => {
    expect(read(answer(statusCode, 'OK'))).toMatchObject({
      status: 'refused',
      failure: { category, retryable, statusCode },
    });
  });

  it.each([300, 301, 302, 303, 307, 308, 399])('refuses a %i as misconfigured', (statusCode) => {
    expect(read(answer(statusCode, 'OK', { location: 'https://elsewhere.example' }))).toMatchObject({
      status: 'refused',
      failure: { category: 'configuration', statusCode },
    });
  });

  it.each([
    [408, 'timeout'],
    [500, 'unavailable'],
    [502, 'unavailable'],
    [503, 'unavailable'],
    [504, 'timeout'],
    [599, 'unavailable'],
    [199, 'unknown'],
    [999, 'unavailable'],
  ])('is not certain after %i', (statusCode, category) => {
    expect(read(answer(statusCode, 'ERROR'))).toMatchObject({ status: 'unknown', failure: { category, statusCode } });
  });

  it.each([
    ['30', 30_000],
    ['Fri, 31 Dec 2100 23:59:59 GMT', 86_400_000],
    ['Thu, 01 Jan 1970 00:00:00 GMT', 0],
  ])('tells how long to wait by Retry-After: %s', (header, retryAfterMs) => {
    expect(read(answer(429, '', { 'retry-after': header }))).toMatchObject({
      status: 'refused',
      failure: { retryAfterMs },
    });
    expect(read(answer(503, '', { 'retry-after': header }))).toMatchObject({
      status: 'unknown',
      failure: { retryAfterMs },
    });
  });

  it.each(['', 'soon', '1e3'])('ignores a Retry-After of %j', (header) => {
    expect(read(answer(429, '', { 'retry-after': header })).status).toBe('refused');
    expect(JSON.stringify(read(answer(429, '', { 'retry-after': header })))).not.toContain('retryAfterMs');
  });

  describe('with a configured message id', () => {
    const idOf = (found: unknown, given = answer(200, 'ID: abc-123')) => {
      const outcome = read(given, { messageId: () => found });
      return outcome.status === 'accepted' ? outcome.messageId : outcome.status;
    };

    it('finds it in the answer', () => {
      const messageId = ({ body }: GatewayAnswer) => /^ID: (\S+)/.exec(body)?.[1] ?? null;
      expect(read(answer(200, 'ID: abc-123'), { messageId })).toEqual({ status: 'accepted', messageId: 'abc-123' });
      expect(read(answer(200, 'sent'), { messageId })).toEqual({ status: 'accepted', messageId: null });
    });

    it('takes a whole number for an id', () => {
      expect(idOf(4711)).toBe('4711');
    });

    it.each([null, undefined, '', 'two words', 'a\nb', 'é', 'x'.repeat(129), {}, 1.5, true])(
      'counts %j as none',
      (found) => {
        expect(idOf(found)).toBeNull();
      },
    );

    it.each([
      ['an expression', /^ID: (\S+)/, 'ID: abc-123', 'abc-123'],
      ['an expression that does not fit', /^ID=(\S+)/, 'ID: abc-123', null],
      ['a path', { json: 'list[0].id' }, '{"list":[{"id":"abc-123"}]}', 'abc-123'],
      ['a path with $ and a hyphen', { json: '$.messages[0].message-id' }, '{"messages":[{"message-id":7}]}', '7'],
      ['a path to what is inherited', { json: 'constructor.name' }, '{}', null],
      ['a path into text', { json: 'list.length' }, '{"list":"abc"}', null],
    ])('finds it by %s', (_how, messageId, body, id) => {
      expect(read(answer(200, body), { messageId })).toEqual({ status: 'accepted', messageId: id });
    });

    it.each(['804617', 'id:804617', '804617-1', 'a804617f', '80461'])(
      'counts an id that may be the code of the text as none: %s',
      (id) => {
        expect(idOf(id)).toBeNull();
      },
    );

    it.each(['804618', '80-46-17'])('keeps an id that merely looks like it: %s', (id) => {
      expect(idOf(id)).toBe(id);
    });

    it.each([`39123456789,7f3a`, `${MESSAGE.to}/7f3a`, `id-${CREDENTIALS.apiKey}`, CREDENTIALS.password])(
      'counts an id that repeats what must not be told as none: %s',
      (found) => {
        expect(idOf(found)).toBeNull();
      },
    );

    it('accepts without one when it throws or is async', () => {
      const outcome = read(answer(200, 'OK'), {
        messageId: () => {
          throw new Error(EVERYTHING);
        },
      });
      expect(outcome).toEqual({ status: 'accepted', messageId: null });
      expect(idOf(Promise.reject(new Error(EVERYTHING)))).toBeNull();
    });

    it('is not asked about a refusal', () => {
      expect(idOf('abc', answer(200, 'ERR 1'))).toBe('refused');
    });
  });
});
