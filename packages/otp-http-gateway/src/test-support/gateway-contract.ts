/** Registers the contract of senders for a gateway that says what it says in words of its own. */
import { smsSenderContract, type VendorWord } from '@countersign/otp-testing';
import { arrangeVendor, behaviourOf } from '@countersign/test-servers/arrange-vendor';
import type { VendorListener } from '@countersign/test-servers/vendor-server';
import { withoutPackage } from '@countersign/test-servers/without-package';
import { describe, it, vi } from 'vitest';
import type { HttpGatewaySmsSenderOptions } from '../http-gateway-options.ts';
import { createHttpGatewaySmsSender } from '../http-gateway-sms-sender.ts';
import { CREDENTIALS } from './secrets.ts';

type Says = readonly [status: number, body: string, headers?: Readonly<Record<string, string>>];

/** A word is what the gateway says where a case chooses it, without what would end a string of JSON. */
export interface GatewayAnswers {
  readonly accepts: (word: string | null) => Says;
  readonly refuses: (word: string | null) => Says;
  readonly throttles: Says;
}

export function gatewayContract(
  name: string,
  options: Omit<HttpGatewaySmsSenderOptions, 'endpoint'>,
  answers: GatewayAnswers,
): void {
  const createAt = (baseUrl: string, create = createHttpGatewaySmsSender) =>
    create({ ...CREDENTIALS, timeoutMs: 1_500, ...options, endpoint: `${baseUrl}/send` });
  // A user name is no secret: short ones stand in ids by chance.
  const credentials = [CREDENTIALS.apiKey, CREDENTIALS.password];
  smsSenderContract(
    { describe, it },
    {
      name: `createHttpGatewaySmsSender${name}`,
      async arrange(scenario, word: VendorWord) {
        const vendor = await arrangeVendor(behaviourOf(scenario), {
          serves: saying(() => answers.accepts(word())),
          refuses: saying(() => answers.refuses(word())),
          throttles: saying(() => answers.throttles),
        });
        return { sender: createAt(vendor.url), countRequests: vendor.countRequests, credentials };
      },
      library: {
        name: 'axios',
        async arrangeWithout(error) {
          const load = () => import('../http-gateway-sms-sender.ts');
          const sources = await withoutPackage((factory) => vi.doMock('axios', factory), error, load);
          const sender = createAt('http://127.0.0.1:9', sources.createHttpGatewaySmsSender);
          return { sender, countRequests: () => 0, credentials };
        },
      },
      createAt: (baseUrl) => createAt(baseUrl),
    },
  );
}

function saying(says: () => Says): VendorListener {
  return (_request, response) => {
    const [status, body, headers = {}] = says();
    response.writeHead(status, headers).end(body);
  };
}
