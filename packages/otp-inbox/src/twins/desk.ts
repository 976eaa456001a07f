/**
 * Where every twin hands in what it was asked to send: asks the rules, keeps the message, has it delivered step by step
 * and its receipts sent. So all vendors fail alike, each in its own words.
 */
import type { InboxRequest } from '../http/inbox-request.ts';
import type { Reply } from '../http/reply.ts';
import type {
  InboxChannel,
  InboxDelivery,
  InboxDeliveryStatus,
  InboxMessage,
  InboxTimelineEvent,
} from '../messages/inbox-message.ts';
import type { Mailbox } from '../messages/mailbox.ts';
import type { InboxPhoneNumber } from '../messages/phone-number.ts';
import { type DeliveryPlan, type PlannedStep, planDelivery } from '../receipts/delivery-plan.ts';
import type { ReceiptAddress } from '../receipts/receipt-address.ts';
import type { ReceiptOffice } from '../receipts/receipt-office.ts';
import type { Scheduler } from '../receipts/scheduler.ts';
import { HELD, playWireFault } from '../rules/play-wire-fault.ts';
import { type InboxFault, type InboxWireFault, isRefusal } from '../rules/rule.ts';
import type { RuleBook, Verdict } from '../rules/rule-book.ts';
import { recordRequest } from './record-request.ts';
import { VendorRefusal, type VendorTraits } from './twin.ts';

/** What a request wants sent. */
export interface Outgoing {
  /** How the answer names it; `null`: as the inbox does. */
  readonly vendorId: string | null;
  readonly to: InboxPhoneNumber;
  readonly text: string;
  readonly channel?: InboxChannel;
  readonly from?: string | null;
  readonly media?: readonly string[];
  readonly maxPriceUsd?: string | null;
  readonly validitySeconds?: number | null;
  /** `null`: the request names none, nor do the settings. */
  readonly receipts?: ReceiptAddress | null;
}

/** A message as its vendor knows it: what it says of the way is the vendor's truth, which may be wrong. */
export interface SentMessage {
  readonly to: InboxPhoneNumber;
  readonly text: string;
  readonly acceptedAtMs: number;
  /** What became of it so far. */
  readonly delivery: { readonly status: InboxDeliveryStatus; readonly code: string | null; readonly atMs: number };
  /** What it would be charged as. */
  readonly message: InboxMessage | null;
}

/** What a twin may do. */
export interface Desk {
  now(): number;
  /** Takes a message, or throws the refusal that a rule wants. */
  take(request: InboxRequest, traits: VendorTraits, outgoing: Outgoing): SentMessage;
  /** Asks the rules about a check of a code, and throws the refusal that one wants. */
  check(request: InboxRequest, traits: VendorTraits, to: InboxPhoneNumber): void;
  /** Whether rules say that a number has opted out. */
  isOptedOut(traits: VendorTraits, to: InboxPhoneNumber): boolean;
  /** Posts what is about no step on the way: a verification that ended, for one. */
  tell(address: ReceiptAddress, sent: SentMessage | null, status: PlannedStep['status']): void;
  /** What is left of an answer after the rules. */
  finish(request: InboxRequest, reply: Reply): Reply;
}

export interface DeskOptions {
  readonly mailbox: Mailbox;
  readonly rules: RuleBook;
  readonly office: ReceiptOffice;
  readonly scheduler: Scheduler;
}

type Answer = { readonly fault: InboxWireFault; readonly to: string };

export function createDesk({ mailbox, rules, office, scheduler }: DeskOptions): Desk {
  /** What a rule wants done to the answer of a request. */
  const answers = new WeakMap<InboxRequest, Answer>();
  const idsOf = new WeakMap<SentMessage, () => readonly string[]>();

  /** The fate that a rule wants, where it wants no refusal. */
  function meet(request: InboxRequest, traits: VendorTraits, verdict: Verdict, to: InboxPhoneNumber): InboxFault {
    const { fault } = verdict;
    if (isRefusal(fault)) {
      const answer = traits.answerFault(fault);
      if (answer.status === 'refused') throw new VendorRefusal(answer.reply);
      return { type: 'undelivered', code: answer.code };
    }
    if (fault.type === 'hang-before-reading') throw new VendorRefusal(HELD);
    if (isWireFault(fault)) answers.set(request, { fault, to });
    return fault;
  }

  function take(request: InboxRequest, traits: VendorTraits, outgoing: Outgoing): SentMessage {
    const { provider } = traits;
    const call = { provider, call: 'send', to: outgoing.to } as const;
    const verdict = rules.judge(call);
    let fault: InboxFault | null = null;
    try {
      fault = verdict === null ? null : meet(request, traits, verdict, outgoing.to);
    } catch (refusal) {
      if (verdict !== null) rules.record(call, verdict, null);
      throw refusal;
    }
    const plan = planDelivery(fault, traits.undeliveredCode);
    const sent = keep(request, traits, outgoing, plan, verdict);
    if (verdict !== null) rules.record(call, verdict, idsOf.get(sent)?.()[0] ?? null);
    return sent;
  }

  function keep(
    request: InboxRequest,
    { provider }: VendorTraits,
    outgoing: Outgoing,
    plan: DeliveryPlan,
    verdict: Verdict | null,
  ): SentMessage {
    const acceptedAtMs = scheduler.now();
    const ids: string[] = [];
    const early: InboxTimelineEvent[] = [];
    const note = (event: InboxTimelineEvent): void => {
      if (ids.length === 0) early.push(event);
      for (const id of ids) mailbox.note(id, event);
    };
    if (verdict !== null) {
      note({ type: 'rule', at: new Date(acceptedAtMs), ruleId: verdict.ruleId, fault: verdict.fault.type });
    }
    const arrive = (): void => {
      const delivery: InboxDelivery = {
        status: plan.fate === 'lost' ? 'lost' : 'accepted',
        code: null,
        at: new Date(acceptedAtMs),
      };
      const message = mailbox.deliver({
        provider,
        vendorId: outgoing.vendorId,
        channel: outgoing.channel ?? 'sms',
        to: outgoing.to,
        from: outgoing.from ?? null,
        text: outgoing.text,
        media: outgoing.media ?? [],
        maxPriceUsd: outgoing.maxPriceUsd ?? null,
        validitySeconds: outgoing.validitySeconds ?? null,
        arrives: plan.copies > 0,
        ruleId: verdict?.ruleId ?? null,
        request: recordRequest(request, acceptedAtMs),
        timeline: [{ type: 'delivery', at: delivery.at, status: delivery.status, code: null }, ...early],
        delivery,
      });
      ids.push(message.id);
    };
    const copies = Math.max(1, plan.copies);
    const arriveAll = (): void => {
      for (let copy = 0; copy < copies; copy += 1) arrive();
    };
    if (plan.arrivesAfterMs === 0) arriveAll();
    else scheduler.after(plan.arrivesAfterMs, arriveAll);
    let delivery: SentMessage['delivery'] = { status: 'accepted', code: null, atMs: acceptedAtMs };
    const { to, text } = outgoing;
    const sent: SentMessage = {
      to,
      text,
      acceptedAtMs,
      get delivery() {
        return delivery;
      },
      get message() {
        return mailbox.find(ids[0] ?? '')?.message ?? null;
      },
    };
    idsOf.set(sent, () => ids);
    for (const step of plan.steps) {
      scheduler.after(step.afterMs, () => {
        const atMs = scheduler.now();
        delivery = { status: step.status, code: step.code, atMs };
        note({ type: 'delivery', at: new Date(atMs), status: step.status, code: step.code });
      });
    }
    if (outgoing.receipts != null) scheduleReceipts(outgoing.receipts, plan, acceptedAtMs, note);
    return sent;
  }

  function scheduleReceipts(
    address: ReceiptAddress,
    plan: DeliveryPlan,
    acceptedAtMs: number,
    note: (event: InboxTimelineEvent) => void,
  ): void {
    const last = plan.steps.at(-1)?.afterMs ?? 0;
    const isReversed = plan.receipts === 'out-of-order';
    const steps = isReversed ? [...plan.steps].reverse() : plan.steps;
    for (const [index, step] of steps.entries()) {
      const afterMs = (isReversed ? last + index * 100 : step.afterMs) + plan.receiptsAfterMs;
      scheduler.after(afterMs, () => {
        const write = address.write(step, acceptedAtMs + step.afterMs);
        if (write === null) return;
        if (plan.receipts === 'lost') {
          office.lose(address, write, note);
          return;
        }
        office.send(address, write, note);
        if (plan.receipts === 'doubled') office.send(address, write, note);
      });
    }
  }

  return {
    now: scheduler.now,
    take,
    check(request, traits, to) {
      const call = { provider: traits.provider, call: 'check', to } as const;
      const verdict = rules.judge(call);
      if (verdict === null) return;
      rules.record(call, verdict, null);
      meet(request, traits, verdict, to);
    },
    isOptedOut: ({ provider }, to) => rules.foresee({ provider, call: 'send', to })?.fault.type === 'opted-out',
    tell(address, sent, status) {
      const write = address.write({ status, code: null }, scheduler.now());
      const ids = sent === null ? [] : (idsOf.get(sent)?.() ?? []);
      if (write !== null) {
        office.send(address, write, (event) => {
          for (const id of ids) mailbox.note(id, event);
        });
      }
    },
    finish(request, reply) {
      const answer = answers.get(request);
      return answer === undefined ? reply : playWireFault(answer.fault, reply, answer.to);
    },
  };
}

function isWireFault(fault: InboxFault): fault is InboxWireFault {
  switch (fault.type) {
    case 'hang-before-reading':
    case 'hang-after-reading':
    case 'reset':
    case 'slow-body':
    case 'garbage':
    case 'wrong-number':
      return true;
    default:
      return false;
  }
}
