import { describe, expect, it } from 'vitest';
import { readCall, readMessage, readRecipient } from './call-input.ts';

const ACME = { providerId: 'acme' };
const TO = '+39123456789';
const NO_END = { status: 'ready', signal: null, endsAtMs: Number.POSITIVE_INFINITY };
const read = (message: unknown, callOptions?: unknown) => readMessage(message, callOptions, 1600, ACME);

describe('readMessage', () => {
  it.each(['+1234567', '+123456789012345', TO])('takes the number %s', (to) => {
    expect(read({ to, text: 'hello' })).toEqual({ ...NO_END, to, text: 'hello', ttlMs: null });
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

describe('readMessage of what is not in the text', () => {
  const message = { to: TO, text: 'Your code is 042817.' };

  it('gives what a template needs', () => {
    const others = { code: '042817', locale: 'pt-BR', purpose: 'login', appName: 'Zephyr Bank' };
    expect(read({ ...message, ...others })).toMatchObject(others);
  });

  it.each(['code', 'locale', 'purpose', 'appName'])('refuses a %s that is no text, without quoting it', (name) => {
    for (const value of [null, 42817, [], {}, '', 'a\nb', 'half \ud83d', 'x'.repeat(257)]) {
      const refusal = read({ ...message, [name]: value });
      expect(refusal).toMatchObject({ status: 'refused', failure: { category: 'content-rejected' } });
      expect(JSON.stringify(refusal)).not.toContain('42817');
    }
  });
});

describe('readCall', () => {
  it.each([undefined, null, {}, { signal: undefined }, { signal: null }])(
    'takes %j for a call without a signal',
    (given) => {
      expect(readCall(given, ACME)).toEqual(NO_END);
    },
  );

  it.each([
    'fast',
    7,
    [],
    () => undefined,
    { signal: 'now' },
    { signal: {} },
    ...[0, -1, Number.NaN, Number.POSITIVE_INFINITY, '1000', [1000], {}, true].map((timeoutMs) => ({ timeoutMs })),
    Object.defineProperty({}, 'timeoutMs', { get: () => JSON.parse('{') }),
    Object.defineProperty({}, 'signal', { get: () => JSON.parse('{') }),
  ])('refuses what tells nobody how the call may end', (given) => {
    expect(readCall(given, ACME)).toMatchObject({ status: 'refused', failure: { category: 'configuration' } });
  });

  it.each([60_000, 0.5, 2 ** 31, 2 ** 40, Number.MAX_VALUE])('tells when a time of %s ms is over', (timeoutMs) => {
    const { signal } = new AbortController();
    const startedAtMs = performance.now();
    const call = readCall({ signal, timeoutMs }, ACME);
    if (call.status !== 'ready') throw new Error('refused');
    expect(call.signal).toBe(signal);
    expect(call.endsAtMs).toBeGreaterThan(startedAtMs);
    expect(call.endsAtMs).toBeLessThanOrEqual(performance.now() + Math.ceil(timeoutMs));
  });

  it('has nothing to ask for whom nobody waits any more', () => {
    const refused = { status: 'refused', failure: { category: 'timeout', retryable: true } };
    expect(readCall({ signal: AbortSignal.abort() }, ACME)).toMatchObject(refused);
  });
});
