import { createHmac } from 'node:crypto';
import type { DeliveryReportRequest } from '@countersign/otp-core/spec';
import { describe, expect, it } from 'vitest';
import { createHttpGatewayDeliveryReportParser } from './http-gateway-delivery-report-parser.ts';
import type { GatewayBodySignature, HttpGatewayDeliveryReportParserOptions } from './receipts/receipt-options.ts';

const SECRET = 'a-secret-of-the-tests';
const NOW_MS = Date.UTC(2026, 10, 20, 12);
const NOTHING = new Uint8Array();

const OPTIONS: HttpGatewayDeliveryReportParserOptions = {
  authentication: { kind: 'query', name: 'token', secret: SECRET },
  fields: { messageId: 'id', status: 'status', code: 'err', time: 'at' },
  statuses: { delivered: ['DELIVRD', '0'], undelivered: ['UNDELIV', 'EXPIRED'], inTransit: ['ACCEPTD'] },
  failureCategories: { E12: 'blocked-destination', expired: 'unreachable-recipient' },
  clock: { now: () => NOW_MS },
};

function parse(request: unknown, changes: Partial<HttpGatewayDeliveryReportParserOptions> = {}) {
  const parser = createHttpGatewayDeliveryReportParser({ ...OPTIONS, ...changes });
  return parser.parse(request as DeliveryReportRequest);
}

const get = (query: string, headers = {}) => ({ method: 'GET', url: `/dlr?${query}`, headers, body: NOTHING });
const genuine = (query: string) => get(`${query}&token=${SECRET}`);

function post(body: string, mediaType = 'application/json', headers = {}) {
  const all = { 'content-type': mediaType, ...headers };
  return { method: 'POST', url: `/dlr?token=${SECRET}`, headers: all, body: new TextEncoder().encode(body) };
}

const verified = (...reports: readonly object[]) => ({ status: 'verified', reports, reply: null });
const refused = (reason: string) => ({ status: 'refused', reason });
const delivered = (messageId: string, changes = {}) => ({
  providerId: 'http-gateway',
  messageId,
  status: 'delivered',
  atMs: null,
  failure: null,
  ...changes,
});

describe('createHttpGatewayDeliveryReportParser', () => {
  it('reads a receipt from an address, a form or JSON', async () => {
    const expected = verified(delivered('m-1', { atMs: NOW_MS }));
    expect(await parse(genuine('id=m-1&status=DELIVRD&at=2026-11-20T12:00:00Z'))).toEqual(expected);
    const form = post('id=m-1&status=DELIVRD&at=1795176000', 'application/x-www-form-urlencoded; charset=UTF-8');
    expect(await parse(form)).toEqual(expected);
    expect(await parse(post('{"id":"m-1","status":0,"at":1795176000000}'))).toEqual(expected);
    expect(await parse({ ...genuine('id=m-1&status=DELIVRD&at=1795176000'), method: 'POST' })).toEqual(expected);
  });

  it('reads each of several receipts by paths into JSON', async () => {
    const fields = { messageId: 'message.id', status: 'state[0].name' };
    const entry = (id: string, name: string) => ({ message: { id }, state: [{ name }] });
    const body = JSON.stringify({ results: [entry('a', 'delivrd'), entry('b', 'ACCEPTD')] });
    expect(await parse(post(body), { fields, entries: 'results[*]' })).toEqual(
      verified(delivered('a'), delivered('b', { status: 'in-transit' })),
    );
    expect(await parse(post(JSON.stringify([entry('c', '0')])), { fields, entries: '$[*]' })).toEqual(
      verified(delivered('c')),
    );
  });

  it.each([
    ['its code', 'status=UNDELIV&err=e12', 'blocked-destination', 'e12'],
    ['its status, where the code is not known', 'status=EXPIRED&err=99', 'unreachable-recipient', '99'],
    ['nothing, where neither is', 'status=UNDELIV&err=99', 'unknown', '99'],
    ['nothing, where there is no code', 'status=UNDELIV', 'unknown', undefined],
    ['nothing, where the code is a sentence', 'status=UNDELIV&err=no+way', 'unknown', undefined],
    ['nothing, where the code may be a number', 'status=UNDELIV&err=39123456789', 'unknown', undefined],
  ])('tells why a message was not delivered by %s', async (_what, query, category, providerCode) => {
    const outcome = await parse(genuine(`id=m-1&${query}`));
    const failure = { category, providerId: 'http-gateway', ...(providerCode === undefined ? {} : { providerCode }) };
    expect(outcome).toMatchObject({ reports: [{ status: 'undelivered', failure }] });
    expect(JSON.stringify(outcome)).toContain('could not deliver');
    expect(JSON.stringify(outcome)).not.toMatch(/no way|39123456789/);
  });

  it('takes in a status that is in none of its lists without effect', async () => {
    expect(await parse(genuine('id=m-1&status=BUFFERED'))).toEqual(verified());
  });

  it.each([['12:00'], ['2026-11-20 12:00:00'], ['26112012'], ['2026-13-45T00:00:00Z'], ['']])(
    'takes %j for no time',
    async (at) => {
      expect(await parse(genuine(`id=m-1&status=0&at=${at}`))).toEqual(verified(delivered('m-1')));
    },
  );

  it('answers what the gateway wants to be answered, under the name of its sender', async () => {
    const outcome = await parse(genuine('id=m-1&status=0'), { reply: 'ACK', providerId: 'kannel' });
    const reply = { contentType: 'text/plain', body: 'ACK' };
    expect(outcome).toEqual({ status: 'verified', reports: [delivered('m-1', { providerId: 'kannel' })], reply });
  });

  it.each([
    ['no id', genuine('status=0')],
    ['no status', genuine('id=m-1')],
    ['two ids', genuine('id=m-1&id=m-2&status=0')],
    ['an id with a space', genuine('id=m+1&status=0')],
    ['JSON that is none', post('{"id":')],
    ['bytes that are no text', { ...post(''), body: new Uint8Array([0x7b, 0xff, 0x7d]) }],
    ['JSON of something else', post('[]')],
    ['a list where one value is meant', post('{"id":["m-1"],"status":"0"}')],
    ['what an object inherits', post('{"__proto__":{"id":"m-1","status":"0"}}')],
    ['another method', { ...genuine('id=m-1&status=0'), method: 'PUT' }],
    ['a body without end', post(`{"id":"m-1","status":"0","x":"${'x'.repeat(262_144)}"}`)],
    ['an address without end', genuine(`id=m-1&status=0&x=${'x'.repeat(9_000)}`)],
    ['a body that was parsed', { ...post(''), body: { id: 'm-1' } }],
    ['nothing', undefined],
    ['null', null],
  ])('refuses %s', async (_what, request) => {
    expect(await parse(request)).toEqual(refused('malformed'));
  });

  it('takes a request without any header for one that proves nothing', async () => {
    const request = { ...genuine('id=m-1&status=0'), headers: null };
    expect(await parse(request)).toEqual(refused('unauthenticated'));
  });

  it('refuses entries in what is no JSON, and too many of them', async () => {
    const fields = { messageId: 'id', status: 'status' };
    const many = JSON.stringify(Array.from({ length: 1_001 }, () => ({ id: 'm', status: '0' })));
    for (const request of [genuine('id=m-1&status=0'), post(many), post('[]')]) {
      expect(await parse(request, { fields, entries: '$[*]' })).toEqual(refused('malformed'));
    }
  });

  it('names what makes no sense, all of it and no secret', () => {
    const wrong = {
      authentication: { kind: 'hmac-sha256', header: 'a b', secret: ['hidden', ''], encoding: 'hexadecimal', salt: 1 },
      fields: { messageId: 'a b', text: 'text' },
      entries: 'results.*',
      statuses: { delivered: [], undelivered: ['x', 'X'], lost: [] },
      failureCategories: { 7: 'no-such' },
      reply: '',
      providerId: 'No Id',
      clock: {},
      secret: 'hidden',
    };
    const create = () => createHttpGatewayDeliveryReportParser(wrong as never);
    const named = [
      'secret',
      'providerId',
      'clock',
      'reply',
      'entries',
      'authentication.salt',
      'authentication.header',
      'authentication.secret',
      'authentication.encoding',
      'fields.text',
      'fields.messageId',
      'fields.status',
      'statuses.lost',
      'statuses.delivered',
      'statuses.undelivered',
      'failureCategories.7',
    ];
    expect(create).toThrow(
      expect.objectContaining({ problems: named.map((option) => expect.objectContaining({ option })) }),
    );
    expect(create).not.toThrow(/hidden/);
    for (const options of [undefined, null, [], {}, { ...OPTIONS, authentication: { kind: 'constructor' } }]) {
      expect(() => createHttpGatewayDeliveryReportParser(options as never)).toThrow(/authentication/);
    }
  });
});

describe('authentication of callbacks', () => {
  const receipt = 'id=m-1&status=0';
  const taken = verified(delivered('m-1'));

  it('by a parameter of the address', async () => {
    expect(await parse(get(`${receipt}&token=${SECRET}`))).toEqual(taken);
    for (const query of [
      receipt,
      `${receipt}&token=`,
      `${receipt}&token=${SECRET}x`,
      `${receipt}&token=a&token=${SECRET}`,
    ]) {
      expect(await parse(get(query))).toEqual(refused('unauthenticated'));
    }
  });

  it('by a header, with the former secret while it is rotated', async () => {
    const authentication = { kind: 'header', name: 'X-Token', secret: ['another-secret-of-ours', SECRET] } as const;
    expect(await parse(get(receipt, { 'x-token': SECRET }), { authentication })).toEqual(taken);
    expect(await parse(get(receipt, { 'x-token': 'x' }), { authentication })).toEqual(refused('unauthenticated'));
    expect(await parse(get(`${receipt}&X-Token=${SECRET}`), { authentication })).toEqual(refused('unauthenticated'));
  });

  it('by user and password', async () => {
    const authentication = { kind: 'basic', username: 'gateway', password: SECRET } as const;
    const withAccount = (account: string, scheme = 'Basic') =>
      parse(get(receipt, { authorization: `${scheme} ${Buffer.from(account).toString('base64')}` }), {
        authentication,
      });
    expect(await withAccount(`gateway:${SECRET}`)).toEqual(taken);
    expect(await withAccount(`gateway:${SECRET}`, 'basic')).toEqual(taken);
    for (const account of [`gateway:${SECRET}x`, `other:${SECRET}`, 'gateway:', '']) {
      expect(await withAccount(account)).toEqual(refused('unauthenticated'));
    }
    expect(await withAccount(`gateway:${SECRET}`, 'Bearer')).toEqual(refused('unauthenticated'));
  });

  describe('by a signature over the body', () => {
    const body = JSON.stringify({ id: 'm-1', status: '0' });
    const sign = (text: string, encoding: 'hex' | 'base64' = 'hex') =>
      createHmac('sha256', SECRET).update(text).digest(encoding);
    const signedBy = (authentication: Partial<GatewayBodySignature>, headers: Record<string, string>, text = body) =>
      parse(post(text, 'application/json', headers), {
        authentication: { kind: 'hmac-sha256', header: 'X-Signature', secret: SECRET, ...authentication },
      });

    it('in hexadecimal digits or in Base64, behind a prefix or none', async () => {
      expect(await signedBy({}, { 'x-signature': sign(body).toUpperCase() })).toEqual(taken);
      const prefixed = { 'x-signature': `sha256=${sign(body, 'base64')}` };
      expect(await signedBy({ encoding: 'base64', prefix: 'sha256=' }, prefixed)).toEqual(taken);
      expect(await signedBy({ encoding: 'base64' }, prefixed)).toEqual(refused('unauthenticated'));
    });

    it('and over these very bytes', async () => {
      const headers = { 'x-signature': sign(body) };
      expect(await signedBy({}, headers, `${body} `)).toEqual(refused('unauthenticated'));
      expect(await signedBy({ secret: 'another-secret' }, headers)).toEqual(refused('unauthenticated'));
      expect(await signedBy({}, {})).toEqual(refused('unauthenticated'));
    });

    it('and over nothing else: neither an address nor an empty body is signed', async () => {
      const authentication = { kind: 'hmac-sha256', header: 'X-Signature', secret: SECRET } as const;
      const headers = { 'x-signature': sign('') };
      expect(await parse(get(receipt, headers), { authentication })).toEqual(refused('unauthenticated'));
      const empty = { ...get(receipt, headers), method: 'POST' };
      expect(await parse(empty, { authentication })).toEqual(refused('unauthenticated'));
      const other = { ...post('{"x":1}', 'application/json', { 'x-signature': sign('{"x":1}') }), url: `/?${receipt}` };
      expect(await parse(other, { authentication })).toEqual(refused('malformed'));
    });

    it('and over a time that is not long ago', async () => {
      const timestamp = { header: 'X-Time', toleranceMs: 60_000 };
      const at = (stamp: string, signed = `${stamp}.${body}`) =>
        signedBy({ timestamp }, { 'x-time': stamp, 'x-signature': sign(signed) });
      const seconds = NOW_MS / 1000;
      expect(await at(String(seconds - 60))).toEqual(taken);
      expect(await at(String(NOW_MS + 60_000))).toEqual(taken);
      expect(await at(String(seconds - 61))).toEqual(refused('stale'));
      expect(await at(String(seconds + 61))).toEqual(refused('stale'));
      expect(await at(String(seconds), body)).toEqual(refused('unauthenticated'));
      expect(await at('yesterday')).toEqual(refused('unauthenticated'));
      const unstamped = { 'x-signature': sign(`.${body}`) };
      expect(await signedBy({ timestamp }, unstamped)).toEqual(refused('unauthenticated'));
    });
  });
});
