import { describe, expect, it } from 'vitest';
import { readCall, readMessage, readRecipient } from './call-input.ts';

const ACME = { providerId: 'acme' };
const TO = '+39123456789';
const read = (message: unknown, callOptions?: unknown) => readMessage(message, callOptions, 1600, ACME);

describe('readMessage', () => {
  it.each(['+1234567', '+123456789012345', TO])('takes the number %s', (to) => {
    expect(read({ to, text: 'hello' })).toEqual({ status: 'ready', to, text: 'hello', ttlMs: null, signal: null });
  });

  it.each([
    undefined,
    null,
    7,
    '',
    '39123456789',
    '0039123456789',
    '+0123456789',
    '+123456',
    '+1234567890123456',
    '+39 123 456 789',
    '+39123456789\n',
    '+39123456789,+39123456780',
    '+３９１２３４５６７８９',
    '+٣٩١٢٣٤٥٦٧٨٩',
    ['+39123456789'],
    { toString: () => TO },
    `+${'1'.repeat(5_000_000)}`,
  ])('refuses a recipient that is no E.164 number', (to) => {
    const failure = { category: 'invalid-recipient' };
    expect(read({ to, text: 'hello' })).toMatchObject({ status: 'refused', failure });
    expect(readRecipient({ to }, undefined, ACME)).toMatchObject({ status: 'refused', failure });
  });

  it.each([undefined, null, 7, '', {}, ['x'], 'x'.repeat(1601), 'half \ud83d'])(
    'refuses a text that is none',
    (text) => {
      expect(read({ to: TO, text })).toMatchObject({ status: 'refused', failure: { category: 'content-rejected' } });
    },
  );

  it('reads each field once, and survives what throws', () => {
    let reads = 0;
    const message = Object.defineProperty({ text: 'hello' }, 'to', { get: () => (reads++ === 0 ? TO : '+1') });
    expect(read(message)).toMatchObject({ to: TO });
    expect(reads).toBe(1);
    const throwing = Object.defineProperty({}, 'to', { get: () => JSON.parse('{') });
    for (const none of [throwing, undefined, null, 7, 'x']) expect(read(none)).toMatchObject({ status: 'refused' });
  });

  it.each([
    [300_000, 300_000],
    [0, null],
    [-1, null],
    [Number.NaN, null],
    [Number.POSITIVE_INFINITY, null],
    ['300000', null],
  ])('reads the life %s as %s', (ttlMs, expected) => {
    expect(read({ to: TO, text: 'hello', ttlMs })).toMatchObject({ ttlMs: expected });
  });
});

describe('readCall', () => {
  it.each([undefined, null, {}, { signal: undefined }, { signal: null }])(
    'takes %j for a call without a signal',
    (given) => {
      expect(readCall(given, ACME)).toEqual({ status: 'ready', signal: null });
    },
  );

  it.each([
    'fast',
    7,
    [],
    () => undefined,
    { signal: 'now' },
    { signal: {} },
    Object.defineProperty({}, 'signal', { get: () => JSON.parse('{') }),
  ])('refuses what tells nobody how the call may end', (given) => {
    expect(readCall(given, ACME)).toMatchObject({ status: 'refused', failure: { category: 'configuration' } });
  });

  it('has nothing to ask for whom nobody waits any more', () => {
    const refused = { status: 'refused', failure: { category: 'timeout', retryable: true } };
    expect(readCall({ signal: AbortSignal.abort() }, ACME)).toMatchObject(refused);
  });
});
