import { describe, expect, it } from 'vitest';
import type { GatewayAnswer, GatewayAnswerRules } from '../http-gateway-options.ts';
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
  describe('with rules', () => {
    const kannel: GatewayAnswerRules = {
      accepted: { status: 202, body: /^(0: Accepted|3: Queued)/ },
      refused: [{ body: /^Authorization failed/, category: 'authentication' }, { body: /^(0: )?Not routable/ }],
      temporary: { status: 503, body: /^Temporal failure/ },
    };
    const verdict = (given: GatewayAnswer, answers: unknown = kannel) => read(given, { answers }).status;

    it('takes a message for accepted by a rule alone', () => {
      expect(verdict(answer(202, '0: Accepted for delivery'))).toBe('accepted');
      expect(verdict(answer(200, '0: Accepted for delivery'))).toBe('unknown');
      expect(verdict(answer(202, 'OK'))).toBe('unknown');
      expect(verdict(answer(202, ''))).toBe('unknown');
    });

    it('refuses by the first rule that fits, with its category', () => {
      expect(read(answer(202, 'Authorization failed'), { answers: kannel })).toMatchObject({
        status: 'refused',
        failure: { category: 'authentication', retryable: false, statusCode: 202 },
      });
      expect(read(answer(202, 'Not routable.'), { answers: kannel })).toMatchObject({
        status: 'refused',
        failure: { category: 'unknown', retryable: false },
      });
      expect(read(answer(400, 'Authorization failed'), { answers: kannel })).toMatchObject({
        failure: { category: 'authentication', statusCode: 400 },
      });
    });

    it('says that the recipient can bring an answer about, by the rule that fits', () => {
      const answers: GatewayAnswerRules = {
        accepted: { body: /^OK/ },
        refused: [
          { status: 403, body: /^blocked/, category: 'authentication', dependsOn: 'recipient' },
          { status: 403, body: /^key/, category: 'authentication' },
        ],
        uncertain: [
          { status: 500, body: /^route/, category: 'unavailable', dependsOn: 'recipient' },
          { status: 500, body: /^queue/, category: 'rate-limited' },
        ],
      };
      const failureOf = (given: GatewayAnswer) => {
        const outcome = read(given, { answers });
        return outcome.status === 'accepted' ? null : { status: outcome.status, ...outcome.failure };
      };
      expect(failureOf(answer(403, 'blocked'))).toMatchObject({ status: 'refused', dependsOn: 'recipient' });
      expect(failureOf(answer(403, 'key'))).not.toHaveProperty('dependsOn');
      const route = { status: 'unknown', category: 'unavailable', dependsOn: 'recipient' };
      expect(failureOf(answer(500, 'route'))).toMatchObject(route);
      expect(failureOf(answer(500, 'queue'))).toMatchObject({ status: 'unknown', category: 'rate-limited' });
      expect(failureOf(answer(500, 'queue'))).not.toHaveProperty('dependsOn');
      expect(failureOf(answer(500, 'else'))).not.toHaveProperty('dependsOn');
      // A bare 403 is a wrong key to one gateway and a blocked number to another.
      expect(failureOf(answer(403, 'else'))).toMatchObject({ dependsOn: 'destination' });
      expect(failureOf(answer(401, 'else'))).not.toHaveProperty('dependsOn');
      // A success that nobody has explained may be a sentence about the number; a page is none.
      expect(failureOf(answer(200, '7 not here'))).toMatchObject({ status: 'unknown', dependsOn: 'recipient' });
      expect(failureOf(answer(200, ' <html>'))).not.toHaveProperty('dependsOn');
    });

    it('says so by codes, and of codes that have no category', () => {
      const options = {
        answers: { accepted: { body: /^OK/ }, refused: { body: /^E/ } },
        failureCodes: {
          find: /^E(\d+)/,
          categories: { '7': 'configuration', '8': 'configuration' },
          dependOnRecipient: ['8'],
        },
      };
      expect(read(answer(200, 'E7'), options)).not.toHaveProperty('failure.dependsOn');
      expect(read(answer(200, 'E8'), options)).toMatchObject({
        failure: { dependsOn: 'recipient', providerCode: '8' },
      });
      expect(read(answer(403, 'E9'), options)).toMatchObject({
        failure: { dependsOn: 'recipient', providerCode: '9' },
      });
      expect(read(answer(401, 'E9'), options)).not.toHaveProperty('failure.dependsOn');
    });

    it('refuses for now by a rule of its own, which goes first', () => {
      expect(read(answer(503, 'Temporal failure'), { answers: kannel })).toMatchObject({
        status: 'refused',
        failure: { category: 'unavailable', retryable: true },
      });
      const answers = {
        ...kannel,
        refused: { body: /^E/ },
        temporary: { body: /^E4/, category: 'insufficient-funds' },
      };
      expect(read(answer(200, 'E4'), { answers })).toMatchObject({
        status: 'refused',
        failure: { category: 'insufficient-funds', retryable: true },
      });
      expect(read(answer(200, 'E5'), { answers })).toMatchObject({
        failure: { category: 'unknown', retryable: false },
      });
    });

    it('is not certain of an answer that fits both', () => {
      expect(verdict(answer(202, '0: Accepted'), { ...kannel, refused: { body: /Accepted/ } })).toBe('unknown');
      expect(verdict(answer(202, '0: Accepted'), { ...kannel, temporary: { body: /Accepted/ } })).toBe('unknown');
    });

    it.each([408, 500, 502, 503, 504])('makes nothing of a %i that no rule names', (statusCode) => {
      expect(verdict(answer(statusCode, 'Not routable.'))).toBe('unknown');
      expect(verdict(answer(statusCode, ''), { accepted: () => true, refused: () => true })).toBe('unknown');
    });

    it('never follows a redirect, whatever a rule says', () => {
      expect(read(answer(302), { answers: { accepted: () => true } })).toMatchObject({
        status: 'refused',
        failure: { category: 'configuration' },
      });
    });

    it.each([401, 402, 404, 429])('refuses a %i by its status where no rule fits', (statusCode) => {
      expect(verdict(answer(statusCode, '0: Accepted'))).toBe('refused');
      expect(verdict(answer(statusCode), { accepted: () => true })).toBe('refused');
    });

    it('asks a function about the whole answer', () => {
      const accepted = ({ headers }: GatewayAnswer) => headers['x-result'] === '1';
      expect(verdict(answer(200, 'x', { 'x-result': '1' }), { accepted })).toBe('accepted');
      expect(verdict(answer(200, 'x', { 'x-result': '2' }), { accepted })).toBe('unknown');
      expect(verdict(answer(200, 'x', { 'x-result': '2' }), { accepted, refused: () => true })).toBe('refused');
    });

    it.each([false, undefined, null, 'true', 1, {}, Promise.resolve(true)])(
      'takes nothing but true for a yes: %j',
      (said) => {
        expect(verdict(answer(200, 'OK'), { accepted: () => said })).toBe('unknown');
        expect(verdict(answer(200, 'OK'), { accepted: /^OK/.test, refused: () => said })).toBe('unknown');
      },
    );

    it('is not certain when a function throws or its promise is rejected', () => {
      const accepted = () => {
        throw new Error(EVERYTHING);
      };
      expect(verdict(answer(200, 'OK'), { accepted })).toBe('unknown');
      expect(verdict(answer(200, 'OK'), { accepted: () => Promise.reject(new Error(EVERYTHING)) })).toBe('unknown');
    });

    it.each([
      ['{"status":"0"}', 'accepted'],
      ['{"status":0}', 'accepted'],
      ['{"status":"00"}', 'unknown'],
      ['{"status":["0"]}', 'unknown'],
      ['{"status":{"0":0}}', 'unknown'],
      ['{"status":null}', 'unknown'],
      ['{"status":false}', 'unknown'],
      ['{}', 'unknown'],
      ['[{"status":"0"}]', 'unknown'],
      ['null', 'unknown'],
      ['{"status":"0"', 'unknown'],
      ['', 'unknown'],
      ['[['.repeat(30_000), 'unknown'],
    ])('compares a JSON value as it is written: %.40s', (body, status) => {
      expect(verdict(answer(200, body), { accepted: { json: { path: 'status', equals: '0' } } })).toBe(status);
    });

    it('wants every part of a pattern to fit', () => {
      const accepted = { status: [200, 201], body: /^\{/, json: { path: 'ok', equals: true } };
      expect(verdict(answer(201, '{"ok":true}'), { accepted })).toBe('accepted');
      expect(verdict(answer(202, '{"ok":true}'), { accepted })).toBe('unknown');
      expect(verdict(answer(201, ' {"ok":true}'), { accepted })).toBe('unknown');
      expect(verdict(answer(201, '{"ok":false}'), { accepted })).toBe('unknown');
    });
  });

  describe('with codes of failure', () => {
    const failureCodes = { find: /^E (\S+)/, categories: { '7': 'opted-out', '804617': 'rate-limited' } };
    const answers = { accepted: { body: /^OK/ }, refused: { body: /^E/, category: 'fraud-blocked' } };
    const failureOf = (given: GatewayAnswer, options: object = {}) => {
      const outcome = read(given, { answers, failureCodes, ...options });
      return outcome.status === 'accepted' ? null : outcome.failure;
    };

    it('says what the gateway means, beside its own word for it', () => {
      expect(failureOf(answer(200, 'E 7'))).toMatchObject({ category: 'opted-out', providerCode: '7' });
      expect(failureOf(answer(200, 'E 8'))).toMatchObject({ category: 'fraud-blocked', providerCode: '8' });
      expect(failureOf(answer(403, 'E 7'))).toMatchObject({ category: 'opted-out', statusCode: 403 });
      expect(failureOf(answer(200, 'E'))).not.toHaveProperty('providerCode');
    });

    it('shows the code of an answer that is not certain, and makes nothing of it', () => {
      expect(read(answer(502, 'E 7'), { answers, failureCodes })).toMatchObject({
        status: 'unknown',
        failure: { category: 'unavailable', providerCode: '7' },
      });
    });

    it.each(['x'.repeat(33), 'a/b', 'é', '39123456789', 'to-39123456789', CREDENTIALS.apiKey, '804617'])(
      'shows no code that may be something else: %s',
      (code) => {
        expect(failureOf(answer(200, `E ${code}`))).not.toHaveProperty('providerCode');
      },
    );

    it('knows what a code means even where it may not be shown', () => {
      expect(failureOf(answer(200, 'E 804617'))).toMatchObject({ category: 'rate-limited', retryable: true });
    });

    it.each([
      ['a path', { json: 'errors[0].code' }, '{"errors":[{"code":51}]}', '51'],
      ['a path to nothing', { json: 'errors[1].code' }, '{"errors":[{"code":51}]}', undefined],
      ['a path to a list', { json: 'errors' }, '{"errors":[51]}', undefined],
      ['alternatives', /^ERR (\d+)|"code":(\d+)/, '{"code":51}', '51'],
      ['a function', ({ headers }: GatewayAnswer) => headers['x-code'], '', '99'],
      ['a function that throws', ({ body }: GatewayAnswer) => JSON.parse(body), 'no JSON', undefined],
    ])('finds a code by %s', (_how, find, body, code) => {
      const failure = failureOf(answer(400, body, { 'x-code': '99' }), { failureCodes: { find, categories: {} } });
      expect(failure?.providerCode).toBe(code);
    });
  });
});
