/** Every twin of the inbox. */
import type { SigningKeys } from '../receipts/signing-keys.ts';
import type { InboxVendors } from '../vendor-settings.ts';
import type { Desk } from './desk.ts';
import { createGatewayTwin } from './gateway/gateway-twin.ts';
import { createSinchSmsTwin } from './sinch/sinch-sms-twin.ts';
import { createSinchVerificationTwin } from './sinch/sinch-verification-twin.ts';
import { createSnsTwin } from './sns/sns-twin.ts';
import { createTelnyxMessagesTwin } from './telnyx/telnyx-messages-twin.ts';
import { createTelnyxVerifyTwin } from './telnyx/telnyx-verify-twin.ts';
import { createTwilioMessagesTwin } from './twilio/twilio-messages-twin.ts';
import { createTwilioVerifyTwin } from './twilio/twilio-verify-twin.ts';
import type { Twin } from './twin.ts';

export function createTwins(desk: Desk, vendors: InboxVendors, keys: SigningKeys): readonly Twin[] {
  const { twilio = {}, telnyx = {}, sinch = {} } = vendors;
  const readTelnyxKey = () => keys.telnyx;
  return [
    createGatewayTwin(desk, vendors['http-gateway'] ?? {}),
    createTwilioMessagesTwin(desk, twilio),
    createTwilioVerifyTwin(desk, twilio),
    createTelnyxMessagesTwin(desk, telnyx, readTelnyxKey),
    createTelnyxVerifyTwin(desk, telnyx, readTelnyxKey),
    createSinchVerificationTwin(desk, sinch),
    createSinchSmsTwin(desk, vendors['sinch-sms'] ?? {}),
    createSnsTwin(desk, vendors.sns ?? {}, keys),
  ];
}
