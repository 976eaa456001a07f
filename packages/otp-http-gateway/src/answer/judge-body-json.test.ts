import { describe, expect, it } from 'vitest';
import { judgeAnswerJson } from './judge-body.ts';

describe('judgeAnswerJson', () => {
  it.each([
    {},
    [],
    { status: 'success' },
    { status: 'queued', id: 7 },
    { status: 200, message: 'error-free' },
    { status: '202' },
    { status: true },
    { success: true, error: null },
    { success: 'true', errors: [] },
    { error: false },
    { error: '' },
    { error: { code: 0, message: '' } },
    { error_code: '000', error_message: 'Success' },
    { type: 'success', message: '376264676a6f' },
    { data: [{ status: 'OK', error: '0', smslog_id: '1' }], error_string: null },
    [{ id: '1', type: 'SENT' }],
    { status: 'failover' },
  ])('takes %j for accepted', (answer) => {
    expect(judgeAnswerJson(JSON.stringify(answer))).toBe('accepted');
  });

  it.each([
    { status: 'failure', errors: [{ code: 4, message: 'x' }] },
    { status: 'ERROR' },
    { Status: 'Failed' },
    { status: 'REJECTED' },
    { status: false },
    { status: 401 },
    { statusCode: 403 },
    { Status: '-42' },
    { type: 'error', message: 'Missing Authentication Key', code: '106' },
    { result: 'ERR' },
    { success: false },
    { success: 0 },
    { success: 'false' },
    { ok: false },
    { error: 101 },
    { error: 'no credit' },
    { error: true },
    { error: { code: 'x' } },
    { errors: ['x'] },
    { messages: [{ status: '0', 'error-text': 'Bad credentials' }] },
    { data: [{ status: 'ERR', error: '100' }], error_string: 'auth' },
    [{ status: 'failed' }],
    { messages: [{ status: 'failed' }, { status: 'rejected' }] },
    { success: false, messages: ['no route', 'no credit'] },
    { status: 'failed', error: null },
  ])('takes %j for refused', (answer) => {
    expect(judgeAnswerJson(JSON.stringify(answer))).toBe('refused');
  });

  it.each([
    { status: 0 },
    { status: '0' },
    { status: 1 },
    { Status: '108' },
    { status: 500 },
    { messages: [{ status: '0' }] },
  ])('leaves %j open, as a number alone can mean either', (answer) => {
    expect(judgeAnswerJson(JSON.stringify(answer))).toBe('unknown');
  });

  it.each([
    { ErrorCode: '000', ErrorMessage: 'Done' },
    { errorCode: 0, errorText: 'Message accepted' },
    { error: { code: 0, message: 'Message sent' } },
    { error: { number: '0', text: 'queued' } },
    { success: true, error: 'low balance' },
    { status: 'OK', errors: [{ code: 7 }] },
    { status: 'sent', error: 'no callback address' },
    { result: 'queued', type: 'error' },
    { messages: [{ status: 'ok' }, { status: 'failed' }] },
    [{ id: 'part-1' }, { id: 'part-2', error: 'no route' }],
    { data: [{ success: true }, { success: false }] },
  ])('leaves %j open, as it says both: a part of it may be on its way', (answer) => {
    expect(judgeAnswerJson(JSON.stringify(answer))).toBe('unknown');
  });

  it('leaves open what is not JSON', () => {
    expect(judgeAnswerJson('{"status":')).toBe('unknown');
  });

  it('reads an answer of any depth without going under', () => {
    expect(judgeAnswerJson('['.repeat(30_000) + ']'.repeat(30_000))).toBe('accepted');
    expect(judgeAnswerJson(`${'{"error":'.repeat(6_000)}1${'}'.repeat(6_000)}`)).not.toBe('accepted');
  });
});
