/** One server on loopback that speaks as much of a gateway, of Sinch Verification and of Telnyx Verify as it takes. */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface LocalVendors {
  readonly url: string;
  /** Every request as `METHOD path`, in order. */
  readonly requests: readonly string[];
  /** Texts that gateways were asked to send, by number, the last one last. */
  textsTo(phoneNumber: string): readonly string[];
  /** What verification vendors say to a start from now on. */
  answerStarts(status: 'accepted' | 'refused'): void;
  /** What they say to a check from now on. */
  answerChecks(how: 'by-code' | 'not-found'): void;
  close(): Promise<void>;
}

/** The code of whatever a vendor makes. */
export const VENDOR_CODE = '4321';

const SINCH_ID = '00000000-1111-4222-8333-444444444444';
const TELNYX_ID = '55555555-1111-4222-8333-444444444444';

export async function startLocalVendors(): Promise<LocalVendors> {
  const requests: string[] = [];
  const texts: { to: string; text: string }[] = [];
  let starts: 'accepted' | 'refused' = 'accepted';
  let checks: 'by-code' | 'not-found' = 'by-code';
  const numbers = new Map<string, string>();

  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    requests.push(`${request.method} ${pathname}`);
    const body = await readJson(request);
    const answer = (status: number, content: unknown) =>
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(content));
    if (pathname.startsWith('/gateway')) {
      texts.push({ to: searchParams.get('phone') ?? '', text: searchParams.get('message') ?? '' });
      answer(200, { id: `message-${texts.length}` });
    } else if (pathname.startsWith('/verification/v1/')) {
      answerSinch(request, body, answer);
    } else {
      answerTelnyx(request, body, answer);
    }
  });

  function answerSinch(request: IncomingMessage, body: Body, answer: Answer): void {
    if (request.method === 'POST') {
      if (starts === 'refused') answer(403, { errorCode: 40303, message: 'denied' });
      else answer(200, { id: SINCH_ID, method: 'sms', sms: {} });
      return;
    }
    if (checks === 'not-found') {
      answer(404, { errorCode: 40400, message: 'not found' });
      return;
    }
    const status = body.sms?.code === VENDOR_CODE ? 'SUCCESSFUL' : 'FAIL';
    answer(200, { id: SINCH_ID, method: 'sms', status, ...(status === 'FAIL' ? { reason: 'Invalid code' } : {}) });
  }

  function answerTelnyx(request: IncomingMessage, body: Body, answer: Answer): void {
    if (request.url?.endsWith('/verifications/sms')) {
      numbers.set(TELNYX_ID, body.phone_number ?? '');
      answer(200, { data: { id: TELNYX_ID, phone_number: body.phone_number, status: 'pending', type: 'sms' } });
      return;
    }
    if (checks === 'not-found') {
      answer(404, { errors: [{ code: '10005', title: 'Resource not found' }] });
      return;
    }
    const response_code = body.code === VENDOR_CODE ? 'accepted' : 'rejected';
    answer(200, { data: { phone_number: numbers.get(TELNYX_ID), response_code } });
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    textsTo: (phoneNumber) => texts.filter(({ to }) => to === phoneNumber).map(({ text }) => text),
    answerStarts(status) {
      starts = status;
    },
    answerChecks(how) {
      checks = how;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Body {
  readonly phone_number?: string;
  readonly code?: string;
  readonly sms?: { readonly code?: string };
}

type Answer = (status: number, content: unknown) => void;

async function readJson(request: IncomingMessage): Promise<Body> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  return text === '' ? {} : (JSON.parse(text) as Body);
}
