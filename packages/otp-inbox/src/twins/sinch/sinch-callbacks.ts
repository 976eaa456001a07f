/** Callbacks of the Verification API, signed as Sinch signs them. https://developers.sinch.com/docs/verification/api-reference/verification/tag/Verification-callbacks */
import type { DeliveryPlan } from '../../receipts/delivery-plan.ts';
import { type ReceiptAddress, type ReceiptPost, SINCH_RETRIES } from '../../receipts/receipt-address.ts';
import { type SinchApplication, signAsSinch } from './sinch-application.ts';
import type { SinchVerification } from './sinch-verifications.ts';

const UNSIGNED = 'Not signed: requests are signed too, and vendors.sinch.applicationSecret is not told.';
/** What a result is called, where the vendor's word for the reason is this one. */
const STATUS_OF_REASON: Readonly<Record<string, string>> = {
  'Destination denied': 'DENIED',
  Fraud: 'DENIED',
  Blocked: 'DENIED',
};

type Step = Pick<DeliveryPlan['steps'][number], 'status' | 'code'>;

/** Of a message on its way. `null`: the dashboard of the inbox has no callback URL. */
export function createDeliveryCallbacks(
  application: SinchApplication,
  verification: Pick<SinchVerification, 'id' | 'to' | 'reference'>,
  url: string | undefined,
): ReceiptAddress | null {
  return createAddress(application, url, ({ status, code }) => {
    const about = describe(verification);
    if (status === 'delivered') return { ...about, event: 'VerificationSmsDeliveredEvent', smsResult: 'Successful' };
    if (status !== 'undelivered') return null;
    const resultStatus = code === null ? undefined : STATUS_OF_REASON[code];
    return resultStatus === undefined
      ? { ...about, event: 'VerificationSmsDeliveredEvent', smsResult: 'Failed' }
      : { ...about, event: 'VerificationResultEvent', status: resultStatus, reason: code };
  });
}

/** Of a verification that ended. */
export function createResultCallback(
  application: SinchApplication,
  verification: SinchVerification,
  url: string | undefined,
): ReceiptAddress | null {
  return createAddress(application, url, () => ({
    ...describe(verification),
    event: 'VerificationResultEvent',
    status: verification.status,
    ...(verification.reason === null ? {} : { reason: verification.reason }),
    source: 'manual',
  }));
}

function describe({ id, to, reference }: Pick<SinchVerification, 'id' | 'to' | 'reference'>) {
  return {
    id,
    method: 'sms',
    identity: { type: 'number', endpoint: to },
    ...(reference === null ? {} : { reference }),
  };
}

function createAddress(
  { key, secret }: SinchApplication,
  url: string | undefined,
  describeStep: (step: Step) => { readonly event: string; readonly smsResult?: string } | null,
): ReceiptAddress | null {
  if (url === undefined) return null;
  return {
    urls: [url],
    retry: SINCH_RETRIES,
    write(step) {
      const event = describeStep(step);
      if (event === null) return null;
      const body = JSON.stringify(event);
      return ({ nowMs }): ReceiptPost => {
        const contentType = 'application/json';
        const timestamp = new Date(nowMs).toISOString();
        const parts = { method: 'POST', body, contentType, timestamp, path: new URL(url).pathname };
        const signature = secret === null ? {} : { Authorization: `application ${key}:${signAsSinch(secret, parts)}` };
        return {
          status: event.smsResult ?? event.event,
          headers: { 'Content-Type': contentType, 'x-timestamp': timestamp, ...signature },
          body,
          isSigned: secret !== null,
          note: secret === null ? UNSIGNED : null,
        };
      };
    },
  };
}
