/** Checks a rule, wherever it comes from: what is misspelt would otherwise never strike, and nobody would know why. */
import { isProviderName, PROVIDER_NAMES } from '../messages/provider-name.ts';
import type { InboxFault, InboxRule } from './rule.ts';

export type ReadRule =
  | { readonly status: 'read'; readonly rule: InboxRule }
  /** A sentence without its subject, such as `has no fault`. */
  | { readonly status: 'refused'; readonly problem: string };

type Check = (value: unknown) => string | null;

const FAULT_FIELDS: Readonly<Record<InboxFault['type'], Readonly<Record<string, Check>>>> = {
  'rate-limited': { retryAfterSeconds: whole(0, 86_400) },
  'server-error': { status: whole(500, 599) },
  refused: { status: whole(400, 499), code: matching(/^[\w.-]{1,64}$/, 'a code of the provider') },
  'invalid-number': {},
  'not-mobile': {},
  'opted-out': {},
  'blocked-country': {},
  lost: {},
  undelivered: { code: matching(/^[^\p{Cc}]{1,128}$/u, 'a code of the provider') },
  late: { delaySeconds: whole(0, 3_600) },
  duplicate: {},
  'receipt-late': { delaySeconds: whole(0, 3_600) },
  'receipt-doubled': {},
  'receipt-out-of-order': {},
  'receipt-lost': {},
  'hang-before-reading': {},
  'hang-after-reading': {},
  reset: {},
  'slow-body': { seconds: whole(1, 600) },
  garbage: {},
  'wrong-number': {},
};

const FAULT_TYPES = Object.keys(FAULT_FIELDS);
/** What a check can meet: it sends nothing, so nothing of it gets lost. */
const FAULTS_OF_CHECKS: readonly string[] = [
  'rate-limited',
  'server-error',
  'refused',
  'hang-before-reading',
  'hang-after-reading',
  'reset',
  'slow-body',
  'garbage',
  'wrong-number',
];
/** Their answers name no number. */
const NAMELESS = ['sns', 'http-gateway'];

const RULE_FIELDS: Readonly<Record<string, Check>> = {
  fault: () => null,
  provider: (value) => {
    const names: readonly unknown[] = Array.isArray(value) ? value : [value];
    return names.length > 0 && names.every(isProviderName) ? null : `one or more of ${PROVIDER_NAMES.join(', ')}`;
  },
  call: (value) => (value === 'send' || value === 'check' ? null : 'send or check'),
  to: matching(/^\+(?:[1-9]\d{6,14}|(?:[1-9]\d{0,14})?\*)$/, 'a number such as +15550100, or its beginning as +1555*'),
  nth: whole(1, 1_000_000),
  percent: whole(1, 100),
  seed: whole(0, 4_294_967_295),
  times: whole(1, 1_000_000),
};

/** Never repeats a value: numbers are nobody's business. */
export function readRule(value: unknown): ReadRule {
  if (!isRecord(value)) return refused('must be an object');
  const problem = findProblem(value, RULE_FIELDS) ?? findFaultProblem(value.fault) ?? findContradiction(value);
  return problem === null ? { status: 'read', rule: structuredClone(value) as unknown as InboxRule } : refused(problem);
}

function findFaultProblem(fault: unknown): string | null {
  const type = isRecord(fault) ? fault.type : undefined;
  if (!isRecord(fault) || typeof type !== 'string' || !FAULT_TYPES.includes(type)) {
    return `needs a fault whose type is one of ${FAULT_TYPES.join(', ')}`;
  }
  const fields = FAULT_FIELDS[type as InboxFault['type']];
  const problem = findProblem(fault, { type: () => null, ...fields });
  return problem === null ? null : `has a fault that ${problem}`;
}

function findContradiction({ fault, provider, call }: Record<string, unknown>): string | null {
  const type = isRecord(fault) ? String(fault.type) : '';
  if (call === 'check' && !FAULTS_OF_CHECKS.includes(type)) {
    return `cannot strike a check with ${type}; a check knows ${FAULTS_OF_CHECKS.join(', ')}`;
  }
  const names: readonly unknown[] = Array.isArray(provider) ? provider : [provider];
  if (type === 'wrong-number' && names.every((name) => NAMELESS.includes(String(name)))) {
    return `cannot strike with wrong-number: the answers of ${NAMELESS.join(' and ')} name no number`;
  }
  return null;
}

function findProblem(value: Record<string, unknown>, fields: Readonly<Record<string, Check>>): string | null {
  for (const [name, field] of Object.entries(value)) {
    const check = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (check === undefined) return `has a field that is not known; known are ${Object.keys(fields).join(', ')}`;
    const expectation = field === undefined ? null : check(field);
    if (expectation !== null) return `has a ${name} that is not ${expectation}`;
  }
  return null;
}

function whole(minimum: number, maximum: number): Check {
  return (value) =>
    Number.isInteger(value) && Number(value) >= minimum && Number(value) <= maximum
      ? null
      : `a whole number from ${minimum} to ${maximum}`;
}

function matching(pattern: RegExp, expectation: string): Check {
  return (value) => (typeof value === 'string' && pattern.test(value) ? null : expectation);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function refused(problem: string): ReadRule {
  return { status: 'refused', problem };
}
