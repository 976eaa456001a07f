/** The page: a number, a code, done. Talks to /otp and to nobody else. */
const element = (id) => document.getElementById(id);

const steps = { number: element('number-step'), code: element('code-step'), done: element('done-step') };
const numberInput = element('number');
const codeInput = element('code');
const resendButton = element('resend');

/** The verification under way: its handle, how long its code is, when it may be sent again. */
let verification = null;
let countdown = null;

steps.number.addEventListener('submit', (event) => {
  event.preventDefault();
  submit(steps.number, sendCode);
});
steps.code.addEventListener('submit', (event) => {
  event.preventDefault();
  submit(steps.code, checkCode);
});
resendButton.addEventListener('click', () => submit(steps.code, resendCode));
element('restart').addEventListener('click', restart);
element('again').addEventListener('click', restart);

const { inboxUrl } = await fetch('demo.json').then((response) => response.json());
if (inboxUrl !== null) {
  element('inbox-link').href = inboxUrl;
  for (const note of document.querySelectorAll('.inbox-note')) note.hidden = false;
}

async function sendCode() {
  const answer = await post('otp/verifications', { phoneNumber: numberInput.value.trim() });
  if (!answer.ok) return say('number', explain(answer.body), numberInput);
  begin(answer.body);
  show('code');
  codeInput.focus();
}

async function resendCode() {
  const answer = await post('otp/verifications/resend', { challenge: verification.challenge });
  if (!answer.ok) {
    if (answer.body.code === 'cooldown') countDown(new Date(answer.body.retryAt));
    return say('code', explain(answer.body), codeInput);
  }
  begin(answer.body);
  say('code', '', codeInput);
  element('code-status').textContent = 'The code was sent again.';
}

async function checkCode() {
  const answer = await post('otp/verifications/check', { challenge: verification.challenge, code: codeInput.value });
  if (!answer.ok) {
    codeInput.select();
    return say('code', explain(answer.body), codeInput);
  }
  element('verified-number').textContent = answer.body.phoneNumber;
  show('done');
}

function begin(body) {
  verification = body;
  element('masked-number').textContent = body.maskedTo;
  codeInput.placeholder = '•'.repeat(body.codeLength);
  countDown(new Date(body.resendAt));
}

function restart() {
  verification = null;
  codeInput.value = '';
  for (const step of ['number', 'code']) say(step, '');
  show('number');
  numberInput.focus();
}

/** The words for each way it can fail; what to do next is part of them. */
function explain({ code, title, field, attemptsLeft, retryAt }) {
  switch (code) {
    case 'mismatch':
      return attemptsLeft === 0
        ? 'That is not the code, and it was the last try. Send a new code.'
        : `That is not the code. ${attemptsLeft} ${attemptsLeft === 1 ? 'try' : 'tries'} left.`;
    case 'invalid-phone-number':
      return 'That is not a phone number. It starts with + and the country code, for example +1 415 555 0123.';
    case 'malformed':
      if (verification === null) return 'Please type a phone number.';
      return field === 'code'
        ? `The code has ${verification.codeLength} digits.`
        : 'This form is out of date. Use “Use another number” to start over.';
    case 'cooldown':
      return `A code was sent a moment ago. You can send again in ${waitFor(retryAt)}.`;
    case 'quota-exceeded':
    case 'rate-limited':
    case 'locked':
      return retryAt === undefined
        ? 'This number is locked. Please contact us.'
        : `Too many tries. Please wait ${waitFor(retryAt)}, or use another number.`;
    case 'challenge-not-active':
      return 'This code is no longer valid. Use “Use another number” to start over.';
    default:
      return `${title ?? 'That did not work.'} Please try again in a moment.`;
  }
}

function waitFor(retryAt) {
  const seconds = Math.max(1, Math.ceil((new Date(retryAt) - Date.now()) / 1000));
  if (seconds < 120) return `${seconds} second${seconds === 1 ? '' : 's'}`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 120 ? `${minutes} minutes` : `${Math.ceil(minutes / 60)} hours`;
}

/** Counts visibly, and says only the end of it to those who listen: a countdown read aloud is unbearable. */
function countDown(until) {
  clearInterval(countdown);
  const tick = () => {
    const seconds = Math.ceil((until - Date.now()) / 1000);
    resendButton.textContent = seconds > 0 ? `Send again in ${seconds} s` : 'Send again';
    resendButton.classList.toggle('waiting', seconds > 0);
    if (seconds <= 0) clearInterval(countdown);
  };
  countdown = setInterval(tick, 250);
  tick();
}

async function submit(step, action) {
  const buttons = step.querySelectorAll('button');
  if (step.ariaBusy === 'true') return;
  step.ariaBusy = 'true';
  for (const button of buttons) button.disabled = true;
  try {
    await action();
  } catch {
    say(step === steps.number ? 'number' : 'code', 'The server cannot be reached. Please try again.');
  } finally {
    step.ariaBusy = 'false';
    for (const button of buttons) button.disabled = false;
  }
}

async function post(path, body) {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { ok: response.ok, body: await response.json().catch(() => ({})) };
}

function say(step, text, input) {
  element(`${step}-message`).textContent = text;
  if (input === undefined) return;
  input.ariaInvalid = text === '' ? 'false' : 'true';
  input.focus();
}

function show(name) {
  for (const [each, step] of Object.entries(steps)) step.hidden = each !== name;
  steps[name].querySelector('h1').focus?.();
}
