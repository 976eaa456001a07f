/** The second step: one field for the code, and a way on from wherever it can go wrong. */

import { write } from './language.js';
import { findCode } from './packages/otp-client.js';
import { SETTINGS } from './page-settings.js';
import { nameOf } from './phone-field.js';
import { maskForOwner } from './phone-numbers.js';
import { createWaitButton } from './wait-button.js';

const element = (id) => document.getElementById(id);

const form = element('code-step');
const input = element('code');

let shown = null;
let busy = false;
/** A code that was refused is not sent again by itself. */
let refusedCode = null;
let leaving = new AbortController();

const say = (text) => {
  element('status').textContent = text;
};
const ready = () => say(shown.words.canSendAgain);
const resendButton = createWaitButton(element('resend'), ready);
const newCodeButton = createWaitButton(element('new-code'), ready);

form.addEventListener('submit', (event) => {
  event.preventDefault();
  if (shown.verification.state.isOver) return;
  void run(() => check(input.value));
});
input.addEventListener('input', () => {
  const code = findCode(input.value, shown.verification.state.codeLength);
  if (code === null || code === refusedCode) return;
  input.value = code;
  void run(() => check(code));
});
// The whole message, before a field of one line drops its line ends.
input.addEventListener('paste', (event) => {
  const code = findCode(event.clipboardData?.getData('text') ?? '', shown.verification.state.codeLength);
  if (code === null) return;
  event.preventDefault();
  input.value = code;
  if (code !== refusedCode) void run(() => check(code));
});
element('resend').addEventListener('click', () => void run(resend));
element('new-code').addEventListener('click', () => void run(requestAgain));
element('edit').addEventListener('click', () => shown.onEdit());

/**
 * @param step `{ client, words, verification, title, onEdit, onVerified }`; `onEdit` is `null` where the number is given
 * @param options `{ hasJustBeenSent }`
 */
export function showCodeStep(step) {
  leaveCodeStep();
  shown = step;
  const { client, words, verification, title } = step;
  element('code-title').textContent = title;
  element('resend').querySelector('.label').textContent = client.words.sendAgain;
  element('new-code').querySelector('.label').textContent = client.words.sendNewCode;
  element('edit').textContent = client.words.edit;
  element('edit').hidden = step.onEdit === null;
  showRecipient();
  showHelpWords(client, words);
  complain('code', '');
  complain('send', '');
  input.value = '';
  refresh();
  if (verification.state.isOver) complain('code', client.explain({ ok: false, reason: 'challenge-not-active' }));
}

/** No wait, no timer and no browser's offer outlives the step. */
export function leaveCodeStep() {
  leaving.abort();
  leaving = new AbortController();
  refusedCode = null;
}

/** What the state says: a field for the code, or a button for a new one. */
function refresh() {
  const { client, words, verification } = shown;
  const { isOver, codeLength, sendAtMs, sentAtMs, expiresAtMs } = verification.state;
  for (const id of ['code-entry', 'check', 'resend']) element(id).hidden = isOver;
  element('new-code').hidden = !isOver;
  element('help').hidden = true;
  (isOver ? newCodeButton : resendButton).wait(client, sendAtMs);
  element('long-code').hidden = codeLength < 8;
  write(element('long-code'), words.longCode, { length: String(codeLength) });
  input.placeholder = '•'.repeat(codeLength);
  if (isOver) return;
  const { signal } = leaving;
  at(sentAtMs + SETTINGS.helpAfterMs, signal, () => {
    element('help').hidden = verification.state?.isOver !== false;
  });
  at(expiresAtMs, signal, () => {
    verification.end();
    giveUp({ ok: false, reason: 'challenge-not-active' });
  });
  void client.receiveCode({ signal }).then((code) => {
    if (code === null || signal.aborted) return;
    input.value = code;
    void run(() => check(code));
  });
}

async function check(code) {
  const { client, verification } = shown;
  if (code.trim() === '') return refuse(client.explain({ ok: false, reason: 'malformed', field: 'code' }), '');
  const result = await verification.check(code);
  if (result.ok) {
    leaveCodeStep();
    await shown.onVerified(result);
  } else if (verification.state.isOver) giveUp(result);
  else refuse(client.explain(result), findCode(code, verification.state.codeLength));
}

async function resend() {
  const { client, words, verification } = shown;
  const result = await verification.resend();
  if (verification.state.isOver) return giveUp(result);
  startAgain();
  if (result.ok) say(words.sentAgain);
  else complain('send', client.explain(result));
  input.focus();
}

async function requestAgain() {
  const { client, words, verification } = shown;
  const result = await verification.request(verification.state.phoneNumber);
  if (!result.ok) {
    newCodeButton.wait(client, verification.state.sendAtMs);
    // Only people can open this lock again.
    element('new-code').hidden = result.reason === 'locked' && result.retryAt === null;
    complain('code', client.explain(result));
    return focusForReading();
  }
  input.value = '';
  complain('code', '');
  startAgain();
  say(words.newCodeSent);
  input.focus();
}

/** Another message is on its way: the waits begin anew. */
function startAgain() {
  leaveCodeStep();
  complain('send', '');
  refresh();
}

function giveUp(failure) {
  const { client } = shown;
  leaveCodeStep();
  refresh();
  complain('send', '');
  const isFault = failure.reason === 'internal-error' || failure.reason === 'malformed';
  complain('code', client.explain(isFault ? { ok: false, reason: 'challenge-not-active' } : failure));
  focusForReading();
}

function refuse(text, code) {
  refusedCode = code;
  complain('code', text);
  input.ariaInvalid = 'true';
  input.focus();
  input.select();
}

/** A button that waits cannot have the focus. */
function focusForReading() {
  const button = element('new-code');
  if (button.hidden || button.disabled) element('code-title').focus();
  else button.focus();
}

function complain(about, text) {
  element(`${about}-message`).textContent = text;
  if (about === 'code') input.ariaInvalid = 'false';
}

async function run(action) {
  if (busy) return;
  busy = true;
  form.ariaBusy = 'true';
  input.readOnly = true;
  try {
    await action();
  } finally {
    busy = false;
    form.ariaBusy = 'false';
    input.readOnly = false;
  }
}

/** Anew, once numbers can be read. */
export function showRecipient() {
  const { phoneNumber, maskedTo } = shown.verification.state;
  const masked = maskForOwner(phoneNumber);
  element('recipient').textContent = masked?.text ?? maskedTo;
  element('recipient-country').textContent = masked?.country ? nameOf(masked.country) : '';
}

function showHelpWords(client, words) {
  const { otherWay } = SETTINGS;
  element('help-number').hidden = shown.onEdit === null;
  write(element('help-number'), words.helpNumber, { edit: client.words.edit });
  write(element('help-again'), words.helpAgain, { sendAgain: client.words.sendAgain });
  element('help-other-way').hidden = otherWay === null;
  if (otherWay === null) return;
  const link = document.createElement('a');
  link.href = otherWay.href;
  link.textContent = otherWay.label;
  element('help-other-way').replaceChildren(link);
}

function at(timeMs, signal, action) {
  const timer = setTimeout(action, Math.max(0, timeMs - Date.now()));
  signal.addEventListener('abort', () => clearTimeout(timer));
}
