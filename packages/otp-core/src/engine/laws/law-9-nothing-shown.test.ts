/** Law 9: no code, number, credential or text in anything that is shown, whatever the provider does. */
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createSmsSender, OtpError, type OtpEvent } from '../../index.ts';
import type { CheckOutcome, SendOutcome } from '../../spec/index.ts';
import {
  createProviderTestBed,
  createTestBed,
  granted,
  MINUTE_MS,
  NUMBER,
  SECRET,
  wrong,
} from '../test-support/test-bed.ts';

const CREDENTIAL = 'a-vendor-api-key';
const printed: unknown[] = [];

beforeEach(() => {
  for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const) {
    vi.spyOn(console, method).mockImplementation((...words: unknown[]) => printed.push(words));
  }
});

afterEach(() => {
  vi.restoreAllMocks();
  expect(printed).toEqual([]);
});

function shownOf(value: unknown): string {
  const error = value instanceof Error ? `${value.message}\n${value.stack}\n${JSON.stringify(value)}` : '';
  return `${error}\n${inspect(value, { depth: 12, showHidden: true })}\n${JSON.stringify(value)}`;
}

/** The handle is opaque, and the number that was proven is the answer to the question: both belong in a result. */
function expectNothingShown(values: readonly unknown[], secrets: readonly string[]): void {
  for (const value of values) {
    for (const secret of secrets) expect(shownOf(value)).not.toContain(secret);
  }
}

async function collect(call: () => Promise<unknown>): Promise<unknown> {
  try {
    return await call();
  } catch (error) {
    if (!OtpError.isInstance(error)) throw error;
    return error;
  }
}

/** Everything an adapter could get wrong: it tells all it knows wherever it can. */
const TELLTALES: ReadonlyArray<readonly [string, (to: string, text: string) => Promise<SendOutcome>]> = [
  [
    'throws it',
    async (to, text) => {
      throw new Error(`POST failed: ${to} ${text} ${CREDENTIAL}`);
    },
  ],
  [
    'throws an object',
    async (to, text) => {
      throw { config: { to, text, CREDENTIAL } };
    },
  ],
  ['tells it in a refusal', async (to, text) => failing('refused', to, text)],
  ['tells it in an uncertainty', async (to, text) => failing('unknown', to, text)],
  ['tells it in the message id', async (to) => ({ status: 'accepted', messageId: `id-${to}` })],
  ['tells it in a foreign shape', async (to, text) => ({ status: 'sent', to, text }) as unknown as SendOutcome],
];

function failing(status: 'refused' | 'unknown', to: string, text: string): SendOutcome {
  const code = /[0-9]{6}/.exec(text)?.[0] ?? '';
  const failure = {
    category: 'unknown',
    retryable: false,
    providerId: to,
    providerCode: code,
    message: `to=${to.slice(1)} body=${text}`,
    cause: { to, text },
  };
  return { status, failure } as unknown as SendOutcome;
}

describe('law 9: a sender that tells too much', () => {
  it.each(TELLTALES)('is not passed on when it %s', async (_name, send) => {
    const shown: unknown[] = [];
    const events: OtpEvent[] = [];
    let sent = { to: '', text: '' };
    const provider = createSmsSender({
      send: (to, text) => {
        sent = { to, text };
        return send(to, text);
      },
    });
    const { otp, clock } = createTestBed({ provider, onEvent: (event) => events.push(event) });
    const requested = await otp.request({ to: NUMBER });
    shown.push(requested);
    if (requested.ok) {
      const { challenge } = requested;
      const code = /[0-9]{6}/.exec(sent.text)?.[0] ?? '';
      await clock.advance(MINUTE_MS);
      shown.push(await otp.resend({ challenge }), await otp.verify({ challenge, code: wrong(code) }), otp);
      expect(await otp.verify({ challenge, code })).toMatchObject({ ok: true });
    }
    const code = /[0-9]{6}/.exec(sent.text)?.[0] ?? 'none';
    expectNothingShown(
      [...shown, ...events],
      [NUMBER.slice(1), code, sent.text, SECRET, ...(requested.ok ? [] : [CREDENTIAL])],
    );
  });
});

describe('law 9: a verification provider that tells too much', () => {
  it.each(['approve-another-number', 'leave-unknown', 'throw', 'answer-nonsense'] as const)(
    'is not passed on on `%s`',
    async (behaviour) => {
      const { otp, provider, events } = createProviderTestBed();
      const { challenge } = granted(await otp.request({ to: NUMBER }));
      const code = provider.lastCode(NUMBER);
      provider.behaveOnCheck(behaviour);
      const result = await otp.verify({ challenge, code });
      expect(result.ok).toBe(false);
      expectNothingShown([result, ...events, otp], [NUMBER.slice(1), code, SECRET, '+19995550199']);
    },
  );

  it('is not passed on in the words of a failed check', async () => {
    const { otp, provider, events } = createProviderTestBed();
    const check = async (input: { to: string; code: string }) =>
      ({
        status: 'unknown',
        failure: { category: 'unavailable', message: `no ${input.code} for ${input.to}` },
      }) as CheckOutcome;
    const { otp: telltale } = createTestBed({ provider: { ...provider, check } });
    const { challenge } = granted(await telltale.request({ to: NUMBER }));
    const result = await telltale.verify({ challenge, code: '135790' });
    expectNothingShown([result, ...events, otp], [NUMBER.slice(1), '135790']);
  });
});

describe('law 9: errors', () => {
  it('repeat nothing of what they were given', async () => {
    const { otp } = createTestBed({
      message: {
        template: () => {
          throw new Error(`no text for ${NUMBER}`);
        },
      },
    });
    const errors = await Promise.all([
      collect(() => otp.request({ to: NUMBER })),
      collect(() => otp.request({ to: NUMBER, purpose: `for ${NUMBER}` })),
      collect(() => otp.verify({ to: NUMBER, code: '135790' })),
      collect(() => otp.unlock({ to: `${NUMBER}x` })),
    ]);
    for (const error of errors) expect(OtpError.isInstance(error)).toBe(true);
    expectNothingShown(errors, [NUMBER.slice(1), '135790', SECRET]);
  });

  it("hold no cause, as a vendor's error holds the request", async () => {
    const { otp } = createTestBed({
      message: {
        template: () => {
          throw new Error('secret');
        },
      },
    });
    const error = await collect(() => otp.request({ to: NUMBER }));
    expect(error).toBeInstanceOf(Error);
    expect((error as Error).cause).toBeUndefined();
  });
});

describe('onEvent', () => {
  it('does no harm when it throws or rejects', async () => {
    const { otp, provider } = createTestBed({
      onEvent: ((event: OtpEvent) => {
        if (event.type === 'code-issued') throw new Error('listener failed');
        return Promise.reject(new Error('listener failed later'));
      }) as (event: OtpEvent) => void,
    });
    const { challenge } = granted(await otp.request({ to: NUMBER }));
    expect(await otp.verify({ challenge, code: provider.lastCode() })).toMatchObject({ ok: true });
  });

  it('tells enough to count, to audit and to bill', async () => {
    const { otp, provider, clock, events } = createTestBed();
    const { challenge } = granted(await otp.request({ to: NUMBER, purpose: 'login', tenant: 'acme' }));
    const scope = { purpose: 'login', tenant: 'acme' };
    await otp.resend({ challenge, ...scope });
    await clock.advance(MINUTE_MS);
    await otp.resend({ challenge, ...scope });
    await otp.verify({ challenge, code: wrong(provider.lastCode()), ...scope });
    await otp.verify({ challenge, code: provider.lastCode(), ...scope });
    await otp.verify({ challenge, code: provider.lastCode(), ...scope });
    await otp.cancel({ challenge, ...scope });
    await otp.unlock({ to: NUMBER, tenant: 'acme' });
    expect(events.map((event) => event.type)).toEqual([
      'code-issued',
      'message-accepted',
      'request-refused',
      'code-issued',
      'message-accepted',
      'code-mismatched',
      'code-verified',
      'verification-refused',
      'challenge-cancelled',
      'number-unlocked',
    ]);
    const about = events.flatMap((event) => ('challengeId' in event ? [event] : []));
    expect(new Set(about.map((event) => event.challengeId)).size).toBe(1);
    expect(new Set(about.map((event) => event.subject)).size).toBe(1);
    expect(about.every((event) => event.purpose === 'login' && event.tenant === 'acme')).toBe(true);
    expect(events[1]).toMatchObject({ providerId: 'recording', segments: 1, messageId: 'message-1' });
  });
});
