/**
 * The list of conversations, each with its newest code. Only the rows in sight are in the document, whatever the
 * number of conversations; a screen reader is told how many there are.
 */
import { findExpiry } from './code-expiry.js';
import { cutAtCode } from './code-place.js';
import { formatWhen } from './dates.js';
import { byId, create, setText } from './dom.js';

/**
 * @typedef {import('../page-json.ts').Conversation} Conversation
 *
 * @typedef {object} Row
 * @property {HTMLElement} element
 * @property {HTMLElement} number
 * @property {HTMLTimeElement} when
 * @property {HTMLElement} text
 * @property {HTMLElement} code
 * @property {HTMLElement} unread
 */

/** Must be what the style sheet says of a row. */
const ROW_REM = 4.75;
const SPARE_ROWS = 6;

/**
 * @param {(number: string) => void} onChoose
 * @param {(number: string) => number} unreadOf
 */
export function createConversationList(onChoose, unreadOf) {
  const list = byId('conversations');
  const sizer = byId('sizer');
  /** @type {Map<string, Row>} */
  const rows = new Map();
  /** @type {readonly Conversation[]} */
  let conversations = [];
  /** @type {string | null} */
  let chosen = null;

  /** Text at 200 % makes rows twice as high. */
  const rowHeight = () => ROW_REM * Number.parseFloat(getComputedStyle(document.documentElement).fontSize);

  /** @param {string} number */
  function createRow(number) {
    const element = create('div', 'row');
    element.role = 'option';
    element.id = `row-${number}`;
    const row = {
      element,
      number: create('span', 'number', number),
      when: create('time', 'when'),
      text: create('span', 'snip'),
      code: create('span', 'chip'),
      unread: create('span', 'badge'),
    };
    row.text.dir = 'auto';
    element.append(row.number, row.when, row.text, row.code, row.unread);
    element.addEventListener('click', () => onChoose(number));
    return row;
  }

  /**
   * @param {Row} row
   * @param {Conversation} conversation
   */
  function fill(row, { number, messages }) {
    const [newest] = messages;
    if (newest === undefined) return;
    row.element.ariaSelected = String(number === chosen);
    row.when.dateTime = newest.receivedAt;
    setText(row.when, formatWhen(new Date(newest.receivedAt), new Date()));
    const [before, code, after] = cutAtCode(newest.text, newest.code);
    setText(row.text, code === '' ? newest.text : `${before}${code}${after}`.trim());
    const hasCode = newest.code !== null;
    row.code.hidden = !hasCode;
    setText(row.code, newest.code ?? '');
    const expiry = findExpiry(newest);
    row.code.dataset.expiresAt = expiry === null ? '' : String(expiry.atMs);
    row.code.classList.toggle('over', expiry !== null && expiry.atMs <= Date.now());
    const unread = unreadOf(number);
    row.unread.hidden = unread === 0;
    setText(row.unread, unread > 99 ? '99+' : String(unread));
    row.unread.ariaLabel = `${unread} new`;
  }

  function draw() {
    const height = rowHeight();
    sizer.style.height = `${conversations.length * height}px`;
    const first = Math.max(0, Math.floor(list.scrollTop / height) - SPARE_ROWS);
    const end = Math.ceil((list.scrollTop + list.clientHeight) / height) + SPARE_ROWS;
    const visible = conversations.slice(first, end);
    const numbers = new Set(visible.map(({ number }) => number));
    for (const [number, { element }] of rows) {
      if (numbers.has(number)) continue;
      element.remove();
      rows.delete(number);
    }
    visible.forEach((conversation, offset) => {
      const row = rows.get(conversation.number) ?? createRow(conversation.number);
      rows.set(conversation.number, row);
      fill(row, conversation);
      const index = first + offset;
      row.element.style.transform = `translateY(${index * height}px)`;
      row.element.ariaPosInSet = String(index + 1);
      row.element.ariaSetSize = String(conversations.length);
      if (row.element.parentElement !== sizer) sizer.append(row.element);
    });
    const isChosenShown = chosen !== null && rows.has(chosen);
    if (isChosenShown) list.setAttribute('aria-activedescendant', `row-${chosen}`);
    else list.removeAttribute('aria-activedescendant');
  }

  list.addEventListener('scroll', draw, { passive: true });
  window.addEventListener('resize', draw);

  return {
    /**
     * @param {readonly Conversation[]} next
     * @param {string | null} nextChosen
     */
    render(next, nextChosen) {
      conversations = next;
      chosen = nextChosen;
      list.hidden = conversations.length === 0;
      draw();
    },
    /** Brings the chosen one into sight. */
    reveal() {
      const index = conversations.findIndex(({ number }) => number === chosen);
      if (index < 0) return;
      const height = rowHeight();
      const top = index * height;
      if (top < list.scrollTop) list.scrollTop = top;
      else if (top + height > list.scrollTop + list.clientHeight) list.scrollTop = top + height - list.clientHeight;
      draw();
    },
    /**
     * @param {1 | -1} step
     * @returns {string | null} the number of the next conversation
     */
    neighbour(step) {
      const index = conversations.findIndex(({ number }) => number === chosen);
      const next = index < 0 ? 0 : Math.min(Math.max(index + step, 0), conversations.length - 1);
      return conversations[next]?.number ?? null;
    },
    focus: () => list.focus({ preventScroll: true }),
  };
}
