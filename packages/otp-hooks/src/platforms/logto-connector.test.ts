/** Logto's own HTTP SMS connector, as its server runs it, against a hook. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
// @ts-expect-error It is published without types.
import createHttpSmsConnector from '@logto/connector-http-sms';
import { type CreateConnector, type SmsConnector, TemplateType } from '@logto/connector-kit';
import { afterEach, describe, expect, it } from 'vitest';
import { serveSendHook } from '../node/index.ts';
import { CODE, createHookBed, type HookBed, PHONE_NUMBER } from '../test-support/hook-bed.ts';
import { optionsOf } from '../test-support/platform-options.ts';

const createConnector: CreateConnector<SmsConnector> = createHttpSmsConnector;

const LOGTO = optionsOf('logto') as { readonly authorization: string };
const MESSAGE = {
  to: PHONE_NUMBER.slice(1),
  type: TemplateType.SignIn,
  payload: { code: CODE, locale: 'en' },
} as const;

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** The connector with what its page in the console asks for. */
async function openConnector({ hook }: HookBed, authorization = LOGTO.authorization): Promise<SmsConnector> {
  server = createServer(serveSendHook(hook));
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks/send-sms`;
  return createConnector({ getConfig: async () => ({ endpoint, authorization }) });
}

describe('the HTTP SMS connector of Logto', () => {
  it('has its code sent, once for the same call', async () => {
    const bed = createHookBed(optionsOf('logto'));
    const connector = await openConnector(bed);
    await connector.sendMessage(MESSAGE);
    await connector.sendMessage(MESSAGE);
    expect(bed.sender.messages).toMatchObject([{ to: PHONE_NUMBER, text: expect.stringContaining(CODE) }]);
  });

  it('shows the sentence of a refusal as its error, and the next call sends', async () => {
    const bed = createHookBed(optionsOf('logto'));
    const connector = await openConnector(bed);
    bed.sender.behave('refuse');
    await expect(connector.sendMessage(MESSAGE)).rejects.toMatchObject({
      code: 'general',
      data: { message: 'This phone number cannot receive codes. Check it, or use another one.' },
    });
    await connector.sendMessage(MESSAGE);
    expect(bed.events.map(({ type }) => type)).toEqual(['message-refused', 'message-accepted']);
  });

  it('fails with another header, and nothing is sent', async () => {
    const bed = createHookBed(optionsOf('logto'));
    const connector = await openConnector(bed, 'Bearer of-somebody-else-altogether');
    await expect(connector.sendMessage(MESSAGE)).rejects.toMatchObject({ code: 'general' });
    expect(bed.sender.messages).toEqual([]);
  });
});
