import type { Deliver, Door } from './door.ts';
import { createGatewayDoor } from './gateway-door.ts';

/** Every door of the inbox. */
export function createDoors(deliver: Deliver): readonly Door[] {
  return [createGatewayDoor(deliver)];
}
