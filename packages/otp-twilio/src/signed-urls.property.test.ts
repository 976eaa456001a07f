/** A callback is believed where Twilio's own validator believes it, and nowhere else. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import twilio from 'twilio';
import { describe, expect, it } from 'vitest';
import { AUTH_TOKEN, MESSAGE_SID } from './test-support/account.ts';
import { createTwilioDeliveryReportParser } from './twilio-delivery-report-parser.ts';

const FIELDS = { MessageSid: MESSAGE_SID, MessageStatus: 'delivered' };
const FORM = 'application/x-www-form-urlencoded';

const sign = (url: string) => twilio.getExpectedTwilioSignature(AUTH_TOKEN, url, FIELDS);

async function isBelieved(publicUrl: string, requestUrl: string, signature: string): Promise<boolean> {
  const { status } = await createTwilioDeliveryReportParser({ authToken: AUTH_TOKEN, publicUrl }).parse({
    method: 'POST',
    url: requestUrl,
    headers: { 'content-type': FORM, 'x-twilio-signature': signature },
    body: Buffer.from(new URLSearchParams(FIELDS).toString()),
  });
  return status === 'verified';
}

const scheme = fc.constantFrom('https', 'http', 'HTTPS', 'Http');
const user = fc.constantFrom('', '', '', 'me@', 'me:pass@', 'a%40b:c@');
const host = fc.constantFrom(
  'app.example',
  'App.Example',
  'APP.EXAMPLE',
  'bücher.example',
  'BÜCHER.example',
  'xn--bcher-kva.example',
  'XN--BCHER-KVA.example',
  '127.0.0.1',
  '127.1',
  '[2001:DB8::1]',
  '[2001:db8::1]',
  '例え.テスト',
);
const port = fc.constantFrom('', '', ':443', ':80', ':8443', ':0443');
const path = fc.oneof(
  fc.constantFrom('', '/', '/webhooks/twilio', "/it's", '/it%27s', '/a/../b', '/ä', '/%C3%A4', '/a%2fb', '//a'),
  fc.stringMatching(/^(?:\/[a-zA-Z'%()~!*^|.-]{0,6}){1,3}$/),
);
const query = fc.oneof(
  fc.constantFrom(
    '',
    '',
    '?',
    "?name=it's",
    '?name=it%27s',
    '?b=2&a=1&b=3',
    '?a=1+2',
    '?a=1%202',
    '?a',
    '?a=',
    '?ä=ö',
    '?a=%zz',
  ),
  fc.stringMatching(/^\?[a-c='&%27+!()*~"<>|^.-]{0,12}$/),
);
const publicAddress = fc
  .tuple(scheme, user, host, port, path, query)
  .map(([...parts]) => `${parts[0]}://${parts.slice(1).join('')}`)
  .filter((url) => URL.canParse(url) && new URL(url).hash === '');

/** What some system on the way to the signature might make of an address. */
const CHANGES: readonly ((url: string) => string)[] = [
  (url) => url,
  (url) => new URL(url).toString(),
  (url) => url.replaceAll("'", '%27'),
  (url) => url.replaceAll('%27', "'"),
  (url) => url.toLowerCase(),
  (url) => url.replace(/^(https?:\/\/[^/?]*?)(:\d+)?(?=[/?]|$)/i, '$1'),
  (url) => url.replace(/^(https:\/\/[^/?:]*)(?=[/?]|$)/i, '$1:443'),
  (url) => url.replace(/^(http:\/\/[^/?:]*)(?=[/?]|$)/i, '$1:80'),
  (url) => url.replace(/^(https?:\/\/[^/?]*)(?=\?|$)/i, '$1/'),
  (url) => url.replace(/\?.*$/, ''),
  (url) => `${url}/`,
  (url) => url.replace(/%[0-9a-f]{2}/gi, (each) => each.toUpperCase()),
  (url) => url.replaceAll('+', '%20'),
];
const changes = fc.array(fc.constantFrom(...CHANGES), { maxLength: 3 });

describe('a Twilio signature', () => {
  it('is believed exactly where Twilio’s own validator believes it', async () => {
    let believed = 0;
    await fc.assert(
      fc.asyncProperty(publicAddress, query, changes, async (publicUrl, arrived, made) => {
        const [base = ''] = publicUrl.split('?');
        const called = arrived === '' ? publicUrl : `${base}${arrived}`;
        const signedUrl = made.reduce((url, change) => change(url), called);
        const signature = sign(signedUrl);
        // The query as it arrived, or the one that Twilio was told, where a proxy swallowed it.
        const isValid = [called, publicUrl].some((url) => twilio.validateRequest(AUTH_TOKEN, signature, url, FIELDS));
        expect(await isBelieved(publicUrl, `/anywhere${arrived}`, signature)).toBe(isValid);
        believed += isValid ? 1 : 0;
      }),
      { numRuns: 3_000 },
    );
    // Else the two would agree about refusals only.
    expect(believed).toBeGreaterThan(500);
  });

  it.each([
    ['a host in capitals', 'https://App.Example/hook', 'https://app.example/hook'],
    ['a host in its own letters', 'https://bücher.example/hook', 'https://xn--bcher-kva.example/hook'],
    ['an empty path', 'https://app.example', 'https://app.example/'],
    ['an empty path before a query', 'https://app.example?a=1', 'https://app.example/?a=1'],
    ['an apostrophe', "https://app.example/hook?name=it's", 'https://app.example/hook?name=it%27s'],
    ['all of it', "https://BÜCHER.example?name=it's", 'https://xn--bcher-kva.example:443/?name=it%27s'],
  ])('of an address with %s may be over what a parser makes of it', async (_what, publicUrl, signedUrl) => {
    expect(twilio.validateRequest(AUTH_TOKEN, sign(signedUrl), publicUrl, FIELDS)).toBe(true);
    expect(await isBelieved(publicUrl, '/hook', sign(signedUrl))).toBe(true);
    expect(await isBelieved(publicUrl, '/hook', sign(publicUrl))).toBe(true);
  });

  it.each([
    [
      'an apostrophe where the address has its escape',
      'https://app.example/hook?a=it%27s',
      "https://app.example/hook?a=it's",
    ],
    ['another path', 'https://app.example/hook', 'https://app.example/other'],
    ['another host', 'https://app.example/hook', 'https://app.example.org/hook'],
    ['another scheme', 'https://app.example/hook', 'http://app.example/hook'],
  ])('over %s is the validator’s to judge too', async (_what, publicUrl, signedUrl) => {
    const isValid = twilio.validateRequest(AUTH_TOKEN, sign(signedUrl), publicUrl, FIELDS);
    expect(await isBelieved(publicUrl, '/hook', sign(signedUrl))).toBe(isValid);
  });

  it('over a body that is no form is believed where the validator believes it', async () => {
    const body = Buffer.from(JSON.stringify(FIELDS));
    const hash = createHash('sha256').update(body).digest('hex');
    for (const [publicUrl, signedBase] of [
      ['https://App.Example', 'https://app.example/'],
      ["https://app.example/it's", "https://app.example/it's"],
      ['https://app.example/hook', 'https://app.example:443/hook'],
    ] as const) {
      for (const told of [hash, hash.toUpperCase(), hash.replace(/./, 'x')]) {
        const signature = twilio.getExpectedTwilioSignature(AUTH_TOKEN, `${signedBase}?bodySHA256=${told}`, {});
        const outcome = await createTwilioDeliveryReportParser({ authToken: AUTH_TOKEN, publicUrl }).parse({
          method: 'POST',
          url: `/?bodySHA256=${told}`,
          headers: { 'content-type': 'application/json', 'x-twilio-signature': signature },
          body,
        });
        const address = `${publicUrl}?bodySHA256=${told}`;
        const isValid = twilio.validateRequestWithBody(AUTH_TOKEN, signature, address, body.toString());
        expect([told, outcome.status === 'verified']).toEqual([told, isValid]);
      }
    }
  });
});
