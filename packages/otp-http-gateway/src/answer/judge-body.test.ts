import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeAnswerBody } from './judge-body.ts';

describe('judgeAnswerBody', () => {
  it.each([
    '',
    '   \r\n',
    'OK',
    'sent',
    'Sent.',
    'Success "07033084-5cfd-4812-90a4-e4d24ffb6e3d"',
    'ID: 205e85d0578314037a96175249fc6a2b',
    'OK: 0; Sent queued message ID: 941596d028699601',
    'OK 12345678',
    '0a1b2c3d4e5f60718293a4b5c6d7e8f9',
    '0f8fad5b-d9cb-469f-a165-70867728950e',
    '01ARZ3NDEKTSV4RRFFQ69G5FAV',
    '12345',
    '600',
    '200 OK',
    '39123456789,7f3a',
    'message queued, no errors',
  ])('takes %j for accepted', (body) => {
    expect(judgeAnswerBody(body)).toBe('accepted');
  });

  it.each([
    'ERR: 001, Authentication failed',
    'ERR 1001',
    '  \n error: no credit',
    'ERROR',
    'error_credit',
    'Error "No route found"',
    'failure',
    'FAIL',
    'Failed to send',
    'false',
    '"error"',
    '-1',
    '-1001',
    '-42 authorization',
    '\ufeffERR 1001',
    'errors: 2',
    'ErrorCode: 12',
    'errno=7',
    'failed=1',
    'Error: 001, no account',
  ])('takes %j for refused', (body) => {
    expect(judgeAnswerBody(body)).toBe('refused');
  });

  it.each([
    '0',
    '0: Accepted for delivery',
    '3: Queued for later delivery',
    '0 Invalid number',
    '0|IN_PROGRESS|12345',
    '23|invalid credentials',
    '2000 = SUCCESS',
    '0.5',
    'error=0',
    'ERROR: 0',
    'error_code=0&message_id=12345',
    'ErrorCode:000;id=12345',
    'errors: none',
    'err=0',
    'failed=0, sent=1',
    'fail:0|ok:1',
    'Failover route used, message queued',
    'Fail-over: queued',
    'Erreur 12',
    'falsework',
    '<html><body>Sign in</body></html>',
    '<?xml version="1.0"?><status>error</status>',
    '\0\x01garbage',
    'O\0K\0',
    '{"status": "acc',
    '[OK]',
  ])('leaves %j open, as only a configured predicate can tell', (body) => {
    expect(judgeAnswerBody(body)).toBe('unknown');
  });

  it('always gives a verdict', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.json()), (body) => {
        expect(['accepted', 'refused', 'unknown']).toContain(judgeAnswerBody(body));
      }),
    );
  });
});
