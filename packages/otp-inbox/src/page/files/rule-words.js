/** Faults and rules in words that a reader of a list understands. */

/** @typedef {import('../page-json.ts').Rule} Rule */

/** By what the client sees. @type {ReadonlyArray<readonly [group: string, faults: Readonly<Record<string, string>>]>} */
export const FAULT_GROUPS = [
  [
    'The provider refuses',
    {
      'rate-limited': 'Too many requests (429)',
      'server-error': 'Provider in trouble (5xx)',
      refused: 'Refused',
      'invalid-number': 'No valid number',
      'not-mobile': 'No mobile number',
      'opted-out': 'Recipient has opted out',
      'blocked-country': 'Country not enabled',
    },
  ],
  [
    'It accepts, then',
    {
      lost: 'Message is lost',
      undelivered: 'Message is undelivered',
      late: 'Message comes late',
      duplicate: 'Message comes twice',
    },
  ],
  [
    'The answer fails',
    {
      'hang-before-reading': 'No answer, nothing was sent',
      'hang-after-reading': 'No answer, yet it was sent',
      reset: 'Connection cut after sending',
      'slow-body': 'Answer comes slowly',
      garbage: 'Answer is garbage',
      'wrong-number': 'Answer names another number',
    },
  ],
  [
    'Receipts',
    {
      'receipt-late': 'Receipts come late',
      'receipt-doubled': 'Receipts come twice',
      'receipt-out-of-order': 'Receipts come out of order',
      'receipt-lost': 'Receipts are lost',
    },
  ],
];

/** What can be set of a fault, by its type. @type {Readonly<Record<string, readonly string[]>>} */
export const FAULT_DETAILS = {
  'rate-limited': ['retryAfterSeconds'],
  'server-error': ['status'],
  refused: ['status', 'code'],
  undelivered: ['code'],
  late: ['delaySeconds'],
  'slow-body': ['seconds'],
  'receipt-late': ['delaySeconds'],
};

const LABELS = Object.assign({}, ...FAULT_GROUPS.map(([, faults]) => faults));

/** @type {Readonly<Record<string, (value: string) => string>>} */
const DETAIL_WORDS = {
  retryAfterSeconds: (value) => `retry after ${value} s`,
  status: (value) => `HTTP ${value}`,
  code: (value) => `code ${value}`,
  delaySeconds: (value) => `${value} s`,
  seconds: (value) => `${value} s`,
};

/** @param {{ readonly type: string }} fault */
export function describeFault(fault) {
  const details = Object.entries(fault).flatMap(([name, value]) => DETAIL_WORDS[name]?.(String(value)) ?? []);
  const label = LABELS[fault.type] ?? fault.type;
  return details.length === 0 ? label : `${label}, ${details.join(', ')}`;
}

/**
 * Whom a rule strikes, and how often.
 * @param {Rule} rule
 * @param {(provider: string) => string} titleOf
 */
export function describeScope({ provider, call, to, nth, percent, seed, times }, titleOf) {
  const providers = provider === undefined ? [] : [provider].flat();
  return [
    providers.length === 0 ? 'any provider' : providers.map(titleOf).join(' or '),
    call === 'check' ? 'checks of codes' : 'sends',
    to === undefined ? null : `to ${to}`,
    nth === undefined ? null : `only call ${nth}`,
    percent === undefined ? null : `${percent} % of calls, seed ${seed ?? 1}`,
    times === undefined ? null : `at most ${times === 1 ? 'once' : `${times} times`}`,
  ]
    .filter((part) => part !== null)
    .join(' · ');
}

/** @param {number} strikes */
export function describeStrikes(strikes) {
  if (strikes === 0) return 'has not struck';
  return strikes === 1 ? 'struck once' : `struck ${strikes} times`;
}
