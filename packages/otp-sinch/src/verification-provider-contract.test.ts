import { type CheckingVendor, type VendorFault, verificationProviderContract } from '@countersign/otp-testing';
import { describe, it } from 'vitest';
import { createSinchVerificationProvider } from './sinch-verification-provider.ts';
import { arrangeSinch, json, type OwnWords } from './test-support/arrange-fault.ts';
import type { SinchListener } from './test-support/local-sinch.ts';
import { APPLICATION, CODE, SECRETS, TO } from './test-support/secrets.ts';

const REFERENCE = '018beea3-a942-0094-4a3a-d6b2f2c65057';
const NOT_FOUND = { errorCode: 40400, message: 'Requested resource not found', reference: 'support-1' };

function verification(members: object): object {
  return { id: REFERENCE, method: 'sms', identity: { type: 'number', endpoint: TO }, ...members };
}

const APPROVES = json(200, verification({ status: 'SUCCESSFUL' }));

const WORDS: OwnWords = {
  accepts: (received, response) => {
    const answer = received.method === 'POST' ? json(200, { id: REFERENCE, method: 'sms' }) : APPROVES;
    answer(received, response);
  },
  refuses: json(401, { errorCode: 40102, message: 'Invalid signature', reference: 'support-2' }),
  throttles: json(429, { errorCode: 42900, message: 'Request capacity exceeded', reference: 'support-3' }),
};

/** Approves the right code once, by id or by number. */
function createDecider(): SinchListener {
  let isOver = false;
  return (received, response) => {
    const isKnown = received.url.endsWith(`/id/${REFERENCE}`) || received.url.endsWith(`/number/${TO}`);
    if (!isKnown || isOver) return json(404, NOT_FOUND)(received, response);
    const { sms } = JSON.parse(received.body) as { sms: { code: string } };
    isOver = sms.code === CODE;
    return isOver ? APPROVES(received, response) : FAILS(received, response);
  };
}

const FAILS = json(200, verification({ status: 'FAIL', reason: 'Invalid code' }));

function listenerOf(vendor: 'accepts' | CheckingVendor | VendorFault): SinchListener | VendorFault {
  switch (vendor) {
    case 'accepts':
      return WORDS.accepts;
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
      return FAILS;
    case 'knows-nothing':
      return json(404, NOT_FOUND);
    default:
      return vendor;
  }
}

for (const authentication of ['application-signed', 'basic'] as const) {
  verificationProviderContract(
    { describe, it },
    {
      name: `createSinchVerificationProvider, ${authentication}`,
      async arrange({ vendor }) {
        const { url, ...sinch } = await arrangeSinch(listenerOf(vendor), WORDS);
        const provider = createSinchVerificationProvider({
          ...APPLICATION,
          authentication,
          baseUrl: url,
          timeoutMs: 1_500,
        });
        return { provider, reference: REFERENCE, rightCode: CODE, ...sinch, credentials: SECRETS };
      },
    },
  );
}
