/** The page: three flows over one number step and one code step. It talks to its own server and to nobody else. */

import { leaveCodeStep, showCodeStep, showRecipient } from './code-step.js';
import { chooseLanguage, LANGUAGE_NAMES, numberNode, showLanguage, write } from './language.js';
import { showNumberStep } from './number-step.js';
import { createOtpClient } from './packages/otp-client.js';
import { LANGUAGES } from './packages/otp-client-languages.js';
import { SETTINGS } from './page-settings.js';
import { showPhoneFieldWords, startPhoneField } from './phone-field.js';
import { formatInternational } from './phone-numbers.js';
import { createVerification } from './verification.js';
import { createWaitButton } from './wait-button.js';

const element = (id) => document.getElementById(id);

const STEPS = ['number', 'payment', 'code', 'done', 'account'];
const PURPOSES = { verify: undefined, 'sign-in': 'sign-in', payment: 'confirm-payment' };

let words;
/** By flow: the client that carries its purpose, and the verification under way. */
let flows;
/** Who is signed in; `null`: nobody. */
let account = null;
let shownStep = 'number';
/** Shows the same again, in another language for example. */
let redraw = route;
/** False until it is known: messages may go to real phones. */
let hasInbox = false;

const paymentButton = createWaitButton(element('payment-send'));

await start();

async function start() {
  const languages = element('language');
  languages.append(...Object.entries(LANGUAGE_NAMES).map(([tag, name]) => new Option(name, tag)));
  languages.value = chooseLanguage();
  languages.addEventListener('change', async () => {
    await speak(languages.value);
    redraw();
  });
  await speak(languages.value);
  addEventListener('hashchange', () => {
    route();
    focusStep();
  });
  element('again').addEventListener('click', () => {
    route();
    focusStep();
  });
  element('sign-out').addEventListener('click', signOut);
  element('payment-form').addEventListener('submit', confirmPayment);
  await readAccount();
  route();
  focusStep();
  await Promise.all([showInbox(), preparePhoneField()]);
}

async function preparePhoneField() {
  const answer = await flows.verify.client.countries();
  // A page without it still works: the server says what is a number.
  await startPhoneField(answer.ok ? answer.countries : null).catch(() => undefined);
  // Numbers on the page can be written as they are written in their countries now; what is being typed stays.
  if (shownStep === 'code') showRecipient();
  else if (shownStep !== 'number') redraw();
}

async function speak(tag) {
  words = await showLanguage(tag);
  flows = Object.fromEntries(
    Object.entries(PURPOSES).map(([name, purpose]) => {
      const client = createOtpClient({
        baseUrl: SETTINGS.baseUrl,
        locale: tag,
        languages: LANGUAGES,
        ...(purpose && { purpose }),
      });
      return [name, { client, verification: createVerification(client, name) }];
    }),
  );
  showPhoneFieldWords(words);
}

function flowName() {
  const name = location.hash.slice(1);
  return Object.hasOwn(PURPOSES, name) ? name : 'verify';
}

/** What the address and the state say. */
function route() {
  redraw = route;
  const name = flowName();
  for (const link of element('flows').children) {
    link.ariaCurrent = link.hash === `#${name}` ? 'page' : null;
  }
  if (name === 'payment') return showPayment();
  if (name === 'sign-in' && account !== null) return showAccount();
  showVerification(name);
}

function showVerification(name) {
  const { client, verification } = flows[name];
  if (verification.state?.step === 'code') return showCode(name);
  leaveCodeStep();
  const [title, lead] =
    name === 'verify' ? [words.verifyTitle, words.verifyLead] : [words.signInTitle, words.signInLead];
  show('number', title);
  showNumberStep({
    client,
    words,
    verification,
    title,
    lead,
    onSent() {
      showCode(name);
      focusStep();
    },
  });
}

function showCode(name) {
  const { client, verification } = flows[name];
  const title = name === 'payment' ? words.paymentTitle : words.codeTitle;
  show('code', title);
  showCodeStep({
    client,
    words,
    verification,
    title,
    onEdit: name === 'payment' ? null : () => edit(name),
    async onVerified({ phoneNumber }) {
      verification.forget();
      await ENDINGS[name](phoneNumber);
      focusStep();
    },
  });
}

function edit(name) {
  flows[name].verification.goTo('number');
  showVerification(name);
  focusStep();
  element('number').select();
}

const ENDINGS = {
  verify(phoneNumber) {
    finish(() => [words.verifiedTitle, words.verifiedLead, { number: numberNode(formatInternational(phoneNumber)) }]);
  },
  async 'sign-in'() {
    await readAccount();
    route();
  },
  async payment() {
    const response = await fetch('payment', { method: 'POST' }).catch(() => null);
    if (response?.ok) return finish(() => [words.paidTitle, words.paidLead, paymentFacts()]);
    await readAccount();
    showPayment();
    element('payment-message').textContent = flows.payment.client.words.somethingWrong;
  },
};

/** @param wording its title, its sentence and what belongs into that, in the language of the moment */
function finish(wording) {
  redraw = () => finish(wording);
  const [title, lead, values] = wording();
  show('done', title);
  element('done-title').textContent = title;
  write(element('done-lead'), lead, values);
}

function showAccount() {
  leaveCodeStep();
  const [title, lead] = account.isNew
    ? [words.welcomeTitle, words.welcomeLead]
    : [words.signedInTitle, words.signedInLead];
  show('account', title);
  element('account-title').textContent = title;
  write(element('account-lead'), lead, { number: numberNode(formatInternational(account.phoneNumber)) });
}

function showPayment() {
  const { client, verification } = flows.payment;
  if (account !== null && verification.state?.step === 'code') return showCode('payment');
  leaveCodeStep();
  show('payment', words.paymentTitle);
  const { amount, payee } = paymentFacts();
  element('payment-amount').textContent = amount;
  element('payment-payee').textContent = payee;
  element('payment-message').textContent = '';
  element('payment-form').hidden = account === null;
  element('payment-signed-out').hidden = account !== null;
  paymentButton.wait(client, 0);
  if (account === null) return;
  write(element('payment-lead'), words.paymentLead, { number: numberNode(formatInternational(account.phoneNumber)) });
}

async function confirmPayment(event) {
  event.preventDefault();
  const form = event.currentTarget;
  const { client, verification } = flows.payment;
  if (form.ariaBusy === 'true' || element('payment-send').disabled) return;
  form.ariaBusy = 'true';
  const result = await verification.request(account.phoneNumber);
  form.ariaBusy = 'false';
  if (result.ok) {
    showCode('payment');
    return focusStep();
  }
  element('payment-message').textContent = client.explain(result);
  if (result.reason !== 'cooldown') return;
  element('payment-send').querySelector('.label').textContent = client.words.sendAgain;
  paymentButton.wait(client, result.retryAt.getTime());
}

function paymentFacts() {
  const { amount, currency, payee } = SETTINGS.payment;
  const locale = `${document.documentElement.lang}-u-nu-latn`;
  return { amount: new Intl.NumberFormat(locale, { style: 'currency', currency }).format(amount), payee };
}

async function readAccount() {
  const response = await fetch('me').catch(() => null);
  account = response?.ok ? (await response.json()).account : null;
}

async function signOut() {
  await fetch('auth/logout', { method: 'POST' }).catch(() => undefined);
  await readAccount();
  route();
  focusStep();
}

async function showInbox() {
  const { inboxUrl } = await fetch('demo.json')
    .then((response) => response.json())
    .catch(() => ({ inboxUrl: null }));
  for (const id of ['inbox-link', 'inbox-note-link']) {
    if (inboxUrl !== null) element(id).href = inboxUrl;
    element(id).hidden = inboxUrl === null;
  }
  hasInbox = inboxUrl !== null;
  showInboxNote();
}

/** The code step has this link at hand. */
function showInboxNote() {
  element('inbox-note').hidden = !hasInbox || shownStep === 'code';
}

function show(name, title) {
  for (const each of STEPS) element(`${each}-step`).hidden = each !== name;
  shownStep = name;
  showInboxNote();
  document.title = `${title} · Countersign`;
  element('status').textContent = '';
}

/** Where something is to be typed, its field; elsewhere the title, which is read out. */
function focusStep() {
  const field = element(shownStep);
  const isField = field instanceof HTMLInputElement && field.checkVisibility();
  (isField ? field : document.querySelector('.step:not([hidden]) h1')).focus();
}
