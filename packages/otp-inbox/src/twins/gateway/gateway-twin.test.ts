import { describe, expect, it } from 'vitest';
import { ALICE, sendRaw, startTestInbox } from '../../test-support/test-inbox.ts';

const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };
const JSON_TYPE = { 'Content-Type': 'application/json; charset=utf-8' };
const PHONE = 'phone=%2B15550100123';

describe('the twin of a gateway', () => {
  it('takes a message by GET as the gateways of apps send it', async () => {
    const inbox = await startTestInbox();
    const parameters = new URLSearchParams({
      username: 'me',
      password: 'hush',
      phone: ALICE,
      message: 'Grüße & code 482913 ✓',
    });
    const response = await fetch(`${inbox.gatewayEndpoint}?${parameters}`, { headers: { 'X-API-Key': 'hush-key' } });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain('application/json');
    const [message] = inbox.messages();
    expect(await response.json()).toEqual({ id: message?.id });
    expect(message).toMatchObject({
      to: ALICE,
      text: 'Grüße & code 482913 ✓',
      code: '482913',
      provider: 'http-gateway',
    });
  });

  it.each([
    ['a form', FORM, new URLSearchParams({ phone: ALICE, message: 'Code 482913 ✓' }).toString()],
    ['JSON', JSON_TYPE, JSON.stringify({ phone: ALICE, message: 'Code 482913 ✓', password: 'hush', retries: 3 })],
  ])('takes a message by POST of %s', async (_, headers, body) => {
    const inbox = await startTestInbox();
    const { status } = await sendRaw(inbox, { method: 'POST', path: '/gateway?username=me', headers, body });
    expect(status).toBe(200);
    expect(inbox.messages()).toMatchObject([{ to: ALICE, text: 'Code 482913 ✓' }]);
  });

  it('takes a POST with everything in the address, and a number without its plus', async () => {
    const inbox = await startTestInbox();
    expect((await sendRaw(inbox, { method: 'POST', path: '/gateway?phone=15550100123&message=a' })).status).toBe(200);
    expect(inbox.messages()).toMatchObject([{ to: ALICE }]);
  });

  it('neither stores nor shows credentials', async () => {
    const inbox = await startTestInbox();
    await sendRaw(inbox, {
      path: `/gateway?${PHONE}&message=a&username=hush1&password=hush2`,
      headers: { 'X-API-Key': 'hush3' },
    });
    const refused = await sendRaw(inbox, {
      path: '/gateway?phone=hush0&username=hush1&password=hush2',
      headers: { 'X-API-Key': 'hush3' },
    });
    const listed = await sendRaw(inbox, { path: '/api/v1/messages' });
    expect(JSON.stringify(inbox.messages()) + refused.text + listed.text).not.toContain('hush');
  });

  it.each([
    ['no parameter', ''],
    ['no phone', 'message=a'],
    ['no message', PHONE],
    ['an empty message', `${PHONE}&message=`],
    ['a phone that is none', 'phone=hello&message=a'],
    ['a short phone', 'phone=%2B12345&message=a'],
    ['a long phone', 'phone=%2B1234567890123456&message=a'],
    ['a phone that starts with a zero', 'phone=0155501001&message=a'],
    ['Unicode digits', `phone=${encodeURIComponent('+１５５５０１００１２３')}&message=a`],
    ['a line break behind the phone', `${PHONE}%0A&message=a`],
    ['two phones', `${PHONE}&${PHONE}&message=a`],
    ['two messages', `${PHONE}&message=a&message=b`],
    ['a NUL', `${PHONE}&message=a%00b`],
    ['1601 characters', `${PHONE}&message=${'a'.repeat(1601)}`],
    ['bytes that are not UTF-8', `${PHONE}&message=%ff%fe`],
    ['a percent sign alone', `${PHONE}&message=%`],
    ['65 parameters', `${PHONE}&message=a${'&x='.repeat(64)}`],
    ['array brackets', 'phone[]=%2B15550100123&message=a'],
    ['__proto__', '__proto__[phone]=%2B15550100123&__proto__=x&message=a'],
  ])('refuses %s with 400 and a text', async (_, query) => {
    const inbox = await startTestInbox();
    const { status, headers, text } = await sendRaw(inbox, { path: `/gateway?${query}` });
    expect([status, headers['content-type'], headers['cache-control']]).toEqual([
      400,
      'text/plain; charset=utf-8',
      'no-store',
    ]);
    expect(text.trim()).not.toBe('');
    expect(inbox.messages()).toEqual([]);
  });

  it('says what is wrong when the plus sign was not encoded', async () => {
    const inbox = await startTestInbox();
    expect((await sendRaw(inbox, { path: '/gateway?phone=+15550100123&message=a' })).text).toContain('%2B');
  });

  it('takes 1600 characters of three bytes each', async () => {
    const inbox = await startTestInbox();
    const message = '語'.repeat(1600);
    const response = await fetch(`${inbox.gatewayEndpoint}?${new URLSearchParams({ phone: ALICE, message })}`);
    expect(response.status).toBe(200);
    expect(inbox.messages()).toMatchObject([{ text: message }]);
  });

  it.each([
    ['JSON that is none', JSON_TYPE, '{', 400],
    ['a JSON array', JSON_TYPE, '[]', 400],
    ['JSON null', JSON_TYPE, 'null', 400],
    ['an array as phone', JSON_TYPE, JSON.stringify({ phone: [ALICE], message: 'a' }), 400],
    ['an object as message', JSON_TYPE, JSON.stringify({ phone: ALICE, message: {} }), 400],
    ['fields behind __proto__', JSON_TYPE, `{"__proto__":{"phone":"${ALICE}","message":"a"}}`, 400],
    ['half a character', JSON_TYPE, `{"phone":"${ALICE}","message":"\\ud800"}`, 400],
    ['deep JSON', JSON_TYPE, '['.repeat(60_000), 400],
    ['bytes that are not UTF-8', JSON_TYPE, Buffer.from(`{"phone":"${ALICE}","message":"\xff"}`, 'latin1'), 400],
    ['an unknown type', { 'Content-Type': 'multipart/form-data; boundary=x' }, 'x', 415],
    ['no type', {}, `${PHONE}&message=a`, 415],
    ['5 MB', FORM, `${PHONE}&message=${'a'.repeat(5_000_000)}`, 413],
  ])('refuses a POST with %s', async (_, headers, body, expected) => {
    const inbox = await startTestInbox();
    const { status, headers: answered } = await sendRaw(inbox, { method: 'POST', path: '/gateway', headers, body });
    expect([status, answered['content-type']]).toEqual([expected, 'text/plain; charset=utf-8']);
    expect(inbox.messages()).toEqual([]);
  });

  it('refuses an address that is too long with a text, too', async () => {
    const inbox = await startTestInbox();
    const { status, headers } = await sendRaw(inbox, { path: `/gateway?${PHONE}&message=${'a'.repeat(17_000)}` });
    expect([status, headers['content-type']]).toEqual([414, 'text/plain; charset=utf-8']);
  });

  it('refuses a phone that is in the address and in the body', async () => {
    const inbox = await startTestInbox();
    const { status } = await sendRaw(inbox, {
      method: 'POST',
      path: `/gateway?${PHONE}`,
      headers: FORM,
      body: `${PHONE}&message=a`,
    });
    expect(status).toBe(400);
  });

  it('delivers nothing on other methods', async () => {
    const inbox = await startTestInbox();
    for (const method of ['HEAD', 'PUT', 'DELETE', 'OPTIONS']) {
      expect((await sendRaw(inbox, { method, path: `/gateway?${PHONE}&message=a` })).status).toBe(405);
    }
    expect(inbox.messages()).toEqual([]);
  });
});
