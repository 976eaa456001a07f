import { describe, expect, it } from 'vitest';
import { KEY, SECRET, type SinchTestServer, startSinchTestServer } from '../../test-support/sinch-server.ts';
import { ALICE, BOB } from '../../test-support/test-inbox.ts';

const PATH = '/verification/v1/verifications';

function startOf(endpoint: unknown, members: object = {}): object {
  return { identity: { type: 'number', endpoint }, method: 'sms', ...members };
}

function codeOf(code: unknown): object {
  return { method: 'sms', sms: { code } };
}

/** Starts one, and tells its id and its code. */
async function begin(sinch: SinchTestServer, to = ALICE, members: object = {}) {
  const { status, body } = await sinch.ask('POST', PATH, startOf(to, members));
  expect(status).toBe(200);
  const code = sinch.messages()[0]?.code ?? '';
  return { id: String(body.id), code, wrong: code === '0000' ? '1111' : '0000', body };
}

describe('the twin of Sinch Verification', () => {
  it('starts a verification and delivers a code of four digits', async () => {
    const sinch = await startSinchTestServer();
    const { id, body, code } = await begin(sinch);
    expect(body).toEqual({
      id,
      method: 'sms',
      sms: { template: 'Your verification code is {{CODE}}.', interceptionTimeout: 198, codeType: 'Numeric' },
      _links: [
        { rel: 'status', href: `${PATH}/id/${id}`, method: 'GET' },
        { rel: 'report', href: `${PATH}/id/${id}`, method: 'PUT' },
      ],
    });
    expect(sinch.messages()).toMatchObject([{ to: ALICE, provider: 'sinch', code: expect.stringMatching(/^\d{4}$/) }]);
    expect(JSON.stringify(body)).not.toContain(code);
  });

  it('approves the right code once, by id', async () => {
    const sinch = await startSinchTestServer();
    const { id, code } = await begin(sinch);
    expect(await sinch.ask('PUT', `${PATH}/id/${id}`, codeOf(code))).toEqual({
      status: 200,
      body: { id, method: 'sms', status: 'SUCCESSFUL', identity: { type: 'number', endpoint: ALICE } },
    });
    expect(await sinch.ask('PUT', `${PATH}/id/${id}`, codeOf(code))).toMatchObject({
      status: 404,
      body: { errorCode: 40400 },
    });
  });

  it.each([ALICE, ALICE.replace('+', '%2B')])('approves the right code by number, written %s', async (number) => {
    const sinch = await startSinchTestServer();
    const { id, code } = await begin(sinch);
    const { body } = await sinch.ask('PUT', `${PATH}/number/${number}`, codeOf(code));
    expect(body).toMatchObject({ id, status: 'SUCCESSFUL' });
  });

  it('answers a wrong code with 200, however often, and goes on waiting for the right one', async () => {
    const sinch = await startSinchTestServer();
    const { id, code, wrong } = await begin(sinch);
    for (let tries = 0; tries < 10; tries += 1) {
      const { status, body } = await sinch.ask('PUT', `${PATH}/id/${id}`, codeOf(wrong));
      expect([status, body.status, body.reason]).toEqual([200, 'FAIL', 'Invalid code']);
    }
    expect((await sinch.ask('GET', `${PATH}/id/${id}`)).body.status).toBe('PENDING');
    expect((await sinch.ask('PUT', `${PATH}/id/${id}`, codeOf(code))).body.status).toBe('SUCCESSFUL');
  });

  it('ends the former verification of a number by a new one, and no other', async () => {
    const sinch = await startSinchTestServer();
    const former = await begin(sinch);
    const other = await begin(sinch, BOB);
    const latter = await begin(sinch);
    expect((await sinch.ask('PUT', `${PATH}/id/${former.id}`, codeOf(former.code))).status).toBe(404);
    expect((await sinch.ask('GET', `${PATH}/id/${former.id}`)).body.status).toBe('ABORTED');
    expect((await sinch.ask('PUT', `${PATH}/number/${BOB}`, codeOf(other.code))).body.status).toBe('SUCCESSFUL');
    expect((await sinch.ask('PUT', `${PATH}/number/${ALICE}`, codeOf(latter.code))).body.id).toBe(latter.id);
  });

  it('lets a code expire when it was asked to, and does not find it afterwards', async () => {
    const sinch = await startSinchTestServer();
    const { id, code } = await begin(sinch, ALICE, { smsOptions: { expiry: '00:01:05', codeType: 'Numeric' } });
    await sinch.pass(64_999);
    expect((await sinch.ask('GET', `${PATH}/id/${id}`)).body.status).toBe('PENDING');
    await sinch.pass(1);
    const { status, body } = await sinch.ask('PUT', `${PATH}/id/${id}`, codeOf(code));
    expect([status, body.status, body.reason]).toEqual([200, 'FAIL', 'Expired']);
    expect((await sinch.ask('PUT', `${PATH}/id/${id}`, codeOf(code))).status).toBe(404);
  });

  it('tells the status by id, number and reference', async () => {
    const sinch = await startSinchTestServer();
    const { id } = await begin(sinch, ALICE, { reference: 'order 7' });
    for (const path of [`/id/${id}`, `/sms/number/${ALICE}`, '/reference/order%207']) {
      expect((await sinch.ask('GET', PATH + path)).body).toMatchObject({ id, status: 'PENDING', reference: 'order 7' });
    }
    for (const path of ['/id/none', `/sms/number/${BOB}`, '/reference/%']) {
      expect((await sinch.ask('GET', PATH + path)).body.errorCode).toBe(40400);
    }
  });

  it('starts nothing twice under one reference', async () => {
    const sinch = await startSinchTestServer();
    await begin(sinch, ALICE, { reference: 'once' });
    const { status, body } = await sinch.ask('POST', PATH, startOf(BOB, { reference: 'once' }));
    expect([status, body.errorCode]).toEqual([409, 40900]);
    expect(sinch.messages()).toHaveLength(1);
  });

  it.each<[string, unknown]>([
    ['no JSON', '{'],
    ['a list', []],
    ['no identity', { method: 'sms' }],
    ['a number without its plus', startOf(ALICE.slice(1))],
    ['a short number', startOf('+4813')],
    ['a number that is none', startOf({})],
    ['Unicode digits', startOf('+１５５５０１００１２３')],
    ['fields behind __proto__', `{"__proto__":${JSON.stringify(startOf(ALICE))}}`],
    ['a phone call', startOf(ALICE, { method: 'callout' })],
    ['letters', startOf(ALICE, { smsOptions: { codeType: 'Alpha' } })],
    ['a life without end', startOf(ALICE, { smsOptions: { expiry: '5 minutes' } })],
    ['no life', startOf(ALICE, { smsOptions: { expiry: '00:00:00' } })],
  ])('refuses a start with %s', async (_what, content) => {
    const sinch = await startSinchTestServer();
    const { status, body } = await sinch.ask('POST', PATH, content);
    expect([status, body.errorCode]).toEqual([400, 40001]);
    expect(sinch.messages()).toEqual([]);
  });

  it.each<[unknown, number]>([
    ['{', 40001],
    [{ method: 'callout', sms: { code: '1' } }, 40001],
    [{ method: 'sms' }, 40003],
    [codeOf(1234), 40003],
    [codeOf(''), 40003],
  ])('refuses the report %j with %i', async (content, errorCode) => {
    const sinch = await startSinchTestServer();
    const { id } = await begin(sinch);
    expect((await sinch.ask('PUT', `${PATH}/id/${id}`, content)).body.errorCode).toBe(errorCode);
  });

  it.each<[string, Record<string, string>, number]>([
    ['no authorization', { Authorization: '' }, 40104],
    ['a scheme of another API', { Authorization: 'Bearer 12345678' }, 40100],
    ['half a signature', { Authorization: `Application ${KEY}:abc=` }, 40100],
    ['no time', { 'x-timestamp': '' }, 40101],
    ['a time long past', { 'x-timestamp': '2014-09-24T10:59:41Z' }, 40101],
    ['a key that is none', { Authorization: `Basic ${btoa(`me:${SECRET}`)}` }, 40107],
  ])('refuses %s with 401', async (_what, headers, errorCode) => {
    const sinch = await startSinchTestServer();
    const { status, body } = await sinch.ask('POST', PATH, startOf(ALICE), headers);
    expect([status, body.errorCode]).toEqual([401, errorCode]);
    expect(sinch.messages()).toEqual([]);
  });

  it('takes Basic, whose secret may be the token of the inbox', async () => {
    const basic = { Authorization: `Basic ${btoa(`${KEY}:${SECRET}`)}` };
    expect((await (await startSinchTestServer()).ask('POST', PATH, startOf(ALICE), basic)).status).toBe(200);
    const locked = await startSinchTestServer({ token: SECRET });
    expect((await locked.ask('POST', PATH, startOf(ALICE), basic)).status).toBe(200);
    expect(await locked.ask('POST', PATH, startOf(ALICE))).toMatchObject({ status: 401, body: { errorCode: 40100 } });
  });

  it('refuses a body that is too large in words of its own', async () => {
    const sinch = await startSinchTestServer();
    const answer = await sinch.ask('POST', PATH, startOf(ALICE, { custom: 'x'.repeat(70_000) }));
    expect(answer).toMatchObject({ status: 413, body: { errorCode: 41300 } });
  });
});
