import type { VendorFault } from '@countersign/otp-testing';
import { findClosedPort, onRequest, startLocalVendor, startTcpServer, type VendorListener } from './local-vendor.ts';
import { answerXml, badNumberAnswer, errorAnswer } from './sns-answers.ts';

/** A vendor on loopback, and how often it, or the address it redirects to, was asked. */
export interface ArrangedVendor {
  readonly endpoint: string;
  countRequests(): number;
}

/** A real vendor for every fault of the contract, or one that `serves`. */
export async function arrangeVendor(fault: VendorFault | 'serves', serve: VendorListener): Promise<ArrangedVendor> {
  if (fault === 'refuses-connection') {
    return { endpoint: `http://127.0.0.1:${await findClosedPort()}`, countRequests: () => 0 };
  }
  if (fault === 'cuts-connection') {
    let requests = 0;
    const port = await startTcpServer((socket) =>
      onRequest(socket, () => {
        requests += 1;
        socket.destroy();
      }),
    );
    return { endpoint: `http://127.0.0.1:${port}`, countRequests: () => requests };
  }
  const elsewhere = await startLocalVendor(serve);
  const vendor = await startLocalVendor(fault === 'serves' ? serve : listenerOf(fault, elsewhere.endpoint));
  return { endpoint: vendor.endpoint, countRequests: () => vendor.requests.length + elsewhere.requests.length };
}

type AnsweredFault = Exclude<VendorFault, 'refuses-connection' | 'cuts-connection'>;

function listenerOf(fault: AnsweredFault, elsewhere: string): VendorListener {
  switch (fault) {
    case 'refuses':
      return (_request, response, form) => answerXml(response, 400, badNumberAnswer(form.get('PhoneNumber') ?? ''));
    case 'throttles':
      return (_request, response) => answerXml(response, 429, errorAnswer('Throttling'), { 'Retry-After': '5' });
    case 'fails':
      return (_request, response) => answerXml(response, 500, errorAnswer('InternalFailure'));
    case 'hangs':
      return () => {};
    case 'answers-garbage':
      return (_request, response) => response.end('<html>no vendor</html>');
    case 'answers-hugely':
      return (_request, response) => {
        response.writeHead(200, { 'Content-Type': 'text/xml' }).end('x'.repeat(10_000_000));
      };
    case 'redirects':
      return (_request, response) => {
        response.writeHead(307, { Location: elsewhere }).end();
      };
  }
}
