/** A real vendor for every behaviour that the contracts of senders and providers ask for. */
import { connect, type Socket } from 'node:net';
import type { SmsSenderScenario, VendorFault, VerificationProviderScenario } from '@countersign/otp-testing';
import { createCertificate, trustUntilTestEnds } from './certificate.ts';
import { findDeadUrl, startTcpServer } from './loopback.ts';
import {
  answerJson,
  onRequest,
  startHangingVendor,
  startVendor,
  type VendorListener,
  type VendorServer,
} from './vendor-server.ts';

/** A vendor on loopback, and how many requests it, or the address it redirects to, was sent. */
export interface ArrangedVendor {
  /** Without a path. */
  readonly url: string;
  countRequests(): number;
}

/** What every vendor says in words of its own. */
export interface OwnWords {
  readonly serves: VendorListener;
  readonly refuses: VendorListener;
  readonly throttles: VendorListener;
  /** @defaultValue 500, and no word of the vendor's */
  readonly fails?: VendorListener;
}

export async function arrangeVendor(behaviour: 'serves' | VendorFault, words: OwnWords): Promise<ArrangedVendor> {
  switch (behaviour) {
    case 'serves':
    case 'refuses':
    case 'throttles':
      return seen(await startVendor(words[behaviour]));
    case 'fails':
      return seen(await startVendor(words.fails ?? ((_request, response) => answerJson(response, 500, {}))));
    case 'hangs':
      return seen(await startHangingVendor());
    case 'answers-garbage':
      return seen(await startVendor((_request, response) => response.end('<html>no vendor</html>')));
    case 'answers-hugely':
      return seen(await startVendor((_request, response) => response.end('x'.repeat(10_000_000))));
    case 'cuts-connection':
      return cutConnections();
    case 'refuses-connection':
      return { url: await findDeadUrl(), countRequests: () => 0 };
    case 'redirects':
      return redirect(words.serves);
    case 'shows-untrusted-certificate':
      return seen(await startVendor(words.serves, { certificate: await localhost() }));
    case 'breaks-encryption':
      return breakEncryption();
  }
}

/** Leaves it to the words what a vendor that works answers. */
export function behaviourOf(
  scenario: SmsSenderScenario | VerificationProviderScenario['vendor'],
): 'serves' | VendorFault {
  switch (scenario) {
    case 'accepts':
    case 'decides':
    case 'approves-another-number':
    case 'has-expired':
    case 'is-exhausted':
    case 'knows-nothing':
      return 'serves';
    default:
      return scenario;
  }
}

function seen({ url, requests }: VendorServer): ArrangedVendor {
  return { url, countRequests: () => requests.length };
}

async function cutConnections(): Promise<ArrangedVendor> {
  let requests = 0;
  const port = await startTcpServer((socket) =>
    onRequest(socket, () => {
      requests += 1;
      socket.resetAndDestroy();
    }),
  );
  return { url: `http://127.0.0.1:${port}`, countRequests: () => requests };
}

async function redirect(serve: VendorListener): Promise<ArrangedVendor> {
  const elsewhere = await startVendor(serve);
  const vendor = await startVendor(({ url }, response) => {
    response.writeHead(307, { Location: `http://localhost:${elsewhere.port}${url}` }).end();
  });
  return { url: vendor.url, countRequests: () => vendor.requests.length + elsewhere.requests.length };
}

/** Between the client and a vendor over TLS stands somebody who, once the request is through, speaks in clear. */
async function breakEncryption(): Promise<ArrangedVendor> {
  const certificate = await localhost();
  trustUntilTestEnds(certificate);
  const clients = new Set<Socket>();
  const vendor = await startVendor(
    () => {
      for (const client of clients) client.end('This is no TLS.\r\n');
    },
    { certificate },
  );
  const port = await startTcpServer((client) => {
    clients.add(client);
    const upstream = connect(vendor.port, '127.0.0.1').on('error', () => client.destroy());
    client.on('close', () => upstream.destroy());
    client.on('data', (chunk) => upstream.write(chunk));
    upstream.on('data', (chunk) => client.write(chunk));
  });
  return { url: `https://localhost:${port}`, countRequests: () => vendor.requests.length };
}

let made: ReturnType<typeof createCertificate> | undefined;

/** One for all tests of a file: making it takes longer than a whole test. */
function localhost(): ReturnType<typeof createCertificate> {
  made ??= createCertificate('localhost');
  return made;
}
