import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { GatewayPresetName, HttpGatewaySmsSenderOptions } from '../http-gateway-options.ts';
import { createHttpGatewaySmsSender } from '../http-gateway-sms-sender.ts';
import { CREDENTIALS, expectNoSecretIn } from './secrets.ts';

/** What the gateway is to be asked, byte for byte. */
export interface ExpectedRequest {
  readonly url: string;
  /** The form; left out: a GET. */
  readonly body?: string;
  readonly authorization?: string;
  readonly apiKeyHeader?: string;
}

/** One answer and what it means. */
export interface AnswerRow {
  readonly status: number;
  readonly body: string;
  readonly outcome: 'accepted' | 'refused' | 'unknown';
  readonly messageId?: string;
  readonly category?: string;
  readonly retryable?: boolean;
  readonly code?: string;
}

interface PresetTable {
  /** What a user gives beside the preset; endpoints of its own for gateways that everybody runs themselves. */
  readonly options: Omit<HttpGatewaySmsSenderOptions, 'preset'>;
  /** The request for `ASCII`, and for `BEYOND_GSM`. */
  readonly plain: ExpectedRequest;
  readonly unicode: ExpectedRequest;
  readonly answers: readonly AnswerRow[];
  /** `accepted` where the vendor says that an empty 200 is a success. */
  readonly emptyBody?: 'accepted' | 'unknown';
  /** For the one preset without rules. */
  readonly nonsense?: 'accepted' | 'unknown';
}

const TO = '+39123456789';
const ASCII = 'Code 804617 & more';
const BEYOND_GSM = 'Kод 804617 👍';

/** `ASCII` and `BEYOND_GSM` as parts of a query (`%20`) and of a form (`+`), in UTF-8 or hexadecimal UTF-16. */
export const ASCII_IN_QUERY = 'Code%20804617%20%26%20more';
export const ASCII_IN_FORM = 'Code+804617+%26+more';
export const BEYOND_GSM_IN_QUERY = 'K%D0%BE%D0%B4%20804617%20%F0%9F%91%8D';
export const BEYOND_GSM_IN_FORM = 'K%D0%BE%D0%B4+804617+%F0%9F%91%8D';
export const BEYOND_GSM_IN_HEX = '004B043E04340020003800300034003600310037' + '0020D83DDC4D';

export function accepted(status: number, body: string, messageId?: string): AnswerRow {
  return { status, body, outcome: 'accepted', ...(messageId === undefined ? {} : { messageId }) };
}

export function refused(status: number, body: string, category: string, code?: string): AnswerRow {
  return { status, body, outcome: 'refused', category, ...(code === undefined ? {} : { code }) };
}

/** Refused for now. */
export function temporary(status: number, body: string, category: string, code?: string): AnswerRow {
  return { ...refused(status, body, category, code), retryable: true };
}

export function unknown(status: number, body: string, code?: string): AnswerRow {
  return { status, body, outcome: 'unknown', ...(code === undefined ? {} : { code }) };
}

/** One table for a gateway: both requests, every answer it is known to give, and what every gateway may do. */
export function describePreset(preset: GatewayPresetName, table: PresetTable): void {
  const server = setupServer();
  const createSender = () => createHttpGatewaySmsSender({ preset, ...table.options });

  function gatewayAnswers(status: number, body: string): Request[] {
    const requests: Request[] = [];
    server.use(
      http.all('*', ({ request }) => {
        requests.push(request.clone());
        return new HttpResponse(body, { status, headers: { Location: 'https://elsewhere.example/' } });
      }),
    );
    return requests;
  }

  const FAILING_CLOSED: readonly AnswerRow[] = [
    ...['<html>Sign in</html>', '{', '\0\x01'].map((body) => unknown(200, body)),
    ...['it works!', '{"status":"odd"}'].map((body) => ({
      ...unknown(200, body),
      outcome: table.nonsense ?? ('unknown' as const),
    })),
    { ...unknown(200, ''), outcome: table.emptyBody ?? 'unknown' },
    { ...unknown(204, ''), outcome: table.nonsense ?? 'unknown' },
    unknown(200, 'x'.repeat(64 * 1024 + 1)),
    refused(302, '', 'configuration'),
    refused(401, '', 'authentication'),
    refused(404, '<html>', 'configuration'),
    refused(429, '', 'rate-limited'),
    unknown(408, ''),
    unknown(500, ''),
    unknown(502, '<html>Bad Gateway</html>'),
    unknown(503, ''),
  ];

  describe(`the preset ${preset}`, () => {
    beforeAll(() => server.listen({ onUnhandledFrame: 'error' }));
    afterEach(() => server.resetHandlers());
    afterAll(() => server.close());

    it.each([
      ['a plain text', ASCII, table.plain],
      ['a text beyond the GSM alphabet', BEYOND_GSM, table.unicode],
    ] as const)('asks for %s as the gateway wants it', async (_what, text, expected) => {
      const requests = gatewayAnswers(500, '');
      await createSender().send({ to: TO, text });
      const [request] = requests;
      expect(requests).toHaveLength(1);
      expect({
        method: request?.method,
        url: request?.url,
        body: await request?.text(),
        authorization: request?.headers.get('authorization'),
        apiKeyHeader: request?.headers.get('x-api-key'),
        contentType: request?.headers.get('content-type'),
      }).toEqual({
        method: expected.body === undefined ? 'GET' : 'POST',
        url: expected.url,
        body: expected.body ?? '',
        authorization: expected.authorization ?? null,
        apiKeyHeader: expected.apiKeyHeader ?? null,
        contentType: expected.body === undefined ? null : 'application/x-www-form-urlencoded',
      });
    });

    it.each([...table.answers, ...FAILING_CLOSED])('takes $status %s $body for $outcome', async (row) => {
      const requests = gatewayAnswers(row.status, row.status === 204 ? '' : row.body);
      const outcome = await createSender().send({ to: TO, text: ASCII });
      expect(requests).toHaveLength(1);
      expectNoSecretIn(outcome);
      if (row.outcome === 'accepted') {
        expect(outcome).toEqual({ status: 'accepted', messageId: row.messageId ?? null });
        return;
      }
      expect(outcome).toMatchObject({ status: row.outcome, failure: { providerId: preset } });
      const failure = outcome.status === 'accepted' ? null : outcome.failure;
      if (row.category !== undefined) expect(failure?.category).toBe(row.category);
      if (row.retryable !== undefined) expect(failure?.retryable).toBe(row.retryable);
      if (row.body.length < 65_536) expect(failure?.providerCode).toBe(row.code);
    });
  });
}

/** The credentials as they stand in a query or form. */
export const WRITTEN = {
  apiKey: CREDENTIALS.apiKey,
  username: CREDENTIALS.username,
  password: encodeURIComponent(CREDENTIALS.password),
} as const;

/** Whoever the message is from. */
export const FROM = 'Acme';
export const { apiKey: API_KEY, username: USERNAME, password: PASSWORD } = CREDENTIALS;
