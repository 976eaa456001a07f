import { describe, expect, it } from 'vitest';
import { readCheckOutcome, readSendOutcome, readStartOutcome } from './provider-answer.ts';

const asked = { providerId: 'asked', confidential: ['14155550123', '804617'] };
const nonsense = {
  status: 'unknown',
  failure: {
    category: 'unknown',
    retryable: false,
    providerId: 'asked',
    message: 'The provider answered nonsense.',
  },
};

function failureIn(failure: unknown) {
  const outcome = readSendOutcome({ status: 'refused', failure }, asked);
  return outcome.status === 'refused' ? outcome.failure : undefined;
}

describe('readSendOutcome', () => {
  it.each([null, undefined, 7, 'accepted', [], {}, { status: 'sent' }, { status: ['accepted'] }])(
    'takes %j for no outcome',
    (answer) => {
      expect(readSendOutcome(answer, asked)).toEqual(nonsense);
    },
  );

  it.each([
    [
      { messageId: 'm-1', segments: 2 },
      { messageId: 'm-1', segments: 2 },
    ],
    [
      { messageId: 'm-1', segments: 0 },
      { messageId: 'm-1', segments: 0 },
    ],
    [{ messageId: 'm'.repeat(256) }, { messageId: 'm'.repeat(256) }],
    [{ messageId: 'm'.repeat(257) }, { messageId: null }],
    [{ messageId: '' }, { messageId: null }],
    [{ messageId: 7 }, { messageId: null }],
    [{ messageId: 'id\n' }, { messageId: null }],
    [{ messageId: '\0id' }, { messageId: null }],
    [{ messageId: 'to-14155550123' }, { messageId: null }],
    [{ messageId: 'm', segments: -1 }, { messageId: 'm' }],
    [{ messageId: 'm', segments: 1.5 }, { messageId: 'm' }],
    [{ messageId: 'm', segments: '2' }, { messageId: 'm' }],
    [{ messageId: 'm', extra: 'x' }, { messageId: 'm' }],
    [
      { messageId: 'm', providerId: 'vendor' },
      { messageId: 'm', providerId: 'vendor' },
    ],
    [{ messageId: 'm', providerId: 'v\n' }, { messageId: 'm' }],
  ])('reads %j', (answer, outcome) => {
    expect(readSendOutcome({ status: 'accepted', ...answer }, asked)).toEqual({
      status: 'accepted',
      providerId: asked.providerId,
      ...outcome,
    });
  });

  it('keeps what a vendor says of a failure, each field by itself', () => {
    const failure = {
      category: 'rate-limited',
      retryable: true,
      providerId: 'vendor',
      providerCode: '21211',
      statusCode: 429,
      retryAfterMs: 5_000,
      message: 'Slow down.',
    };
    expect(failureIn({ ...failure, cause: new Error('secret'), config: {} })).toEqual(failure);
    expect(readSendOutcome({ status: 'unknown', failure }, asked)).toEqual({ status: 'unknown', failure });
  });

  it.each([
    null,
    undefined,
    'failed',
    [],
    {},
    {
      category: 'bad-luck',
      retryable: 'yes',
      providerId: '',
      providerCode: 7,
      statusCode: 'x',
      retryAfterMs: Number.NaN,
      message: 7,
    },
  ])('makes do with a failure that is %j', (failure) => {
    expect(failureIn(failure)).toEqual({
      category: 'unknown',
      retryable: false,
      providerId: 'asked',
      message: 'The provider gave no reason.',
    });
  });

  it.each(['unauthorized', '40300', 'ERR', '-1004', 'Not enough credit', 'EC2Throttled', 'x'.repeat(64)])(
    'shows the code %s as the vendor wrote it',
    (providerCode) => {
      expect(failureIn({ providerCode, message: 'm' })).toMatchObject({ providerCode });
    },
  );

  it.each(['recipient', 'destination'])('keeps that a failure depends on the %s', (dependsOn) => {
    expect(failureIn({ dependsOn, message: 'm' })).toMatchObject({ dependsOn });
  });

  it.each(['weather', true, null, 7, {}])('takes %j for nothing that a failure can depend on', (dependsOn) => {
    expect(failureIn({ dependsOn, message: 'm' })).not.toHaveProperty('dependsOn');
  });

  it('cuts out what is confidential and what is too long', () => {
    expect(failureIn({ message: 'no 804617 to +14155550123' })?.message).toBe('no [redacted] to +[redacted]');
    expect(failureIn({ message: 'x'.repeat(5_000) })?.message).toHaveLength(300);
    expect(failureIn({ message: 'm', providerId: 'p-804617', providerCode: '14155550123' })).toEqual({
      category: 'unknown',
      retryable: false,
      providerId: 'asked',
      message: 'm',
    });
  });
});

describe('what is confidential', () => {
  it('is no name of a message either, where a provider makes it the reference', () => {
    const answer = { status: 'accepted', reference: 'v-14155550123' };
    const outcome = readStartOutcome(answer, { providerId: 'vendor', confidential: ['14155550123'] });
    expect(outcome).toEqual({ status: 'accepted', reference: 'v-14155550123', providerId: 'vendor' });
  });

  it('is whole words: an empty one is found nowhere', () => {
    const outcome = readSendOutcome(
      { status: 'refused', failure: { providerCode: '21211', message: 'Slow down.' } },
      { providerId: 'asked', confidential: [''] },
    );
    expect(outcome).toMatchObject({ failure: { providerCode: '21211', message: 'Slow down.' } });
  });
});

describe('what is confidential', () => {
  it('is no name of a message either, where a provider makes it the reference', () => {
    const answer = { status: 'accepted', reference: 'v-14155550123' };
    const outcome = readStartOutcome(answer, { providerId: 'vendor', confidential: ['14155550123'] });
    expect(outcome).toEqual({ status: 'accepted', reference: 'v-14155550123', providerId: 'vendor' });
  });

  it('is cut out before a text is shortened: none of it shows where the cut falls', () => {
    const text = `${'Your code, and many words around it. '.repeat(4)}`;
    const message = `${text.repeat(7)}${'x'.repeat(1200 - 7 * text.length - 5)}493027 and more`;
    const outcome = readSendOutcome(
      { status: 'refused', failure: { message } },
      { providerId: 'vendor', confidential: [text, '493027'] },
    );
    expect(JSON.stringify(outcome)).not.toMatch(/4930|Your code/);
  });
});

describe('readStartOutcome', () => {
  it.each([
    [{ reference: 'v-1' }, { reference: 'v-1' }],
    [
      { reference: 'v-1', ttlMs: 60_000 },
      { reference: 'v-1', ttlMs: 60_000 },
    ],
    [{ reference: 'v-1', ttlMs: -1 }, { reference: 'v-1' }],
    [
      { reference: 'vendor:v-1', messageId: 'v-1', providerId: 'vendor' },
      { reference: 'vendor:v-1', messageId: 'v-1', providerId: 'vendor' },
    ],
    [{ reference: 'v'.repeat(128) }, { reference: 'v'.repeat(128) }],
  ])('reads %j', (answer, outcome) => {
    expect(readStartOutcome({ status: 'accepted', ...answer }, asked)).toEqual({
      status: 'accepted',
      providerId: asked.providerId,
      messageId: answer.reference,
      ...outcome,
    });
  });

  it.each([{}, { reference: 7 }, { reference: 'v'.repeat(129) }, { reference: 'a b' }])(
    'takes a start without a reference it can seal for uncertain: %j',
    (answer) => {
      expect(readStartOutcome({ status: 'accepted', ...answer }, asked)).toEqual(nonsense);
    },
  );
});

describe('readCheckOutcome', () => {
  it.each(['mismatch', 'expired', 'exhausted', 'not-found'] as const)('reads %s', (status) => {
    expect(readCheckOutcome({ status, phoneNumber: 'x' }, asked)).toEqual({ status });
  });

  it('believes only null to name no number', () => {
    expect(readCheckOutcome({ status: 'approved', phoneNumber: null }, asked)).toEqual({
      status: 'approved',
      phoneNumber: null,
    });
    expect(readCheckOutcome({ status: 'approved' }, asked)).toEqual({ status: 'approved', phoneNumber: 'undefined' });
    expect(readCheckOutcome({ status: 'approved', phoneNumber: '+1' }, asked)).toEqual({
      status: 'approved',
      phoneNumber: '+1',
    });
  });

  it.each([null, true, { status: true }, { status: 'accepted' }, { valid: true }])(
    'takes %j for no approval',
    (answer) => {
      expect(readCheckOutcome(answer, asked)).toEqual(nonsense);
    },
  );
});
