/**
 * A twin plays one provider: it speaks the wire of the vendor's product. A vendor has a folder, each of its products a
 * twin there, and each twin a line in `twins.ts`; nothing else knows it.
 */
import type { HttpProblem } from '../http/http-problem.ts';
import type { InboxRequest } from '../http/inbox-request.ts';
import type { Reply } from '../http/reply.ts';
import type { Route } from '../http/route.ts';
import type { InboxProviderName } from '../messages/provider-name.ts';
import type { InboxRefusalFault } from '../rules/rule.ts';

export interface Twin {
  readonly provider: InboxProviderName;
  readonly routes: readonly Route[];
  /** Whether a request that fits no route is meant for this vendor: it refuses such a one in its own words. */
  owns(request: InboxRequest): boolean;
  /** What stands where this wire carries a vendor's secret: the inbox's token may stand there. */
  readCredential(request: InboxRequest): string | null;
  /** What the inbox refuses before the twin is asked, as a client of this wire expects it. */
  createRefusal(problem: HttpProblem): Reply;
  readonly traits: VendorTraits;
}

/** What a vendor does when something goes wrong. */
export interface VendorTraits {
  readonly provider: InboxProviderName;
  /** The vendor's word for a phone that cannot be reached. */
  readonly undeliveredCode: string;
  /** How it refuses; some things a vendor takes at first and tells later. */
  answerFault(fault: InboxRefusalFault): FaultAnswer;
}

export type FaultAnswer =
  | { readonly status: 'refused'; readonly reply: Reply }
  | { readonly status: 'undelivered'; readonly code: string };

/** Thrown by whatever reads a request; its reply says no more than the vendor would. */
export class VendorRefusal extends Error {
  readonly reply: Reply;

  constructor(reply: Reply) {
    super('The vendor refuses.');
    this.name = 'VendorRefusal';
    this.reply = reply;
  }
}
