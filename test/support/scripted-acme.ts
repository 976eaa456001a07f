/** What Acme, the made-up vendor of `docs/writing-a-provider.md`, says in words of its own. */
import type { VendorWord, VerificationProviderScenario } from '@countersign/otp-testing';
import type { OwnWords } from '@countersign/test-servers/arrange-vendor';
import { answerJson, type VendorListener } from '@countersign/test-servers/vendor-server';

export const REFERENCE = 'ver_a1B2c3D4e5';
export const RIGHT_CODE = '804617';
const NUMBER = '+14155550123';
const APPROVED = { status: 'approved', to: NUMBER };

export function acmeWords(vendor: VerificationProviderScenario['vendor'], word: VendorWord): OwnWords {
  return {
    serves: listenerOf(vendor, word),
    refuses: (_request, response) => answerJson(response, 401, { error: word() ?? 'bad_key' }),
    throttles: (_request, response) => answerJson(response, 429, {}, { 'Retry-After': '5' }),
  };
}

interface Asked {
  readonly to?: string;
  readonly id?: string;
  readonly code?: string;
}

function listenerOf(vendor: VerificationProviderScenario['vendor'], word: VendorWord): VendorListener {
  let isSpent = false;
  return ({ url, body }, response) => {
    const { to, id, code } = JSON.parse(body) as Asked;
    if (!url.endsWith('/verifications/check')) {
      const made = url.endsWith('/messages') ? 'msg_a1B2c3D4e5' : REFERENCE;
      return answerJson(response, 201, { id: word() ?? made, to });
    }
    switch (vendor) {
      case 'approves-another-number':
        return answerJson(response, 200, { ...APPROVED, to: '+14155559999' });
      case 'has-expired':
        return answerJson(response, 200, { status: 'expired' });
      case 'is-exhausted':
        return answerJson(response, 200, { status: 'too_many_checks' });
      case 'decides': {
        const isKnown = id === REFERENCE || to === NUMBER;
        if (!isKnown || isSpent) return answerJson(response, 404, { error: 'no_such_verification' });
        isSpent = code === RIGHT_CODE;
        return answerJson(response, 200, isSpent ? APPROVED : { status: 'denied' });
      }
      case 'knows-nothing':
        return answerJson(response, 404, { error: 'no_such_verification' });
      default:
        return answerJson(response, 200, APPROVED);
    }
  };
}
