/** The vendor's own code reaches the operator whatever it looks like, as long as it can be neither a number nor a code. */
import { startVendor } from '@countersign/test-servers/vendor-server';
import { describe, expect, it } from 'vitest';
import { PROVIDERS } from './support/providers.ts';

const json = (value: object) => ({ type: 'application/json', body: JSON.stringify(value) });
const xml = (code: string) => ({
  type: 'text/xml',
  body: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>w</Message></Error></ErrorResponse>`,
});

interface Vocabulary {
  readonly write: (code: string) => { readonly type: string; readonly body: string };
  readonly shown: readonly string[];
  readonly hidden: readonly string[];
}

const numbers = { shown: ['9009', '21999', '640001'], hidden: ['+14155550123', '14155550123', 'x'.repeat(80)] };
const words = {
  shown: [
    'unauthorized',
    'syntax_invalid_json',
    'Forbidden',
    'rate-limit',
    'EC2Throttled',
    'invalid.utf8',
    'no_ipv6_here',
  ],
  hidden: ['code_804617', 'to_14155550123', 'two words', 'x'.repeat(80)],
};
const twilio: Vocabulary = {
  write: (code) => json({ code: Number(code) || code, status: 400, message: 'w' }),
  ...numbers,
};
const telnyx: Vocabulary = { write: (code) => json({ errors: [{ code, title: 'w' }] }), ...numbers };

const VOCABULARIES: Readonly<Record<string, Vocabulary>> = {
  twilio,
  'twilio-verify': twilio,
  telnyx,
  'telnyx-verify': telnyx,
  'sinch-sms': { write: (code) => json({ code, text: 'w' }), ...words },
  sinch: { write: (errorCode) => json({ errorCode, message: 'w' }), ...numbers, shown: ['404', '40999', '640001'] },
  sns: { write: xml, ...words },
};

describe.each(Object.entries(VOCABULARIES))('a code of %s', (name, { write, shown, hidden }) => {
  async function codeShown(code: string): Promise<string | undefined> {
    const vendor = await startVendor((_request, response) => {
      const { type, body } = write(code);
      response.writeHead(400, { 'Content-Type': type }).end(body);
    });
    const provider = PROVIDERS.find((each) => each.name === name)?.create({ url: vendor.url });
    if (provider === undefined) throw new Error(`no provider ${name}`);
    const to = '+14155550123';
    const outcome =
      provider.kind === 'sms-sender'
        ? await provider.send({ to, text: 'Your code is 804617.' })
        : await provider.start({ to });
    return 'failure' in outcome ? outcome.failure.providerCode : 'accepted';
  }

  it.each(shown)('is shown where it is %s', async (code) => {
    expect(await codeShown(code)).toBe(code);
  });

  it.each(hidden)('is not shown where it is %s', async (code) => {
    expect(await codeShown(code)).toBeUndefined();
  });
});
