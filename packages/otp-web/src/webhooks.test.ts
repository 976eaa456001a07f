import type { DeliveryReport, DeliveryReportOutcome, DeliveryReportParser } from '@countersign/otp-core/spec';
import express from 'express';
import { describe, expect, it, vi } from 'vitest';
import { createOtpRouter } from './express/index.ts';
import { createOtpHandler, type WebhookOptions } from './index.ts';
import { expectGuarded, readProblem } from './test-support/http.ts';
import { EXPRESSES, startExpress } from './test-support/node-server.ts';
import { createScriptedEngine } from './test-support/scripted-engine.ts';

const REPORT: DeliveryReport = {
  providerId: 'vendor',
  messageId: 'm-1',
  status: 'delivered',
  atMs: null,
  failure: null,
};
const verified = (reports: readonly DeliveryReport[]): DeliveryReportOutcome => ({
  status: 'verified',
  reports,
  reply: null,
});

/** A vendor whose word is taken: what it says is what the test says. */
function createParser(outcome: DeliveryReportOutcome, providerId = 'vendor') {
  const parse = vi.fn<DeliveryReportParser['parse']>(async () => outcome);
  return { specificationVersion: 'v1', kind: 'delivery-report-parser', providerId, parse } as const;
}

function arrange(outcome: DeliveryReportOutcome, webhooks: Partial<WebhookOptions> = {}) {
  const parser = createParser(outcome);
  const onReport = vi.fn();
  const onError = vi.fn();
  const engine = createScriptedEngine();
  const options = {
    engine,
    clientAddress: 'none' as const,
    onError,
    basePath: '/otp',
    webhooks: { parsers: [parser], onReport, ...webhooks },
  };
  const handler = createOtpHandler(options);
  const call = (body: string | null = 'a=b', path = '/otp/webhooks/vendor?token=x') =>
    handler(new Request(`https://example.test${path}`, { method: 'POST', headers: { 'X-Signature': 's' }, body }));
  return { parser, onReport, onError, options, handler, call };
}

describe('webhooks', () => {
  it('hands a callback as it came to the parser of its provider, and each report on', async () => {
    const { parser, onReport, call } = arrange(verified([REPORT, { ...REPORT, messageId: 'm-2' }]));
    const response = await call('Status=delivered');
    expect(response.status).toBe(204);
    expectGuarded(response);
    expect(parser.parse.mock.calls[0]?.[0]).toMatchObject({
      method: 'POST',
      url: 'https://example.test/otp/webhooks/vendor?token=x',
      headers: { 'x-signature': 's' },
      body: new TextEncoder().encode('Status=delivered'),
    });
    expect(onReport.mock.calls.map(([report]) => report.messageId)).toEqual(['m-1', 'm-2']);
  });

  it('answers what the provider wants to be answered', async () => {
    const reply = { contentType: 'application/json', body: '{"action":"allow"}' };
    const response = await arrange({ status: 'verified', reports: [], reply }).call();
    expect([response.status, response.headers.get('content-type'), await response.text()]).toEqual([
      200,
      'application/json',
      '{"action":"allow"}',
    ]);
  });

  it.each([
    ['unauthenticated', 403, 'webhook-refused'],
    ['stale', 403, 'webhook-refused'],
    ['malformed', 400, 'malformed'],
    ['unavailable', 503, 'service-unavailable'],
  ] as const)('refuses what is %s, and tells nobody of it', async (reason, status, code) => {
    const { onReport, call } = arrange({ status: 'refused', reason });
    expect(await readProblem(await call())).toMatchObject({ status, code });
    expect(onReport).not.toHaveBeenCalled();
  });

  it('visits no address: it tells the app, or else that there is nobody to tell', async () => {
    const outcome = { status: 'confirmation-needed', confirmUrl: 'https://sns.example/confirm' } as const;
    const onConfirmationNeeded = vi.fn();
    expect((await arrange(outcome, { onConfirmationNeeded }).call()).status).toBe(204);
    expect(onConfirmationNeeded.mock.calls).toEqual([['https://sns.example/confirm', 'vendor']]);
    const { call, onError } = arrange(outcome);
    expect((await call()).status).toBe(204);
    expect(String(onError.mock.calls[0]?.[0])).toMatch(/onConfirmationNeeded/);
    expect(String(onError.mock.calls[0]?.[0])).not.toContain('sns.example');
  });

  it('takes a confirmation in even where nobody can be told of it', async () => {
    const outcome = { status: 'confirmation-needed', confirmUrl: 'https://sns.example/confirm' } as const;
    const { call, onError } = arrange(outcome);
    onError.mockImplementation(() => {
      throw new Error('the log');
    });
    expect((await call()).status).toBe(204);
  });

  it('answers 500 where a report could not be taken in, so that the provider reports again', async () => {
    const thrown = new Error('the tracker');
    const { call, onError } = arrange(verified([REPORT]), { onReport: () => Promise.reject(thrown) });
    expect(await readProblem(await call())).toMatchObject({ status: 500 });
    expect(onError).toHaveBeenCalledWith(thrown);
  });

  it('knows no other provider, no other method and no endless body', async () => {
    const { call, handler, onReport } = arrange(verified([REPORT]));
    expect(await readProblem(await call('', '/otp/webhooks/other'))).toMatchObject({ status: 404 });
    expect(await readProblem(await call('', '/otp/webhooks/'))).toMatchObject({ status: 404 });
    const put = new Request('https://example.test/otp/webhooks/vendor', { method: 'PUT', body: '' });
    expect(await readProblem(await handler(put))).toMatchObject({ status: 405 });
    expect(await readProblem(await call('x'.repeat(262_145)))).toMatchObject({ status: 413 });
    expect((await call(null)).status).toBe(204);
    expect(onReport).toHaveBeenCalledTimes(1);
  });

  it('takes receipts by GET, as gateways send them, with the query for the parser', async () => {
    const { parser, onReport, handler } = arrange(verified([REPORT]));
    expect((await handler(new Request('https://example.test/otp/webhooks/vendor?id=m-1'))).status).toBe(204);
    expect(parser.parse.mock.calls[0]?.[0]).toMatchObject({ method: 'GET', body: new Uint8Array() });
    expect(parser.parse.mock.calls[0]?.[0].url).toContain('?id=m-1');
    expect(onReport).toHaveBeenCalledTimes(1);
  });

  it('has no such path where no webhooks are set', async () => {
    const handler = createOtpHandler({ clientAddress: 'none', engine: createScriptedEngine() });
    const request = new Request('https://example.test/webhooks/vendor', { method: 'POST', body: '' });
    expect(await readProblem(await handler(request))).toMatchObject({ status: 404 });
  });

  it('takes raw bytes in Express, and refuses what a body parser has changed', async () => {
    const { parser, options, onError } = arrange(verified([REPORT]));
    const { basePath: _, ...router } = options;
    const server = await startExpress((app) => app.use('/otp', createOtpRouter(router)));
    const sent = await server.send({ path: '/otp/webhooks/vendor' }, '{"a": 1}');
    expect(sent.status).toBe(204);
    expect(Buffer.from(parser.parse.mock.calls[0]?.[0].body ?? []).toString()).toBe('{"a": 1}');
    expect(parser.parse.mock.calls[0]?.[0].url).toBe(`${server.url}/otp/webhooks/vendor`);
    expect((await server.send({ method: 'GET', path: '/otp/webhooks/vendor?id=m-1' })).status).toBe(204);
    expect(parser.parse.mock.calls[1]?.[0]).toMatchObject({ method: 'GET', body: new Uint8Array() });
    expect(parser.parse.mock.calls[1]?.[0].url).toBe(`${server.url}/otp/webhooks/vendor?id=m-1`);
    const behind = await startExpress((app) => app.use(express.json()).use('/otp', createOtpRouter(router)));
    expect((await behind.send({ path: '/otp/webhooks/vendor' }, '{"a": 1}')).status).toBe(500);
    expect(String(onError.mock.calls[0]?.[0])).toMatch(/before express\.json/);
  });

  it.each(EXPRESSES)('takes in Express %s the bytes that a parser in front has kept', async (_version, express) => {
    const { parser, onReport, options, onError } = arrange(verified([REPORT]));
    const { basePath: _, ...router } = options;
    const form = 'Status=delivered&To=%2B39123';
    const type = { 'content-type': 'application/x-www-form-urlencoded' };
    for (const keep of [(bytes: Buffer) => bytes, (bytes: Buffer) => bytes.toString()]) {
      const verify = (request: object, _response: object, bytes: Buffer) =>
        void Object.assign(request, { rawBody: keep(bytes) });
      const server = await startExpress(
        (app) =>
          app
            .use(express.json({ verify }), express.urlencoded({ extended: true, verify }))
            .use('/otp', createOtpRouter(router)),
        express,
      );
      expect((await server.send({ path: '/otp/webhooks/vendor', headers: type }, form)).status).toBe(204);
    }
    expect(parser.parse.mock.calls.map(([{ body }]) => new TextDecoder().decode(body))).toEqual([form, form]);
    expect(onReport).toHaveBeenCalledTimes(2);
    expect(onError).not.toHaveBeenCalled();
  });

  it.each(EXPRESSES)('reads in Express %s a form that the parser in front is not for', async (_version, express) => {
    const { parser, options } = arrange(verified([REPORT]));
    const { basePath: _, ...router } = options;
    const server = await startExpress((app) => app.use(express.json()).use('/otp', createOtpRouter(router)), express);
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    expect((await server.send({ path: '/otp/webhooks/vendor', headers }, 'a=b')).status).toBe(204);
    expect(parser.parse.mock.calls[0]?.[0].body).toEqual(new TextEncoder().encode('a=b'));
  });

  it.each([
    ['webhooks', 7],
    ['webhooks.parsers', { parsers: [], onReport: () => {} }],
    ['webhooks.parsers', { parsers: [{}], onReport: () => {} }],
    ['webhooks.parsers', { parsers: [createParser(verified([])), createParser(verified([]))], onReport: () => {} }],
    ['webhooks.onReport', { parsers: [createParser(verified([]))] }],
    [
      'webhooks.onConfirmationNeeded',
      { parsers: [createParser(verified([]))], onReport() {}, onConfirmationNeeded: 7 },
    ],
    ['webhooks.extra', { parsers: [createParser(verified([]))], onReport() {}, extra: 7 }],
  ])('names %s where it makes no sense', (option, webhooks) => {
    const options = { engine: createScriptedEngine(), webhooks } as never;
    expect(() => createOtpHandler(options)).toThrow(new RegExp(`${option} `));
  });
});
