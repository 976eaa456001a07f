import { describe, expect, it } from 'vitest';
import { startSinchTestServer } from '../../test-support/sinch-server.ts';
import { ALICE, BOB } from '../../test-support/test-inbox.ts';

const PATH = '/xms/v1/plan0Zq7Zq7Zq7/batches';
const TOKEN = { Authorization: 'Bearer token-Vb4Vb4Vb4' };

describe('the twin of Sinch SMS', () => {
  it('delivers a batch and answers 201', async () => {
    const sinch = await startSinchTestServer();
    const batch = {
      to: [ALICE],
      from: 'Acme',
      body: 'Your code is 482913.',
      type: 'mt_text',
      delivery_report: 'per_recipient',
      callback_url: 'https://app.example/webhooks',
      client_reference: 'mark',
      expire_at: '2099-01-01T00:00:00.000Z',
    };
    const { status, body } = await sinch.ask('POST', PATH, batch, TOKEN);
    expect(status).toBe(201);
    expect(body).toMatchObject({ ...batch, to: [ALICE.slice(1)], canceled: false });
    expect(body.id).toMatch(/^[\w-]{1,128}$/);
    expect(sinch.messages()).toMatchObject([{ to: ALICE, text: batch.body, code: '482913', provider: 'sinch-sms' }]);
  });

  it('delivers to everyone in it', async () => {
    const sinch = await startSinchTestServer();
    await sinch.ask('POST', PATH, { to: [ALICE, BOB.slice(1)], body: 'a' }, TOKEN);
    expect(sinch.messages().map(({ to }) => to)).toEqual([BOB, ALICE]);
  });

  const batch = { to: [ALICE], body: 'a' };
  it.each<[string, unknown, string]>([
    ['no JSON', '{', 'syntax_invalid_json'],
    ['a list', [], 'syntax_invalid_json'],
    ['nobody', { ...batch, to: [] }, 'syntax_constraint_violation'],
    ['too many', { ...batch, to: Array.from({ length: 1_001 }, () => ALICE) }, 'syntax_constraint_violation'],
    ['a number that is none', { ...batch, to: ['+1'] }, 'syntax_invalid_parameter_format'],
    ['no text', { to: [ALICE] }, 'syntax_constraint_violation'],
    ['a text that is too long', { ...batch, body: 'a'.repeat(1_601) }, 'syntax_constraint_violation'],
    ['binary', { ...batch, type: 'mt_binary' }, 'syntax_invalid_parameter_format'],
    ['a report that is none', { ...batch, delivery_report: 'all' }, 'syntax_invalid_parameter_format'],
    ['an originator that is none', { ...batch, from: '' }, 'syntax_invalid_parameter_format'],
    ['an address that is none', { ...batch, callback_url: 7 }, 'syntax_invalid_parameter_format'],
    ['a long mark', { ...batch, client_reference: 'x'.repeat(129) }, 'syntax_invalid_parameter_format'],
    ['a life that is over', { ...batch, expire_at: '2020-01-01T00:00:00Z' }, 'syntax_constraint_violation'],
    ['fields behind __proto__', `{"__proto__":${JSON.stringify(batch)}}`, 'syntax_constraint_violation'],
  ])('refuses %s with 400', async (_what, content, code) => {
    const sinch = await startSinchTestServer();
    expect(await sinch.ask('POST', PATH, content, TOKEN)).toMatchObject({ status: 400, body: { code } });
    expect(sinch.messages()).toEqual([]);
  });

  it('refuses whoever shows no token', async () => {
    const sinch = await startSinchTestServer();
    expect((await sinch.ask('POST', PATH, batch, { Authorization: 'Bearer x' })).status).toBe(401);
    expect((await sinch.ask('POST', PATH, batch)).status).toBe(401);
    expect(sinch.messages()).toEqual([]);
  });

  it('wants the token of an inbox that has one, in words of its own', async () => {
    const sinch = await startSinchTestServer({ token: '0123456789abcdef' });
    const authorization = { Authorization: 'Bearer 0123456789abcdef' };
    expect((await sinch.ask('POST', PATH, batch, authorization)).status).toBe(201);
    expect(await sinch.ask('POST', PATH, batch, TOKEN)).toMatchObject({ status: 401, body: { code: 'unauthorized' } });
  });
});
