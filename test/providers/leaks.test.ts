/** Law 9 with real SDKs: whatever a vendor does, nothing that is shown holds a number, a code, a text or a credential. */

import type { ServerResponse } from 'node:http';
import type { OtpEvent } from '@countersign/otp-core';
import type { PhoneNumber, SmsSender, VerificationProvider } from '@countersign/otp-core/spec';
import { createInbox } from '@countersign/otp-inbox';
import { findDeadUrl } from '@countersign/test-servers/loopback';
import { type ReceivedRequest, startVendor } from '@countersign/test-servers/vendor-server';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { expectNothingShown } from './support/expect-nothing-shown.ts';
import { createProviderBed, granted, type ProviderBed, warmUp } from './support/provider-bed.ts';
import { CREDENTIALS, PROVIDERS, type ProviderEntry } from './support/providers.ts';

const inbox = createInbox({ port: 0 });

beforeAll(async () => {
  await inbox.listen();
  await warmUp(PROVIDERS, inbox);
});
afterAll(() => inbox.close());

/** Everything a vendor was told, said back. */
function echo(request: ReceivedRequest, body: string): string {
  return [request.url, JSON.stringify(request.headers), body, decode(body), decode(request.url ?? '')].join(' ');
}

function decode(text: string): string {
  return decodeURIComponent(text.replaceAll('+', ' '));
}

/** The echo wherever the vendors' answers have room for it. */
function echoAsAnswer(request: ReceivedRequest, body: string): string {
  const said = echo(request, body);
  return JSON.stringify({
    ...{ code: said, message: said, more_info: said, status: said, error_message: said, sid: said, id: said, to: said },
    errors: [{ code: said, title: said, detail: said, source: { pointer: said } }],
    data: { id: said, phone_number: said, to: [{ phone_number: said, status: said }], errors: [{ code: said }] },
    errorCode: said,
    text: said,
    reference: said,
  });
}

function echoAsXml(request: ReceivedRequest, body: string): string {
  const said = echo(request, body).replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `<ErrorResponse><Error><Type>Sender</Type><Code>${said}</Code><Message>${said}</Message></Error></ErrorResponse>`;
}

/** A bare token, as ids and codes of failures are: the number, a code or a credential out of the request. */
const TOKENS: Readonly<Record<string, (request: ReceivedRequest, body: string) => string>> = {
  'the number': (request, body) => /44770\d{7}/.exec(decode(`${request.url} ${body}`))?.[0] ?? 'none',
  'the code': (request, body) =>
    /(?:code is |Code=|"code":")(\d{4,8})/.exec(decode(`${request.url} ${body}`))?.[1] ?? 'none',
  'the credential': ({ headers }) => {
    const [, scheme, token = ''] = /^(\w+) (\S+)$/.exec(headers.authorization ?? '') ?? [];
    const password = scheme === 'Basic' ? Buffer.from(token, 'base64').toString().split(':')[1] : token;
    return password || String(headers['x-api-key'] ?? 'none');
  },
};

/** Every vendor's answer in one, about the very number that was asked: a success, but for its ids. */
function successNamed(token: string, to: string): string {
  const named = { id: token, to: [{ phone_number: to, status: 'queued' }], phone_number: to, status: 'pending' };
  const identity = { type: 'number', endpoint: to };
  return JSON.stringify({
    sid: token,
    id: token,
    to: [to.slice(1)],
    method: 'sms',
    status: 'PENDING',
    identity,
    data: named,
  });
}

function failureNamed(token: string): string {
  const errors = [{ code: token, title: token }];
  return JSON.stringify({ code: token, errorCode: token, status: token, text: token, message: token, errors });
}

const tokenFaults = Object.entries(TOKENS).flatMap(
  ([what, find]): Array<[string, Fault]> =>
    [200, 201, 400, 429].flatMap(
      (status): Array<[string, Fault]> => [
        [
          `gives ${what} for an id and a code, with ${status}`,
          (response, request, body) => {
            const to = `+${TOKENS['the number']?.(request, body)}`;
            const token = find(request, body);
            const text = status < 300 ? successNamed(token, to) : failureNamed(token);
            response.writeHead(status, { 'Content-Type': 'application/json' }).end(text);
          },
        ],
        [
          `gives ${what} for an id and a code, in XML, with ${status}`,
          (response, request, body) => {
            const token = find(request, body);
            const success = `<PublishResponse><PublishResult><MessageId>${token}</MessageId></PublishResult></PublishResponse>`;
            const failure = `<ErrorResponse><Error><Code>${token}</Code><Message>${token}</Message></Error></ErrorResponse>`;
            response.writeHead(status, { 'Content-Type': 'text/xml' }).end(status < 300 ? success : failure);
          },
        ],
      ],
    ),
);

type Fault = (response: ServerResponse, request: ReceivedRequest, body: string) => void;

const answer =
  (status: number, write: (request: ReceivedRequest, body: string) => string, type = 'application/json'): Fault =>
  (response, request, body) => {
    response.writeHead(status, { 'Content-Type': type, 'Retry-After': '7200' }).end(write(request, body));
  };

const FAULTS: Readonly<Record<string, Fault>> = {
  'says it all in a success': answer(200, echoAsAnswer),
  'says it all in a 201': answer(201, echoAsAnswer),
  'says it all in a refusal': answer(400, echoAsAnswer),
  'says it all in XML': answer(400, echoAsXml, 'text/xml'),
  'says it all in plain text': answer(200, echo, 'text/plain'),
  'does not know the credentials, and repeats them': answer(401, echoAsAnswer),
  'finds nothing, and says what': answer(404, echoAsAnswer),
  'is asked too often': answer(429, echoAsAnswer),
  'fails, and says at what': answer(500, echoAsAnswer),
  'is down': answer(503, echo, 'text/html'),
  'says nothing in a success': answer(200, () => ''),
  'answers with garbage': answer(200, (request, body) => `{"id": ${echo(request, body)}`),
  'answers with far too much': answer(200, (request, body) => `{"id":"${echo(request, body).repeat(2_000)}"}`),
  'sends it elsewhere by the address': (response, request, body) => {
    response.writeHead(307, { Location: `http://127.0.0.1:9/?said=${encodeURIComponent(echo(request, body))}` }).end();
  },
  'breaks off once it has read everything': (response) => response.destroy(),
  'breaks off in the middle of an answer': (response, request, body) => {
    response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '100000' });
    response.write(echoAsAnswer(request, body), () => response.destroy());
  },
  'never answers': () => undefined,
};

/** What the adapter says without an engine, which would cut out what must not be shown. */
async function askDirectly(provider: SmsSender | VerificationProvider, to: PhoneNumber): Promise<readonly unknown[]> {
  if (provider.kind === 'sms-sender') return [await provider.send({ to, text: DIRECT_TEXT })];
  const outcomes = [await provider.start({ to }), await provider.check({ to, reference: null, code: DIRECT_CODE })];
  return outcomes.map((outcome) => (outcome.status === 'approved' ? { ...outcome, phoneNumber: null } : outcome));
}

const DIRECT_CODE = '81357';
const DIRECT_TEXT = `Your code is ${DIRECT_CODE}.`;

/** All that a process prints, by whatever way. */
function listen(): { readonly printed: unknown[]; stop(): void } {
  const printed: unknown[] = [];
  const keep = (...words: unknown[]) => {
    printed.push(words);
    return true;
  };
  const spies = [
    ...(['log', 'info', 'warn', 'error', 'debug', 'trace'] as const).map((method) =>
      vi.spyOn(console, method).mockImplementation(keep),
    ),
    vi.spyOn(process.stdout, 'write').mockImplementation(keep),
    vi.spyOn(process.stderr, 'write').mockImplementation(keep),
    vi.spyOn(process, 'emitWarning').mockImplementation(keep),
  ];
  return { printed, stop: () => spies.map((spy) => spy.mockRestore()) };
}

/** What goes over the wire in place of a credential. */
const ENCODED = [
  `AC${'5a'.repeat(16)}:${CREDENTIALS.twilioAuthToken}`,
  `669e367e-6bba-48ab-af15-266871c28135:${CREDENTIALS.sinchApplicationSecret}`,
].map((pair) => Buffer.from(pair).toString('base64'));

/** Asks for a code and offers one, with the vendor at this address; what was confidential, and all that came of it. */
async function play(entry: ProviderEntry, url: string, requests: readonly ReceivedRequest[]): Promise<void> {
  const bed: ProviderBed = createProviderBed(inbox, entry.create({ url: inbox.url }));
  const { challenge } = granted(await bed.otp.request({ to: bed.number }));
  const code = bed.newestCode();
  const events: OtpEvent[] = [];
  const listening = listen();
  const shown: unknown[] = [];
  const texts: string[] = [];
  try {
    const provider = entry.create({ url, timeoutMs: 150 });
    const troubled = bed.engineWith({ provider, onEvent: (event) => events.push(event) });
    await bed.clock.advance(60_000);
    shown.push(await troubled.request({ to: bed.number, locale: 'de' }));
    // A code of ours needs no vendor; a vendor's is asked about, and then told to be forgotten.
    const verified = await troubled.verify({ challenge, code });
    shown.push(verified.ok ? { ...verified, phoneNumber: 'the number that was proven' } : verified);
    await troubled.cancel({ challenge });
    shown.push(troubled, provider, ...(await askDirectly(provider, bed.number)));
    texts.push(...requests.flatMap((each) => /Your[^"&]*/.exec(decode(textOf(each)).replaceAll('+', ' ')) ?? []));
  } finally {
    listening.stop();
  }
  expect(events.length).toBeGreaterThan(1);
  const codes = texts.flatMap((text) => /\d{4,8}/.exec(text) ?? []);
  const sent = inbox.messages({ to: bed.number }).map(({ text }) => text);
  expectNothingShown(
    [...shown, ...events, listening.printed],
    [bed.number, code, DIRECT_CODE, ...codes, ...texts, ...sent, ...ENCODED],
  );
  expect(listening.printed).toEqual([]);
}

/** Address, headers and body as one text. */
function textOf({ method, url, headers, body }: ReceivedRequest): string {
  return [method, url, JSON.stringify(headers), body].join('\n');
}

describe.each(PROVIDERS)('nothing of a person or an account is shown by $name', (entry) => {
  it.each([...Object.entries(FAULTS), ...tokenFaults])('when the vendor %s', async (_what, fault) => {
    const vendor = await startVendor((request, response) => fault(response, request, request.body));
    await play(entry, vendor.url, vendor.requests);
    expect(vendor.requests.length).toBeGreaterThan(0);
  });

  it('when the vendor is not there', async () => {
    await play(entry, await findDeadUrl(), []);
  });

  it('when all is well', async () => {
    await play(entry, inbox.url, []);
  });
});
