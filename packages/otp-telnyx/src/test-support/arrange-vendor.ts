import type { VendorFault } from '@countersign/otp-testing';
import { findClosedPort, onRequest, startLocalVendor, startTcpServer, type VendorListener } from './local-vendor.ts';
import { answerJson, errorAnswer } from './telnyx-answers.ts';

/** A vendor on loopback, and how often it, or the address it redirects to, was asked. */
export interface ArrangedVendor {
  readonly baseUrl: string;
  countRequests(): number;
}

/** A real vendor for every fault of the contracts, or one that `serves`. */
export async function arrangeVendor(fault: VendorFault | 'serves', serve: VendorListener): Promise<ArrangedVendor> {
  if (fault === 'refuses-connection') {
    return { baseUrl: `http://127.0.0.1:${await findClosedPort()}/v2`, countRequests: () => 0 };
  }
  if (fault === 'cuts-connection') {
    let requests = 0;
    const port = await startTcpServer((socket) =>
      onRequest(socket, () => {
        requests += 1;
        socket.destroy();
      }),
    );
    return { baseUrl: `http://127.0.0.1:${port}/v2`, countRequests: () => requests };
  }
  const elsewhere = await startLocalVendor(serve);
  const vendor = await startLocalVendor(fault === 'serves' ? serve : listenerOf(fault, elsewhere.baseUrl));
  return { baseUrl: vendor.baseUrl, countRequests: () => vendor.requests.length + elsewhere.requests.length };
}

type AnsweredFault = Exclude<VendorFault, 'refuses-connection' | 'cuts-connection'>;

function listenerOf(fault: AnsweredFault, elsewhere: string): VendorListener {
  switch (fault) {
    case 'refuses':
      return (_request, response) => answerJson(response, 400, errorAnswer('40310', { pointer: '/to' }));
    case 'throttles':
      return (_request, response) => answerJson(response, 429, errorAnswer('10011'), { 'Retry-After': '5' });
    case 'fails':
      return (_request, response) => answerJson(response, 500, errorAnswer('10007'));
    case 'hangs':
      return () => {};
    case 'answers-garbage':
      return (_request, response) => response.end('<html>no vendor</html>');
    case 'answers-hugely':
      return (_request, response) => {
        response.writeHead(200, { 'Content-Type': 'application/json' }).end('x'.repeat(10_000_000));
      };
    case 'redirects':
      return (request, response) => {
        response.writeHead(307, { Location: `${elsewhere}${(request.url ?? '').slice('/v2'.length)}` }).end();
      };
  }
}
