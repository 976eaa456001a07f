/** What an app that takes this page over may set. */
export const SETTINGS = {
  /** Where the OTP routes are mounted. */
  baseUrl: 'otp',
  /** The line below "Send code", on rates and consent: your own, or `null` for the page's words. */
  consent: null,
  /** Another way in for people who get no message: `{ label: 'Use an authenticator app', href: '/totp' }`, or `null`. */
  otherWay: null,
  /** How long to wait before advice is offered. */
  helpAfterMs: 20_000,
  /** What the third example pays for. */
  payment: { amount: 120, currency: 'EUR', payee: 'Northwind Books' },
};
