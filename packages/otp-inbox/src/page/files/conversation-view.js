/**
 * The messages of one number, newest first. A few at a time are in the document; older ones are added as somebody
 * scrolls to them.
 */
import { dayKey, formatDay } from './dates.js';
import { arrange, byId, create, setText } from './dom.js';
import { createMessageCard } from './message-card.js';

/**
 * @typedef {import('../page-json.ts').Conversation} Conversation
 * @typedef {import('../page-json.ts').Message} Message
 * @typedef {import('./message-card.js').MessageCard} MessageCard
 * @typedef {import('./message-card.js').CardActions} CardActions
 */

const CHUNK = 30;

/** @param {Omit<CardActions, 'onToggle'>} actions */
export function createConversationView(actions) {
  const scroll = byId('scroll');
  /** @type {Map<string, MessageCard>} */
  const cards = new Map();
  /** @type {Map<string, HTMLLIElement>} */
  const days = new Map();
  /** @type {readonly Message[]} */
  let messages = [];
  /** @type {string | null} */
  let number = null;
  /** The message that somebody picked; `null`: the newest. @type {string | null} */
  let picked = null;
  let isOpen = true;
  let shown = CHUNK;

  const selected = () => (messages.some(({ id }) => id === picked) ? picked : (messages[0]?.id ?? null));

  /** @param {ReadonlySet<string>} freshIds */
  function draw(freshIds) {
    const now = new Date();
    const current = selected();
    /** @type {HTMLElement[]} */
    const items = [];
    const ids = new Set();
    let day = '';
    for (const message of messages.slice(0, shown)) {
      const date = new Date(message.receivedAt);
      const key = dayKey(date);
      if (key !== day) {
        day = key;
        const heading = days.get(key) ?? create('li', 'day');
        days.set(key, heading);
        setText(heading, formatDay(date, now));
        items.push(heading);
      }
      ids.add(message.id);
      const card = cards.get(message.id) ?? createCard(message, freshIds.has(message.id));
      card.update(message);
      mark(card, message.id === current);
      items.push(card.element);
    }
    for (const id of cards.keys()) if (!ids.has(id)) cards.delete(id);
    arrange(byId('messages'), items);
    byId('more').hidden = messages.length <= shown;
  }

  /**
   * @param {Message} message
   * @param {boolean} isFresh
   */
  function createCard(message, isFresh) {
    const card = createMessageCard(message, isFresh, {
      ...actions,
      onToggle(id) {
        isOpen = id === selected() ? !isOpen : true;
        picked = id;
        draw(new Set());
      },
    });
    cards.set(message.id, card);
    return card;
  }

  /**
   * @param {MessageCard} card
   * @param {boolean} isCurrent
   */
  function mark(card, isCurrent) {
    const isShown = isCurrent && isOpen;
    if (isCurrent) card.element.setAttribute('aria-current', 'true');
    else card.element.removeAttribute('aria-current');
    if (card.element.classList.contains('open') !== isShown) card.setOpen(isShown);
  }

  new IntersectionObserver(
    (entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting) || messages.length <= shown) return;
      shown += CHUNK;
      draw(new Set());
    },
    { root: scroll, rootMargin: '600px' },
  ).observe(byId('more'));

  return {
    /**
     * @param {Conversation} conversation
     * @param {ReadonlySet<string>} freshIds
     */
    render(conversation, freshIds) {
      const isOther = conversation.number !== number;
      if (isOther) {
        cards.clear();
        days.clear();
        picked = null;
        shown = CHUNK;
        number = conversation.number;
      }
      // Who reads older ones keeps them in sight while new ones come in above.
      else if (scroll.scrollTop > 0) shown += Math.max(0, conversation.messages.length - messages.length);
      else shown = Math.max(CHUNK, Math.min(shown, conversation.messages.length));
      messages = conversation.messages;
      setText(byId('conversation-title'), conversation.number);
      setText(byId('conversation-count'), messages.length === 1 ? '1 message' : `${messages.length} messages`);
      draw(freshIds);
      if (isOther) scroll.scrollTop = 0;
    },
    /** @param {string} id */
    pick(id) {
      picked = id;
      isOpen = true;
      shown = Math.max(shown, messages.findIndex((message) => message.id === id) + CHUNK);
      draw(new Set());
      cards.get(id)?.element.scrollIntoView({ block: 'nearest' });
    },
    /** @param {1 | -1} step towards older ones, or newer ones */
    move(step) {
      const index = messages.findIndex(({ id }) => id === selected());
      const next = messages[Math.min(Math.max(index + step, 0), messages.length - 1)];
      if (next === undefined) return;
      picked = next.id;
      shown = Math.max(shown, index + CHUNK);
      draw(new Set());
      const element = cards.get(next.id)?.element;
      element?.focus({ preventScroll: true });
      element?.scrollIntoView({ block: 'nearest' });
    },
    focus() {
      const id = selected();
      if (id !== null) cards.get(id)?.element.focus();
    },
    toggle() {
      isOpen = !isOpen;
      draw(new Set());
    },
    copyCode() {
      const id = selected();
      if (id !== null) cards.get(id)?.copyCode();
    },
    selected,
  };
}
