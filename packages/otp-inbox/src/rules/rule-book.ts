/** The rules in force: which one strikes a call, and what they did so far. */
import type { InboxProviderName } from '../messages/provider-name.ts';
import { findMagicFault } from './magic-numbers.ts';
import type { ActiveInboxRule, InboxCall, InboxFault, InboxRule, InboxStrike } from './rule.ts';

export interface Call {
  readonly provider: InboxProviderName;
  readonly call: InboxCall;
  readonly to: string;
}

export interface Verdict {
  readonly ruleId: string;
  readonly fault: InboxFault;
}

export type RuleBookEvent =
  | { readonly type: 'rules'; readonly rules: readonly ActiveInboxRule[] }
  | { readonly type: 'strike'; readonly strike: InboxStrike };

export interface RuleBook {
  list(): readonly ActiveInboxRule[];
  /** `null`: there are too many already. */
  add(rule: InboxRule): ActiveInboxRule | null;
  /** `false`: there is no such rule. */
  remove(id: string): boolean;
  replaceAll(rules: readonly InboxRule[]): void;
  /** Counts the call, and says which rule strikes it; `null`: none does. */
  judge(call: Call): Verdict | null;
  /** The same without counting: for questions that are no calls. */
  foresee(call: Call): Verdict | null;
  /** Keeps a strike. */
  record(call: Call, verdict: Verdict, messageId: string | null): void;
  /** Newest first. */
  strikes(): readonly InboxStrike[];
  subscribe(listener: (event: RuleBookEvent) => void): () => void;
}

export const MAX_RULES = 100;
const MAX_STRIKES = 1_000;

interface Entry {
  readonly id: string;
  readonly rule: InboxRule;
  seen: number;
  struck: number;
}

export function createRuleBook(beginning: readonly InboxRule[], now: () => number = Date.now): RuleBook {
  let added = 0;
  let entries: Entry[] = beginning.map(createEntry);
  const strikes: InboxStrike[] = [];
  const listeners = new Set<(event: RuleBookEvent) => void>();

  function createEntry(rule: InboxRule): Entry {
    added += 1;
    return { id: `rule-${added}`, rule, seen: 0, struck: 0 };
  }

  function tell(event: RuleBookEvent): void {
    for (const listener of [...listeners]) listener(event);
  }

  const list = (): readonly ActiveInboxRule[] => entries.map(toActiveRule);

  return {
    list,
    add(rule) {
      if (entries.length >= MAX_RULES) return null;
      const entry = createEntry(rule);
      entries.push(entry);
      tell({ type: 'rules', rules: list() });
      return toActiveRule(entry);
    },
    remove(id) {
      const left = entries.filter((entry) => entry.id !== id);
      const isGone = left.length < entries.length;
      entries = left;
      if (isGone) tell({ type: 'rules', rules: list() });
      return isGone;
    },
    replaceAll(rules) {
      entries = rules.map(createEntry);
      tell({ type: 'rules', rules: list() });
    },
    judge(call) {
      let striking: Entry | undefined;
      for (const entry of entries) {
        if (!fits(entry.rule, call)) continue;
        entry.seen += 1;
        if (striking === undefined && isDue(entry, entry.seen)) striking = entry;
      }
      if (striking !== undefined) striking.struck += 1;
      return striking === undefined ? judgeMagic(call) : { ruleId: striking.id, fault: striking.rule.fault };
    },
    foresee(call) {
      const entry = entries.find((each) => fits(each.rule, call) && isDue(each, each.seen + 1));
      return entry === undefined ? judgeMagic(call) : { ruleId: entry.id, fault: entry.rule.fault };
    },
    record({ provider, call, to }, { ruleId, fault }, messageId) {
      const strike = { at: new Date(now()), ruleId, fault: fault.type, provider, call, to, messageId };
      strikes.unshift(strike);
      strikes.length = Math.min(strikes.length, MAX_STRIKES);
      tell({ type: 'strike', strike });
    },
    strikes: () => strikes,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function toActiveRule({ id, rule, struck }: Entry): ActiveInboxRule {
  return { ...rule, id, strikes: struck };
}

function judgeMagic({ call, to }: Call): Verdict | null {
  const magic = call === 'send' ? findMagicFault(to) : undefined;
  return magic === undefined ? null : { ruleId: `magic:${magic.to}`, fault: magic.fault };
}

function fits({ provider, call = 'send', to }: InboxRule, asked: Call): boolean {
  if (call !== asked.call) return false;
  const providers = provider === undefined || typeof provider === 'string' ? [provider] : provider;
  if (!providers.some((each) => each === undefined || each === asked.provider)) return false;
  if (to === undefined) return true;
  return to.endsWith('*') ? asked.to.startsWith(to.slice(0, -1)) : asked.to === to;
}

function isDue({ rule, struck }: Entry, seen: number): boolean {
  const { nth, percent = 100, seed = 1, times } = rule;
  if (nth !== undefined && seen !== nth) return false;
  if (times !== undefined && struck >= times) return false;
  return chanceOf(seed, seen) * 100 < percent;
}

/** From 0 to 1, the same for the same call in every run (splitmix32). */
function chanceOf(seed: number, seen: number): number {
  let state = (seed + Math.imul(seen, 0x9e3779b9)) | 0;
  state = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
  state = Math.imul(state ^ (state >>> 15), 0x735a2d97);
  return ((state ^ (state >>> 15)) >>> 0) / 4_294_967_296;
}
