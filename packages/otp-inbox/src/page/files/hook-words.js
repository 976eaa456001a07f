/** Platforms and what they make of an answer, in words. */

/** @typedef {import('../page-json.ts').HookVerdict} HookVerdict */

/** What a platform proves itself by, in the order in which it is asked for. */
export const PLATFORM_DETAILS = /** @type {Readonly<Record<string, readonly string[]>>} */ ({
  generic: ['authorization', 'secret', 'mapping'],
  supabase: ['secret'],
  logto: ['authorization'],
  kratos: ['authorization'],
  okta: ['authorization'],
  zitadel: ['secret', 'authorization'],
  authgear: ['secret'],
  clerk: ['secret'],
});

export const PLATFORM_TITLES = /** @type {Readonly<Record<string, string>>} */ ({
  generic: 'Any other',
  supabase: 'Supabase',
  logto: 'Logto',
  kratos: 'Ory Kratos',
  okta: 'Okta',
  zitadel: 'Zitadel',
  authgear: 'Authgear',
  clerk: 'Clerk',
});

export const REPEATS = /** @type {Readonly<Record<string, string>>} */ ({
  always: 'All of its calls',
  'as-platform': 'Until one is taken',
  once: 'One',
});

/** @type {Readonly<Record<HookVerdict, string>>} */
const VERDICTS = {
  taken: 'Taken for sent',
  failed: 'Not sent, no further call',
  'asks-again': 'Not sent, asks again',
  'sends-itself': 'Sends by its own vendor',
  'no-answer': 'No answer within its deadline',
  'not-secure': 'No secure connection',
  unreachable: 'Nothing listens there',
};

/** @param {HookVerdict} verdict */
export function describeVerdict(verdict) {
  return VERDICTS[verdict];
}

/** @param {number} durationMs */
export function describeDuration(durationMs) {
  return durationMs < 1_000 ? `${durationMs} ms` : `${(durationMs / 1_000).toFixed(1)} s`;
}

/**
 * What to make of the count.
 * @param {number} messages
 * @param {readonly HookVerdict[]} verdicts
 */
export function describeCount(messages, verdicts) {
  if (messages > 1) return 'The hook sent one code more than once.';
  if (messages === 1 || !verdicts.includes('taken')) return '';
  return 'No message came here. Does the hook send to this inbox? It sends a code once: another play has another code.';
}

/**
 * A call of what the form holds; what was left empty is left out. What makes no sense is for the inbox to refuse.
 * @param {ReadonlyMap<string, string>} fields
 * @returns {Record<string, unknown>}
 */
export function readHookFields(fields) {
  const platform = fields.get('platform') ?? '';
  const names = ['platform', 'url', 'to', 'code', 'repeat', ...(PLATFORM_DETAILS[platform] ?? [])];
  const filled = names.flatMap((name) => {
    const value = (fields.get(name) ?? '').trim();
    return value === '' ? [] : [[name, name === 'mapping' ? readMapping(value) : value]];
  });
  return Object.fromEntries(filled);
}

/** As `OTP_HOOK_MAPPING` has it. @param {string} pairs */
function readMapping(pairs) {
  return Object.fromEntries(pairs.split(',').map((pair) => pair.split('=', 2).map((part) => part.trim())));
}
