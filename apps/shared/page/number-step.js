/** The first step: a number that a code can be sent to. */
import { write } from './language.js';
import { SETTINGS } from './page-settings.js';
import { readPhoneNumber, setPhoneNumber } from './phone-field.js';
import { createWaitButton } from './wait-button.js';

const element = (id) => document.getElementById(id);

const form = element('number-step');
const input = element('number');
const sendButton = createWaitButton(element('send'));

let shown = null;
let busy = false;

form.addEventListener('submit', (event) => {
  event.preventDefault();
  void submit();
});
// A wait is one number's; another one need not wait.
input.addEventListener('input', () => rest());

/** @param step `{ client, words, verification, title, lead, onSent }` */
export function showNumberStep(step) {
  shown = step;
  element('number-title').textContent = step.title;
  element('number-lead').textContent = step.lead;
  write(element('consent'), SETTINGS.consent ?? step.words.consent);
  setPhoneNumber(step.verification.state?.phoneNumber ?? input.value);
  complain('');
  rest();
}

async function submit() {
  const { client, verification, onSent } = shown;
  if (busy || element('send').disabled) return;
  const { phoneNumber, problem } = readPhoneNumber();
  if (problem !== null) return refuse(client.explain(failureOf(problem)));
  const { state } = verification;
  // Its code is on its way already.
  if (state?.phoneNumber === phoneNumber && !state.isOver && state.expiresAtMs > Date.now()) {
    verification.goTo('code');
    return onSent();
  }
  busy = true;
  form.ariaBusy = 'true';
  const result = await verification.request(phoneNumber);
  busy = false;
  form.ariaBusy = 'false';
  if (result.ok) return onSent();
  refuse(client.explain(result));
  if (result.reason !== 'cooldown') return;
  element('send').querySelector('.label').textContent = client.words.sendAgain;
  sendButton.wait(client, result.retryAt.getTime());
}

function failureOf(problem) {
  return { ok: false, reason: problem === 'not-allowed' ? 'destination-not-allowed' : 'invalid-phone-number' };
}

function refuse(text) {
  complain(text);
  input.ariaInvalid = 'true';
  input.focus();
}

function complain(text) {
  element('number-message').textContent = text;
  input.ariaInvalid = 'false';
}

function rest() {
  element('send').querySelector('.label').textContent = shown.words.sendCode;
  sendButton.wait(shown.client, 0);
}
