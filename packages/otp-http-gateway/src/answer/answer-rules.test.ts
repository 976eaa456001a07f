import { OtpConfigurationError } from '@countersign/otp-core/adapter';
import { describe, expect, it } from 'vitest';
import { resolveHttpGatewayOptions } from '../resolve-http-gateway-options.ts';

function problemsOf(options: object): string[] {
  try {
    resolveHttpGatewayOptions({ endpoint: 'https://gateway.example/send', ...options });
    return [];
  } catch (error) {
    if (!(error instanceof OtpConfigurationError)) throw error;
    return error.problems.map((problem) => problem.option);
  }
}

describe('answerRules', () => {
  const accepted = { body: /^OK/ };

  it.each([
    { accepted },
    { accepted: () => true },
    { accepted: [{ status: 200, body: /^OK/ }, { json: { path: 'ok', equals: true } }] },
    { accepted, refused: { status: [400, 503], category: 'unavailable' }, temporary: [{ body: /^E/ }] },
  ])('takes %j', (answers) => {
    expect(problemsOf({ answers })).toEqual([]);
  });

  it.each([
    [7, 'answers'],
    [[], 'answers'],
    [{}, 'answers.accepted'],
    [{ accepted: {} }, 'answers.accepted'],
    [{ accepted: [] }, 'answers.accepted'],
    [{ accepted: /^OK/ }, 'answers.accepted'],
    [{ accepted: [{ body: /^OK/ }, 7] }, 'answers.accepted[1]'],
    [{ accepted, success: { body: /a/ } }, 'answers.success'],
    [{ accepted: { body: /^OK/g } }, 'answers.accepted.body'],
    [{ accepted: { body: /^OK/y } }, 'answers.accepted.body'],
    [{ accepted: { body: '^OK' } }, 'answers.accepted.body'],
    [{ accepted: { status: 302 } }, 'answers.accepted.status'],
    [{ accepted: { status: 400 } }, 'answers.accepted.status'],
    [{ accepted: { status: '200' } }, 'answers.accepted.status'],
    [{ accepted: { status: [] } }, 'answers.accepted.status'],
    [{ accepted: { body: /^OK/, category: 'unknown' } }, 'answers.accepted.category'],
    [{ accepted, refused: { status: 302 } }, 'answers.refused.status'],
    [{ accepted, refused: { status: 600 } }, 'answers.refused.status'],
    [{ accepted, refused: { body: /^E/, category: 'no-credit' } }, 'answers.refused.category'],
    [{ accepted, temporary: { text: /^E/ } }, 'answers.temporary'],
    [{ accepted: { json: { path: 'a', equals: 1, matches: /1/ } } }, 'answers.accepted.json'],
    [{ accepted: { json: { path: 'a' } } }, 'answers.accepted.json'],
    [{ accepted: { json: { path: 'a', equals: null } } }, 'answers.accepted.json'],
    [{ accepted: { json: { path: 'a..b', equals: 1 } } }, 'answers.accepted.json.path'],
    [{ accepted: { json: { path: 'a', matches: /1/g } } }, 'answers.accepted.json.matches'],
    [{ accepted: { json: 'a' } }, 'answers.accepted.json'],
  ])('refuses %j', (answers, option) => {
    expect(problemsOf({ answers })).toEqual([option]);
  });
});

describe('failureCodes', () => {
  it.each([
    { find: /^E(\d+)/, categories: { '7': 'opted-out', '-7': 'unknown', error_gw: 'unavailable' } },
    { find: { json: 'error' }, categories: {} },
    { find: () => null, categories: {} },
    { find: /^E(\d+)/, categories: { '7': 'configuration' }, dependOnRecipient: ['7', '8'] },
  ])('takes %j', (failureCodes) => {
    expect(problemsOf({ failureCodes })).toEqual([]);
  });

  it.each([
    [7, 'failureCodes'],
    [{ find: /^(E)/ }, 'failureCodes'],
    [{ categories: {} }, 'failureCodes'],
    [{ find: /^E/, categories: {} }, 'failureCodes.find'],
    [{ find: /^(E)/g, categories: {} }, 'failureCodes.find'],
    [{ find: 'E', categories: {} }, 'failureCodes.find'],
    [{ find: { json: '' }, categories: {} }, 'failureCodes.find.json'],
    [{ find: /^(E)/, categories: { E: 'no-credit' } }, 'failureCodes.categories.E'],
    [{ find: /^(E)/, categories: { 'two words': 'unknown' } }, 'failureCodes.categories'],
    [{ find: /^(E)/, categories: {}, table: {} }, 'failureCodes.table'],
    [{ find: /^(E)/, categories: {}, dependOnRecipient: '7' }, 'failureCodes.dependOnRecipient'],
    [{ find: /^(E)/, categories: {}, dependOnRecipient: [7] }, 'failureCodes.dependOnRecipient'],
    [{ find: /^(E)/, categories: {}, dependOnRecipient: ['two words'] }, 'failureCodes.dependOnRecipient'],
  ])('refuses %j', (failureCodes, option) => {
    expect(problemsOf({ failureCodes })).toEqual([option]);
  });
});

describe('listTextModes', () => {
  it.each([
    [{ textEncoding: 'utf-16' }, 'textEncoding'],
    [{ textEncoding: 'latin-1', password: '€' }, 'textEncoding'],
    [{ textEncoding: 'latin-1', parameters: { x: 'Ж' } }, 'textEncoding'],
    [{ textEncoding: 'latin-1', method: 'POST', bodyFormat: 'json' }, 'textEncoding'],
    [{ textEncoding: 'latin-1', unicode: { parameters: { coding: '2' } } }, 'unicode.textEncoding'],
    [{ unicode: true }, 'unicode'],
    [{ unicode: { textEncoding: 'latin-1' } }, 'unicode.textEncoding'],
    [{ unicode: { textName: '' } }, 'unicode.textName'],
    [{ unicode: { textName: 'phone' } }, 'parameterNames'],
    [{ unicode: { parameters: { phone: '+1' } } }, 'unicode.parameters'],
    [{ unicode: { parameters: ['coding'] } }, 'unicode.parameters'],
    [{ unicode: { parameters: { coding: 2 } } }, 'unicode.parameters.coding'],
    [{ unicode: { coding: '2' } }, 'unicode.coding'],
  ])('refuses %j', (options, option) => {
    expect(problemsOf(options)).toEqual([option]);
  });
});
