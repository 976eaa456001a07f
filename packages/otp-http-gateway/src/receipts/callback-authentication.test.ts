import { describe, expect, it } from 'vitest';
import { createHttpGatewayDeliveryReportParser } from '../http-gateway-delivery-report-parser.ts';
import type { GatewayCallbackAuthentication } from './receipt-options.ts';

const SECRET = 'a-secret-of-the-tests';

function createParser(authentication: GatewayCallbackAuthentication) {
  return createHttpGatewayDeliveryReportParser({
    authentication,
    fields: { messageId: 'id', status: 'status' },
    statuses: { delivered: ['0'], undelivered: ['1'] },
  });
}

function get(query: string, headers = {}) {
  return { method: 'GET', url: `/dlr?id=m-1&status=0&${query}`, headers, body: new Uint8Array() };
}

describe('callbackAuthentication', () => {
  it('refuses a secret that is given twice, whichever comes first', async () => {
    const parser = createParser({ kind: 'query', name: 'token', secret: SECRET });
    expect(await parser.parse(get(`token=${SECRET}`))).toMatchObject({ status: 'verified' });
    for (const query of [`token=${SECRET}&token=x`, `token=x&token=${SECRET}`, `token=${SECRET}&token=${SECRET}`]) {
      expect(await parser.parse(get(query))).toEqual({ status: 'refused', reason: 'unauthenticated' });
    }
  });

  it.each([
    [[]],
    [[SECRET, 'short']],
    [[SECRET, SECRET, SECRET, SECRET, SECRET]],
    [[SECRET, undefined]],
    [''],
    [undefined],
  ])('refuses %j: one weak secret would be enough for whoever guesses it', (secret) => {
    for (const kind of ['query', 'header'] as const) {
      const create = () => createParser({ kind, name: 'token', secret } as GatewayCallbackAuthentication);
      expect(create).toThrow(
        /authentication\.secret must be 16 to 512 visible ASCII characters, or a list of one to four such/,
      );
    }
  });

  it('accepts the old and the new password while it is rotated, and none of another user', async () => {
    const parser = createParser({ kind: 'basic', username: 'gateway', password: ['old-password', 'new-password'] });
    const outcomeOf = async (account: string) => {
      const authorization = `Basic ${Buffer.from(account).toString('base64')}`;
      return (await parser.parse(get('', { authorization }))).status;
    };
    expect(await outcomeOf('gateway:old-password')).toBe('verified');
    expect(await outcomeOf('gateway:new-password')).toBe('verified');
    expect(await outcomeOf('other:new-password')).toBe('refused');
    expect(await outcomeOf('gateway:old-password,new-password')).toBe('refused');
  });

  it('names a time that is no object', () => {
    const authentication = { kind: 'hmac-sha256', header: 'X-S', secret: SECRET, timestamp: 'X-Time' };
    expect(() => createParser(authentication as unknown as GatewayCallbackAuthentication)).toThrow(
      /authentication\.timestamp must be an object/,
    );
  });
});
