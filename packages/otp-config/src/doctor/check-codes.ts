/** Everything that the doctor can find, by its stable code. The page of settings is written from it. */
export const CHECK_CODES = {
  'missing-setting': 'a required setting is missing',
  'wrong-shape': 'a value has the wrong form, such as a SID, a key or a number',
  'quoted-value': 'quotes around a value, which became part of it',
  'unknown-variable':
    'a variable begins with `OTP_` but is not a setting: a problem if it looks misspelt, otherwise a warning. Also a provider’s own name for a setting that has another name here',
  'unknown-provider': 'an unknown provider',
  'mixed-providers': 'senders and verification providers in one list',
  'production-refusal':
    'the inbox with `NODE_ENV=production`; test numbers without a last day, unless it is `development` or `test`; a last day more than a year ahead',
  'insecure-base-url':
    'a base URL on this machine or over plain http with `NODE_ENV=production`; `OTP_ALLOW_INSECURE_BASE_URL=1` allows it',
  'missing-package': 'an adapter, an SDK or a client of a store is not installed',
  'refused-setting': 'a value that an adapter, a store or the engine refuses',
  settings: 'every required setting is set',
  'guessing-chance': 'the chance that an attacker guesses a code of one number',
  'weak-policy': 'a setting of the policy makes it easy to guess, to flood or to lock out',
  'no-cooldown': 'a number can get all of its messages at once',
  'binding-by-number': 'codes are checked with the number alone, so strangers can use up the tries of its owner',
  'attack-cost': 'what an attack can cost a day under the limits by address, network, number range and deployment',
  'all-countries': 'production: messages go to every country, and `OTP_REQUESTS_PER_HOUR` is not set',
  'no-app-name': 'production: messages do not say who sends them',
  'weak-address-limit': 'production: a limit by address so high that it stops no attack',
  'shared-address': 'production: behind a proxy that the app may not trust, so that all users have one address',
  'shared-memory-store': 'the memory store with several processes: each would allow all guesses',
  'memory-store': 'the memory store in production: a restart forgets codes and counters',
  'plain-http': 'an address off this machine that is not https',
  'unreachable-callback': 'production: receipts are sent to an address on this machine, which no provider can reach',
  'test-numbers': 'numbers with a code that is known beforehand',
  receipts: 'where receipts of a provider are expected',
  'incomplete-receipts': 'a setting for receipts is missing',
  'retired-provider': 'a former provider that still checks its codes, and when you may remove it',
  'needless-retired': 'a provider that need not be in `OTP_RETIRED_PROVIDERS`',
  'second-segment':
    'the message, composed from the settings, takes more than one segment, and which character forces it',
  'provider-code-life': "codes of the provider live longer than the engine's challenges",
  'weak-secret': 'a secret that looks like an example, or has few different characters',
  'secret-rotation': 'previous secrets are still accepted, and when you may remove them',
  'subject-secret': 'if you remove the oldest secret, all limits start over',
  store: 'whether the store answers; with `--connect` only',
  send: 'what became of the test message; with `--send` only',
} as const;

export type CheckCode = keyof typeof CHECK_CODES;
