/** The messages that the page knows, and how they are grouped and filtered. No document, no network. */

/**
 * @typedef {import('../page-json.ts').Message} Message
 * @typedef {import('../page-json.ts').MessageEvent} MessageEvent
 * @typedef {import('../page-json.ts').Conversation} Conversation
 * @typedef {import('../page-json.ts').Filter} Filter
 */

/** @type {WeakMap<Message, string>} */
const haystacks = new WeakMap();

/** @param {Message} message */
function haystackOf(message) {
  const known = haystacks.get(message);
  if (known !== undefined) return known;
  const haystack = [message.text, message.to, message.from ?? '', message.code ?? ''].join('\n').toLowerCase();
  haystacks.set(message, haystack);
  return haystack;
}

/**
 * @param {Message} message
 * @param {Filter} filter
 */
export function fitsFilter(message, { search, provider }) {
  if (provider !== '' && message.provider !== provider) return false;
  return search === '' || haystackOf(message).includes(search.toLowerCase());
}

/** @param {number} limit as many as the inbox keeps; the oldest go first there, too */
export function createMessageStore(limit) {
  /** Oldest first: a map keeps the order in which its keys came. @type {Map<string, Message>} */
  const kept = new Map();

  function trim() {
    for (const id of kept.keys()) {
      if (kept.size <= limit) return;
      kept.delete(id);
    }
  }

  return {
    get size() {
      return kept.size;
    },
    /** @param {string} id */
    find: (id) => kept.get(id),
    /** @param {readonly Message[]} oldestFirst */
    replaceAll(oldestFirst) {
      kept.clear();
      for (const message of oldestFirst) kept.set(message.id, message);
      trim();
    },
    /**
     * Applies what the inbox tells. May be told twice, so that what comes during a reading can be told after it.
     * @param {MessageEvent} event
     * @returns {Message | null} the message that is new
     */
    apply(event) {
      switch (event.type) {
        case 'message': {
          const isNew = !kept.has(event.message.id);
          kept.set(event.message.id, event.message);
          trim();
          return isNew ? event.message : null;
        }
        case 'updated':
          if (kept.has(event.message.id)) kept.set(event.message.id, event.message);
          return null;
        case 'deleted':
          for (const id of event.ids) kept.delete(id);
          return null;
        case 'cleared':
          kept.clear();
          return null;
      }
    },
    /**
     * Conversations of what fits, the one with the newest message first.
     * @param {Filter} filter
     * @returns {Conversation[]}
     */
    conversations(filter) {
      /** @type {Map<string, Message[]>} */
      const groups = new Map();
      for (const message of [...kept.values()].reverse()) {
        if (!fitsFilter(message, filter)) continue;
        const group = groups.get(message.to);
        if (group) group.push(message);
        else groups.set(message.to, [message]);
      }
      return [...groups].map(([number, messages]) => ({ number, messages }));
    },
  };
}
