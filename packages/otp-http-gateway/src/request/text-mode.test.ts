import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HttpGatewaySmsSenderOptions } from '../http-gateway-options.ts';
import { resolveHttpGatewayOptions } from '../resolve-http-gateway-options.ts';
import { buildGatewayRequest } from './build-request.ts';
import { fitsGsmAlphabet } from './text-mode.ts';

const ENDPOINT = 'https://gateway.example/send';
const TO = '+39123456789';

/** What a gateway reads, byte for byte: percent signs and pluses, then its character set. */
function decode(written: string, charset: 'utf8' | 'latin1'): Map<string, string> {
  const read = (part = '') => {
    const bytes = part
      .replaceAll('+', ' ')
      .replaceAll(/%([0-9A-F]{2})/g, (_hit, hex) => String.fromCharCode(Number(`0x${hex}`)));
    return Buffer.from(bytes, 'latin1').toString(charset);
  };
  return new Map(
    written.split('&').map((pair) => {
      const [name, value] = pair.split('=');
      return [read(name), read(value)];
    }),
  );
}

function decodeHex(hex = ''): string {
  return Buffer.from(hex, 'hex').swap16().toString('utf16le');
}

function request(options: Omit<HttpGatewaySmsSenderOptions, 'endpoint'>, text: string, to = TO) {
  return buildGatewayRequest(resolveHttpGatewayOptions({ endpoint: ENDPOINT, ...options }), { to, text });
}

function query(
  options: Omit<HttpGatewaySmsSenderOptions, 'endpoint'>,
  text: string,
  charset: 'utf8' | 'latin1' = 'utf8',
) {
  const url = request(options, text)?.url;
  return url === undefined ? null : decode(url.slice(url.indexOf('?') + 1), charset);
}

const CREDENTIALS = { username: 'me', password: 'p+w%é' } as const;
const anyText = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1, maxLength: 200 }),
  fc.string({ unit: fc.constantFrom(...'aA1 @£€Δ{é~ñê\n+&=%😀Ж\u0080ÿ'), minLength: 1, maxLength: 50 }),
);
const anyNumber = fc.stringMatching(/^\+[1-9][0-9]{6,14}$/);

describe('writeText', () => {
  it.each(['hello', 'a\r\nb', '@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0:;<=>?¡ÄÖÑÜ§¿äöñüà', '^{}\\[~]|€\f'])(
    'takes %j for plain',
    (text) => {
      expect(fitsGsmAlphabet(text)).toBe(true);
      expect(query({ unicode: { parameters: { coding: '2' } } }, text)).toEqual(
        new Map([
          ['phone', TO],
          ['message', text],
        ]),
      );
    },
  );

  it.each(['ê', 'ç', '`', '“', '–', '😀', 'Ж', '\t', '\u00a0', 'Á', '\0'])('tells the gateway of %j', (text) => {
    expect(fitsGsmAlphabet(text)).toBe(false);
    expect(
      query({ parameters: { coding: '0', x: 'y' }, unicode: { parameters: { coding: '2', z: '1' } } }, text),
    ).toEqual(
      new Map([
        ['phone', TO],
        ['message', text],
        ['coding', '2'],
        ['x', 'y'],
        ['z', '1'],
      ]),
    );
  });

  it('writes hexadecimal UTF-16, two units for what needs two', () => {
    expect(query({ textEncoding: 'ucs-2-hex' }, 'Aé€😀')?.get('message')).toBe('004100E920ACD83DDE00');
    expect(request({ method: 'POST', bodyFormat: 'json', textEncoding: 'ucs-2-hex' }, 'Aé')?.body).toBe(
      '{"phone":"+39123456789","message":"004100E9"}',
    );
  });

  it('writes the whole request in Latin-1', () => {
    expect(request({ textEncoding: 'latin-1', password: 'é', from: 'Ñ' }, 'aÿ §')?.url).toBe(
      `${ENDPOINT}?password=%E9&phone=%2B39123456789&message=a%FF%20%A7&from=%D1`,
    );
    expect(request({ textEncoding: 'latin-1', method: 'POST' }, 'aÿ §')?.body).toBe(
      'phone=%2B39123456789&message=a%FF+%A7',
    );
  });

  it.each(['€', 'Δ', '😀', 'a\u0080', '\u009f', '“'])('never writes a question mark for %j', (text) => {
    expect(request({ textEncoding: 'latin-1' }, text)).toBeNull();
    const { unicode } = { unicode: { textEncoding: 'ucs-2-hex', textName: 'hex' } } as const;
    expect(decodeHex(query({ textEncoding: 'latin-1', unicode }, text)?.get('hex'))).toBe(text);
  });

  it('loses no character of any text in any encoding', () => {
    fc.assert(
      fc.property(anyText, anyNumber, (text, to) => {
        const utf8 = decode(request({ method: 'POST', ...CREDENTIALS }, text, to)?.body ?? '', 'utf8');
        expect(Object.fromEntries(utf8)).toEqual({ ...CREDENTIALS, phone: to, message: text });

        const hex = request({ method: 'POST', textEncoding: 'ucs-2-hex', ...CREDENTIALS }, text, to)?.body ?? '';
        expect(decodeHex(decode(hex, 'utf8').get('message'))).toBe(text);

        const latin1 = request({ method: 'POST', textEncoding: 'latin-1', ...CREDENTIALS }, text, to);
        const isLatin1 = [...text].every((character) => /^[\0-\x7f\xa0-\xff]$/.test(character));
        expect(latin1 !== null).toBe(isLatin1);
        if (latin1 !== null) {
          expect(Object.fromEntries(decode(latin1.body ?? '', 'latin1'))).toEqual({
            ...CREDENTIALS,
            phone: to,
            message: text,
          });
        }
      }),
    );
  });

  it('loses no character where a preset chooses the encoding by the text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const eapi = query({ preset: 'bulksms-eapi', method: 'GET', ...CREDENTIALS }, text, 'latin1');
        const isHex = eapi?.get('dca') === '16bit';
        expect(isHex ? decodeHex(eapi?.get('message')) : eapi?.get('message')).toBe(text);
        expect(eapi?.get('password')).toBe(CREDENTIALS.password);

        const jasmin = query({ preset: 'jasmin', method: 'GET', ...CREDENTIALS }, text);
        const content = jasmin?.get('coding') === '8' ? decodeHex(jasmin.get('hex-content')) : jasmin?.get('content');
        expect(content).toBe(text);
        expect(jasmin?.has('content')).toBe(!jasmin?.has('hex-content'));

        const kannel = query({ preset: 'kannel', ...CREDENTIALS }, text);
        expect(kannel?.get('text')).toBe(text);
        expect(kannel?.get('coding')).toBe(fitsGsmAlphabet(text) ? '0' : '2');
      }),
    );
  });
});
