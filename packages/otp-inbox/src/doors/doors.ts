import type { Deliver, Door } from './door.ts';
import { createGatewayDoor } from './gateway-door.ts';
import { createSinchSmsDoor } from './sinch-sms-door.ts';
import { createSinchVerificationDoor } from './sinch-verification-door.ts';
import { createSnsDoor } from './sns-door.ts';
import { createTelnyxDoor } from './telnyx-door.ts';
import { createTwilioDoor } from './twilio-door.ts';

/** Every door of the inbox. */
export function createDoors(deliver: Deliver): readonly Door[] {
  return [
    createGatewayDoor(deliver),
    createTwilioDoor(deliver),
    createTelnyxDoor(deliver),
    createSinchVerificationDoor(deliver),
    createSinchSmsDoor(deliver),
    createSnsDoor(deliver),
  ];
}
