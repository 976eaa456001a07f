/** Everything that the doctor can find, by its stable code. The page of settings is written from it. */
export const CHECK_CODES = {
  'missing-setting': 'something is not set that has to be',
  'wrong-shape': 'a value is not what it must be: a SID, a key, a number',
  'quoted-value': 'quotes around a value, which became part of it',
  'unknown-variable':
    'a variable that begins with `OTP_` and is none: a problem where it looks misspelt, else a warning',
  'unknown-provider': 'a provider that the catalog does not have',
  'mixed-providers': 'senders and verification providers in one list',
  'production-refusal': 'the inbox, or test numbers without a last day, with `NODE_ENV=production`',
  'missing-package': 'an adapter, an SDK or a client of a store that is not installed',
  'refused-setting': 'a value that an adapter, a store or the engine refuses',
  settings: 'everything that is needed is set',
  'guessing-chance': 'how likely a code of one number is to be guessed, at worst',
  'weak-policy': 'a figure of the policy that makes guessing, flooding or locking out easy',
  'binding-by-number': 'codes are tried with the number alone, so strangers can use up the tries of its owner',
  'shared-memory-store': 'the memory store with several processes: each would count for itself',
  'memory-store': 'the memory store in production: a restart forgets codes and counters',
  'plain-http': 'an address off this machine that is not https',
  'test-numbers': 'numbers with a code that is known beforehand',
  receipts: 'where receipts of a provider are expected',
  'incomplete-receipts': 'half of what receipts of a provider need is set',
  'retired-provider': 'a former verification provider is still asked, and when that may end',
  'needless-retired': 'a retired provider that makes no difference',
  'second-segment':
    'the message, composed from the settings, takes more than one segment, and which character forces it',
  'provider-code-life': "codes of the provider live longer than the engine's challenges",
  'weak-secret': 'a secret that looks like an example or like few characters',
  'secret-rotation': 'previous secrets are still accepted, and when that may end',
  'subject-secret': 'dropping the oldest secret would reset all counters',
  store: 'whether the store answers; with `--connect` only',
  send: 'what became of the test message; with `--send` only',
} as const;

export type CheckCode = keyof typeof CHECK_CODES;
