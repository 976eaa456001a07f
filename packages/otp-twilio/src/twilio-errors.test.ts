import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ACCOUNT, errorAnswer, expectNoSecretIn, FROM, MESSAGE, SERVICE_SID, TO } from './test-support/account.ts';
import { TWILIO_ERROR_TABLE } from './twilio-errors.ts';
import { createTwilioSmsSender } from './twilio-sms-sender.ts';
import { createTwilioVerificationProvider } from './twilio-verification-provider.ts';

const server = setupServer();
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

/** Code, HTTP status, our word, whether the same request may succeed later. */
const ROWS: readonly (readonly [number, number, string, boolean])[] = [
  [10001, 403, 'account-suspended', false],
  [14107, 429, 'rate-limited', true],
  [20003, 401, 'authentication', false],
  [20005, 403, 'account-suspended', false],
  [20006, 403, 'authentication', false],
  [20008, 403, 'authentication', false],
  [20404, 404, 'configuration', false],
  [20422, 422, 'configuration', false],
  [20429, 429, 'rate-limited', true],
  [20500, 500, 'unavailable', true],
  [20503, 503, 'unavailable', true],
  [21211, 400, 'invalid-recipient', false],
  [21212, 400, 'configuration', false],
  [21217, 400, 'invalid-recipient', false],
  [21219, 400, 'configuration', false],
  [21401, 400, 'invalid-recipient', false],
  [21408, 403, 'blocked-destination', false],
  [21602, 400, 'configuration', false],
  [21603, 400, 'configuration', false],
  [21604, 400, 'configuration', false],
  [21606, 400, 'configuration', false],
  [21607, 400, 'configuration', false],
  [21608, 400, 'configuration', false],
  [21609, 400, 'configuration', false],
  [21610, 400, 'opted-out', false],
  [21611, 429, 'rate-limited', true],
  [21612, 400, 'unreachable-recipient', false],
  [21614, 400, 'invalid-recipient', false],
  [21617, 400, 'content-rejected', false],
  [21659, 400, 'configuration', false],
  [21701, 404, 'configuration', false],
  [21703, 400, 'configuration', false],
  [21704, 400, 'configuration', false],
  [21705, 400, 'configuration', false],
  [21709, 400, 'configuration', false],
  [30001, 400, 'rate-limited', true],
  [30002, 400, 'account-suspended', false],
  [30003, 400, 'unreachable-recipient', true],
  [30004, 400, 'blocked-destination', false],
  [30005, 400, 'invalid-recipient', false],
  [30006, 400, 'invalid-recipient', false],
  [30007, 400, 'content-rejected', false],
  [30008, 400, 'unknown', true],
  [30010, 400, 'configuration', false],
  [30018, 400, 'configuration', false],
  [30022, 400, 'rate-limited', true],
  [30023, 400, 'rate-limited', false],
  [30024, 400, 'configuration', false],
  [30027, 400, 'rate-limited', false],
  [30032, 400, 'configuration', false],
  [30033, 400, 'configuration', false],
  [30034, 400, 'configuration', false],
  [30035, 400, 'configuration', true],
  [30450, 400, 'fraud-blocked', false],
  [60200, 400, 'invalid-recipient', false],
  [60201, 400, 'configuration', false],
  [60202, 429, 'rate-limited', true],
  [60203, 429, 'rate-limited', true],
  [60204, 400, 'configuration', false],
  [60205, 400, 'invalid-recipient', false],
  [60207, 400, 'configuration', false],
  [60212, 429, 'rate-limited', true],
  [60220, 403, 'blocked-destination', false],
  [60223, 400, 'configuration', false],
  [60238, 403, 'blocked-destination', false],
  [60410, 403, 'fraud-blocked', false],
  [60605, 403, 'blocked-destination', false],
  [60735, 400, 'configuration', false],
  [63038, 429, 'rate-limited', false],
  [575001, 403, 'configuration', false],
  // What no table knows is judged by its status.
  [20001, 400, 'unknown', false],
  [20401, 401, 'authentication', false],
  [20402, 402, 'insufficient-funds', false],
  [20403, 403, 'authentication', false],
  [29999, 429, 'rate-limited', true],
  [20504, 504, 'timeout', true],
  [20599, 599, 'unavailable', true],
];

/** Of these the number may be the cause: so says Twilio's page, or there is none. */
const BY_RECIPIENT = [
  14107, 20422, 21219, 21606, 21608, 21659, 21703, 30010, 30018, 30022, 30023, 30024, 30027, 30032, 30033, 30034, 30035,
  60201, 60202, 60203, 60212, 60735, 575001,
  // In no table.
  20001, 20402, 20403, 29999,
];

function answerAll(answer: () => Response): Request[] {
  const requests: Request[] = [];
  server.use(
    http.all('*', ({ request }) => {
      requests.push(request.clone());
      return answer();
    }),
  );
  return requests;
}

describe('TWILIO_ERROR_TABLE', () => {
  it('has no row that is not tried here', () => {
    const tried = ROWS.map(([code]) => String(code));
    expect([...TWILIO_ERROR_TABLE.keys()].filter((code) => !tried.includes(code))).toEqual([]);
  });

  it.each(ROWS)('reads %i, which comes with %i, as %s', async (code, status, category, retryable) => {
    const requests = answerAll(() => HttpResponse.json(errorAnswer(code, status), { status }));
    const sender = createTwilioSmsSender({ ...ACCOUNT, from: FROM });
    const provider = createTwilioVerificationProvider({ ...ACCOUNT, serviceSid: SERVICE_SID });
    for (const [outcome, providerId] of [
      [await sender.send(MESSAGE), 'twilio'],
      [await provider.start({ to: TO }), 'twilio-verify'],
    ] as const) {
      expect(outcome).toEqual({
        status: status < 500 ? 'refused' : 'unknown',
        failure: {
          category,
          retryable,
          providerId,
          providerCode: String(code),
          statusCode: status,
          ...(BY_RECIPIENT.includes(code) ? { dependsOn: 'recipient' } : {}),
          message: expect.stringMatching(/\.$/),
        },
      });
      expectNoSecretIn(outcome);
    }
    expect(requests).toHaveLength(2);
  });

  it('reads the newer form of error bodies alike', async () => {
    answerAll(() =>
      HttpResponse.json({ type: 'about:blank', title: 'No', status: 400, code: 21610, detail: TO }, { status: 400 }),
    );
    const outcome = await createTwilioSmsSender({ ...ACCOUNT, from: FROM }).send(MESSAGE);
    expect(outcome).toMatchObject({ status: 'refused', failure: { category: 'opted-out', providerCode: '21610' } });
    expectNoSecretIn(outcome);
  });

  it.each([
    ['a text', '14155550123'],
    ['the number', Number(TO)],
    ['an object', { toString: 1 }],
    ['nothing', undefined],
  ])('shows no code that is %s instead of one', async (_what, code) => {
    answerAll(() => HttpResponse.json({ ...errorAnswer(1, 400), code }, { status: 400 }));
    const outcome = await createTwilioSmsSender({ ...ACCOUNT, from: FROM }).send(MESSAGE);
    expect(outcome).toMatchObject({ status: 'refused', failure: { category: 'unknown', statusCode: 400 } });
    expectNoSecretIn(outcome);
    expect(outcome.status === 'refused' && outcome.failure.providerCode).toBe(undefined);
  });
});
