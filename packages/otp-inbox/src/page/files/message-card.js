/** One message: text, code with its countdown, what it costs, what became of it. Its details come on demand. */
import { checkAutofillLine } from './autofill-line.js';
import { findExpiry, formatRemaining } from './code-expiry.js';
import { cutAtCode, spell } from './code-place.js';
import { copyFrom } from './copy.js';
import { formatTime } from './dates.js';
import { create, createButton, setText } from './dom.js';
import { createMessageDetails } from './message-details.js';
import { describeCost } from './text-cost.js';

/**
 * @typedef {import('../page-json.ts').Message} Message
 *
 * @typedef {object} MessageCard
 * @property {HTMLLIElement} element
 * @property {(message: Message) => void} update
 * @property {(isOpen: boolean) => void} setOpen
 * @property {() => void} copyCode
 *
 * @typedef {object} CardActions
 * @property {(id: string) => void} onToggle
 * @property {(id: string) => void} onDelete
 * @property {(provider: string) => string} titleOf
 */

/**
 * @param {Message} first
 * @param {boolean} isFresh
 * @param {CardActions} actions
 * @returns {MessageCard}
 */
export function createMessageCard(first, isFresh, { onToggle, onDelete, titleOf }) {
  let message = first;
  const { id } = first;
  const element = create('li', isFresh ? 'message fresh' : 'message');
  element.tabIndex = -1;
  element.dataset.id = id;
  const delivery = create('span', 'delivery');
  const details = createMessageDetails();
  details.element.id = `details-${id}`;
  const toggle = createButton('quiet', 'Details', () => onToggle(id));
  toggle.setAttribute('aria-controls', details.element.id);
  const codeRow = first.code === null ? null : createCodeRow(first, first.code);
  const foot = create('div', 'message-foot');
  const { summary, reason } = describeCost(first);
  const cost = create('p', 'cost', reason === null ? summary : `${summary}. ${reason}`);
  const remove = createButton('quiet', 'Delete', () => onDelete(id));
  remove.setAttribute('aria-label', `Delete the message of ${formatTime(new Date(first.receivedAt))}`);
  foot.append(cost, toggle, remove);
  element.append(createHead(first, titleOf(first.provider), delivery), createText(first));
  if (codeRow !== null) element.append(codeRow.row);
  const autofill = createAutofill(first);
  if (autofill !== null) element.append(autofill);
  element.append(foot, details.element);

  /** @param {boolean} isOpen */
  function setOpen(isOpen) {
    element.classList.toggle('open', isOpen);
    toggle.setAttribute('aria-expanded', String(isOpen));
    details.element.hidden = !isOpen;
    if (isOpen) void details.load(message);
  }

  /** @param {Message} next */
  function update(next) {
    const isChanged = next !== message;
    message = next;
    delivery.dataset.status = message.delivery.status;
    const { status, code } = message.delivery;
    setText(delivery, code === null ? status : `${status} · ${code}`);
    if (isChanged && !details.element.hidden) void details.load(message);
  }

  details.element.hidden = true;
  toggle.setAttribute('aria-expanded', 'false');
  update(first);
  return { element, update, setOpen, copyCode: () => codeRow?.button.click() };
}

/**
 * @param {Message} message
 * @param {string} title
 * @param {HTMLElement} delivery
 */
function createHead(message, title, delivery) {
  const head = create('div', 'message-head');
  head.append(create('span', 'provider', title));
  if (message.channel !== 'sms') head.append(create('span', 'provider', message.channel));
  if (message.from !== null) {
    const from = create('span', 'soft from', `from ${message.from}`);
    from.dir = 'auto';
    head.append(from);
  }
  const time = create('time', 'soft', formatTime(new Date(message.receivedAt)));
  time.dateTime = message.receivedAt;
  head.append(delivery, time);
  return head;
}

/** @param {Message} message */
function createText({ text, code }) {
  const element = create('p', 'text');
  element.dir = 'auto';
  const [before, found, after] = cutAtCode(text, code);
  element.append(before);
  if (found !== '') element.append(create('mark', '', found));
  element.append(after);
  return element;
}

/**
 * @param {Message} message
 * @param {string} code
 */
function createCodeRow(message, code) {
  const row = create('div', 'code-row');
  const digits = create('span', 'code', code);
  digits.dir = 'ltr';
  const button = createButton('primary', 'Copy code', () => copyFrom(button, code));
  button.setAttribute('aria-label', `Copy code ${spell(code)}`);
  row.append(digits);
  const expiry = findExpiry(message);
  if (expiry !== null) row.append(createCountdown(expiry));
  row.append(button);
  return { row, button };
}

/** @param {{ atMs: number, source: string }} expiry */
function createCountdown({ atMs, source }) {
  const countdown = create('span', 'countdown');
  countdown.dataset.countdownTo = String(atMs);
  countdown.title = `Expires ${formatTime(new Date(atMs))}, ${source}`;
  tick(countdown);
  return countdown;
}

/** @param {HTMLElement} countdown */
function tick(countdown) {
  const remaining = formatRemaining(Number(countdown.dataset.countdownTo), Date.now());
  setText(countdown, remaining === null ? 'expired' : `expires in ${remaining}`);
  countdown.classList.toggle('over', remaining === null);
}

/** Once a second, for every countdown in the document, and for every code in the list that goes over. */
export function tickCountdowns() {
  for (const countdown of document.querySelectorAll('[data-countdown-to]')) {
    if (countdown instanceof HTMLElement) tick(countdown);
  }
  for (const chip of document.querySelectorAll('.chip[data-expires-at]')) {
    if (!(chip instanceof HTMLElement)) continue;
    const { expiresAt = '' } = chip.dataset;
    chip.classList.toggle('over', expiresAt !== '' && Number(expiresAt) <= Date.now());
  }
}

/** Only for a text with a code: nothing else can be filled in. @param {Message} message */
function createAutofill({ text, code }) {
  if (code === null) return null;
  const { state, words } = checkAutofillLine(text, code);
  const element = create('p', `autofill ${state}`, words);
  return element;
}
