/** Puts a twin's routes behind the inbox's server: refusals that it throws become answers, and rules have the last word. */
import type { InboxRequest } from '../http/inbox-request.ts';
import type { ServedRoute } from '../http/inbox-server.ts';
import type { Desk } from './desk.ts';
import { type Twin, VendorRefusal } from './twin.ts';

export function serveTwin({ routes, readCredential, createRefusal }: Twin, desk: Desk): readonly ServedRoute[] {
  return routes.map((route) => ({
    ...route,
    readCredential,
    createRefusal,
    async handle(request, path) {
      try {
        return desk.finish(request, await route.handle(request, path));
      } catch (error) {
        if (error instanceof VendorRefusal) return error.reply;
        throw error;
      }
    },
  }));
}

/** The twin that a request is meant for which fits no route. */
export function findOwner(twins: readonly Twin[], request: InboxRequest): Twin | undefined {
  return twins.find((twin) => twin.owns(request));
}
