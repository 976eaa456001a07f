/** Every state of every flow, by the way that leads to it. Pictures are made of them, and each is held to be accessible. */
import type { Page } from 'playwright-core';
import { CODE, type ScriptedProblem, type ServerScript } from './scripted-server.ts';

export interface PageState {
  readonly name: string;
  /** What comes behind the `#`. */
  readonly flow?: 'sign-in' | 'payment';
  readonly script?: ServerScript;
  /** From the opened page on. */
  readonly reach?: (page: Page) => Promise<void>;
  /** What is seen once it is reached. */
  readonly shows: string | RegExp;
}

const ACCOUNT = { phoneNumber: '+14155550199', isNew: false };

export async function send(page: Page, number = '4155550199'): Promise<void> {
  await page.locator('#number').fill(number);
  await page.locator('#number').press('Enter');
}

export async function toCode(page: Page): Promise<void> {
  await send(page);
  await page.locator('#code').waitFor();
}

async function type(page: Page, code: string): Promise<void> {
  await page.locator('#code').fill(code);
}

/** After the code step is reached. */
const thenType = (code: string) => async (page: Page) => {
  await toCode(page);
  await type(page, code);
};

async function pay(page: Page): Promise<void> {
  await page.locator('#payment-send').click();
  await page.locator('#code').waitFor();
}

const later = (code: string, retryAfterMs: number): ScriptedProblem => ({ code, status: 429, retryAfterMs });
const LAST_TRY: ScriptedProblem = { code: 'mismatch', status: 422, attemptsLeft: 0 };
const GONE: ScriptedProblem = { code: 'challenge-not-active', status: 410 };

export const STATES: readonly PageState[] = [
  { name: 'number', shows: 'Verify your phone' },
  { name: 'number-typed', reach: (page) => page.locator('#number').fill('+44 7400 123456'), shows: '+44' },
  { name: 'number-impossible', reach: (page) => send(page, '12345'), shows: 'That is not a phone number.' },
  {
    name: 'number-not-allowed',
    script: { countries: ['US', 'CA'] },
    reach: (page) => send(page, '+4915112345678'),
    shows: 'We cannot send codes to this number.',
  },
  {
    name: 'number-cooldown',
    script: { requests: [later('cooldown', 24_000)] },
    reach: send,
    shows: /You can send again in 2\d seconds/,
  },
  {
    name: 'number-quota',
    script: { requests: [later('quota-exceeded', 3_600_000)] },
    reach: send,
    shows: /Too many codes.*in 60 minutes/,
  },
  {
    name: 'number-locked',
    script: { requests: [{ code: 'locked', status: 403 }] },
    reach: send,
    shows: 'Please contact us.',
  },
  {
    name: 'number-not-sent',
    script: { requests: [{ code: 'delivery-failed', status: 502 }] },
    reach: send,
    shows: 'The code could not be sent.',
  },
  { name: 'number-offline', script: { requests: ['offline'] }, reach: send, shows: 'We cannot be reached.' },
  { name: 'number-busy', script: { requests: ['pending'] }, reach: send, shows: 'Send code' },
  {
    name: 'country-picker',
    async reach(page) {
      await page.locator('#country').click();
      await page.locator('#country-search').fill('ger');
    },
    shows: 'Germany',
  },
  {
    name: 'country-none',
    async reach(page) {
      await page.locator('#country').click();
      await page.locator('#country-search').fill('atlantis');
    },
    shows: 'No country found.',
  },
  { name: 'code', reach: toCode, shows: 'Enter your code' },
  {
    name: 'code-help',
    script: { settings: { helpAfterMs: 0, otherWay: { label: 'Use an authenticator app instead', href: '#other' } } },
    reach: toCode,
    shows: 'No message yet?',
  },
  {
    name: 'code-eight-digits',
    script: { requests: [{ codeLength: 8 }] },
    reach: toCode,
    shows: 'This code has 8 digits',
  },
  { name: 'code-wrong', reach: thenType('111111'), shows: 'Tries left: 4.' },
  { name: 'code-busy', script: { checks: ['pending'] }, reach: thenType(CODE), shows: 'Verify' },
  { name: 'code-resend-ready', script: { requests: [{ waitMs: 0 }] }, reach: toCode, shows: 'Send again' },
  {
    name: 'code-resend-quota',
    script: { requests: [{ waitMs: 0 }], resends: [later('quota-exceeded', 3_600_000)] },
    async reach(page) {
      await toCode(page);
      await page.locator('#resend').click();
    },
    shows: 'Too many codes',
  },
  { name: 'code-offline', script: { checks: ['offline'] }, reach: thenType(CODE), shows: 'We cannot be reached.' },
  {
    name: 'code-not-checked',
    script: { checks: [{ code: 'outcome-unknown', status: 504 }] },
    reach: thenType(CODE),
    shows: 'We could not check the code.',
  },
  { name: 'code-last-try', script: { checks: [LAST_TRY] }, reach: thenType('111111'), shows: 'it was the last try' },
  {
    name: 'code-over',
    script: { requests: [{ waitMs: 0 }], checks: [GONE] },
    reach: thenType('111111'),
    shows: 'This code is no longer valid.',
  },
  {
    name: 'code-over-locked',
    script: { requests: [{ waitMs: 0 }, { code: 'locked', status: 403 }], checks: [GONE] },
    async reach(page) {
      await thenType('111111')(page);
      await page.locator('#new-code').click();
    },
    shows: 'Please contact us.',
  },
  { name: 'verified', reach: thenType(CODE), shows: 'Verified' },
  { name: 'sign-in', flow: 'sign-in', shows: 'Sign in or sign up' },
  { name: 'sign-in-code', flow: 'sign-in', reach: toCode, shows: 'Enter your code' },
  { name: 'sign-in-welcome', flow: 'sign-in', reach: thenType(CODE), shows: 'Welcome' },
  { name: 'sign-in-signed-in', flow: 'sign-in', script: { account: ACCOUNT }, shows: 'Good to see you again.' },
  { name: 'payment-signed-out', flow: 'payment', shows: 'Sign in first.' },
  { name: 'payment', flow: 'payment', script: { account: ACCOUNT }, shows: 'We will text a code to' },
  {
    name: 'payment-quota',
    flow: 'payment',
    script: { account: ACCOUNT, requests: [later('quota-exceeded', 3_600_000)] },
    reach: (page) => page.locator('#payment-send').click(),
    shows: 'Too many codes',
  },
  { name: 'payment-code', flow: 'payment', script: { account: ACCOUNT }, reach: pay, shows: 'Sent to' },
  {
    name: 'payment-confirmed',
    flow: 'payment',
    script: { account: ACCOUNT },
    async reach(page) {
      await pay(page);
      await type(page, CODE);
    },
    shows: 'Payment confirmed',
  },
];
