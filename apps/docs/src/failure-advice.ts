/** What an operator does about a failure of a provider, by its category. A test keeps the list complete. */
export const FAILURE_ADVICE: Readonly<Record<string, string>> = {
  'invalid-recipient': 'Ask the person for another number. It is not a mobile number.',
  'unreachable-recipient': 'Ask the person to try later, or offer another factor.',
  'opted-out': 'The person must send START to your number, or use another factor.',
  'blocked-destination': 'Enable the country in the provider’s console, or stop offering it.',
  authentication: 'Check the key, the secret and the region. Nothing is sent until they are right.',
  configuration: 'Correct the setting that the code names, in the console or in your variables.',
  'account-suspended': 'Open a ticket with the provider. Use another provider meanwhile.',
  'insufficient-funds': 'Top up the account, and set an alert on its balance.',
  'content-rejected': 'Register the text or the sender, or change the text.',
  'fraud-blocked': 'The provider suspects fraud on this number or range. Look at the traffic first.',
  'rate-limited': 'Wait. Ask for a higher limit if this happens at your usual traffic.',
  unavailable: 'The provider is in trouble. Several providers with failover help.',
  timeout: 'The provider answered too late. The message may still arrive.',
  unknown: 'Look the code up at the provider. The message may be on its way.',
};
