import {
  type VendorWord,
  type VerificationProviderScenario,
  verificationProviderContract,
} from '@countersign/otp-testing';
import { arrangeVendor, behaviourOf, type OwnWords } from '@countersign/test-servers/arrange-vendor';
import { answerJson, type VendorListener } from '@countersign/test-servers/vendor-server';
import { withoutPackage } from '@countersign/test-servers/without-package';
import { describe, it, vi } from 'vitest';
import { createSinchVerificationProvider } from './sinch-verification-provider.ts';
import { APPLICATION, CODE, TO } from './test-support/secrets.ts';
import { FAILS, json } from './test-support/sinch-answers.ts';

const REFERENCE = '018beea3-a942-0094-4a3a-d6b2f2c65057';
const NOT_FOUND = { errorCode: 40400, message: 'Requested resource not found', reference: 'support-1' };

function verification(members: object): object {
  return { id: REFERENCE, method: 'sms', identity: { type: 'number', endpoint: TO }, ...members };
}

const APPROVES = json(200, verification({ status: 'SUCCESSFUL' }));

function sinchWords(vendor: VerificationProviderScenario['vendor'], word: VendorWord): OwnWords {
  return {
    serves: listenerOf(vendor, word),
    refuses(_request, response) {
      const said = word();
      const [errorCode, message] = [said ?? 40102, said ?? 'Invalid signature'];
      answerJson(response, 401, { errorCode, message, reference: said ?? 'support-2' });
    },
    throttles: json(429, { errorCode: 42900, message: 'Request capacity exceeded', reference: 'support-3' }),
    fails: FAILS,
  };
}

/** Approves the right code once, by id or by number. */
function createDecider(): VendorListener {
  let isOver = false;
  return (received, response) => {
    const isKnown = received.url.endsWith(`/id/${REFERENCE}`) || received.url.endsWith(`/number/${TO}`);
    if (!isKnown || isOver) return json(404, NOT_FOUND)(received, response);
    const { sms } = JSON.parse(received.body) as { sms: { code: string } };
    isOver = sms.code === CODE;
    return isOver ? APPROVES(received, response) : DENIES(received, response);
  };
}

const DENIES = json(200, verification({ status: 'FAIL', reason: 'Invalid code' }));

function listenerOf(vendor: VerificationProviderScenario['vendor'], word: VendorWord): VendorListener {
  switch (vendor) {
    case 'decides':
      return createDecider();
    case 'approves-another-number': {
      const identity = { type: 'number', endpoint: '+14155559999' };
      return json(200, verification({ status: 'SUCCESSFUL', identity }));
    }
    case 'has-expired':
      return json(200, verification({ status: 'FAIL', reason: 'Expired' }));
    // Sinch counts no wrong codes: the code just stays wrong.
    case 'is-exhausted':
      return DENIES;
    case 'knows-nothing':
      return json(404, NOT_FOUND);
    default:
      return (received, response) => {
        const answer = received.method === 'POST' ? json(200, { id: word() ?? REFERENCE, method: 'sms' }) : APPROVES;
        answer(received, response);
      };
  }
}

const KNOWN = { reference: REFERENCE, rightCode: CODE, credentials: [APPLICATION.applicationSecret] };

for (const authentication of ['application-signed', 'basic'] as const) {
  const createAt = (baseUrl: string, create = createSinchVerificationProvider) =>
    create({ ...APPLICATION, authentication, baseUrl, timeoutMs: 1_500 });
  verificationProviderContract(
    { describe, it },
    {
      name: `createSinchVerificationProvider, ${authentication}`,
      async arrange({ vendor: behaviour }, word) {
        const vendor = await arrangeVendor(behaviourOf(behaviour), sinchWords(behaviour, word));
        return { ...KNOWN, provider: createAt(vendor.url), countRequests: vendor.countRequests };
      },
      library: {
        name: 'axios',
        async arrangeWithout(error) {
          const load = () => import('./sinch-verification-provider.ts');
          const { createSinchVerificationProvider: create } = await withoutPackage(
            (factory) => vi.doMock('axios', factory),
            error,
            load,
          );
          return { ...KNOWN, provider: createAt('http://127.0.0.1:9', create), countRequests: () => 0 };
        },
      },
      createAt: (baseUrl) => createAt(baseUrl),
    },
  );
}
