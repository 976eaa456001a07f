/**
 * Keeps the page up to date: follows the inbox's events, and reads everything anew whenever it may have missed some.
 * What comes during a reading is kept and told after it, so nothing is lost in between.
 */
import { inboxApi } from './inbox-api.js';

/**
 * @typedef {import('../page-json.ts').Message} Message
 * @typedef {import('../page-json.ts').MessageEvent} MessageEvent
 * @typedef {import('../page-json.ts').Rule} Rule
 * @typedef {import('../page-json.ts').Strike} Strike
 *
 * @typedef {object} Listener
 * @property {(oldestFirst: readonly Message[]) => void} onAll
 * @property {(event: MessageEvent) => void} onEvent
 * @property {(rules: readonly Rule[]) => void} onRules
 * @property {(strike: Strike) => void} onStrike
 * @property {(state: 'live' | 'polling' | 'offline', words: string) => void} onState
 * @property {() => boolean} followsHidden whether a page that nobody looks at goes on following
 */

const POLL_MS = 2_000;
/** A page that nobody looks at: a browser grants six connections per host, and each stream takes one. */
const HIDDEN_POLL_MS = 10_000;
const STREAM_RETRY_MS = 30_000;

/** @param {Listener} listener */
export function createConnection(listener) {
  /** @type {EventSource | null} */
  let source = null;
  /** @type {MessageEvent[] | null} */
  let heldBack = null;
  let pollTimer = 0;
  let streamTimer = 0;

  /** @returns {Promise<boolean>} whether the inbox answered */
  async function load() {
    if (heldBack !== null) return true;
    heldBack = [];
    try {
      listener.onAll(await inboxApi.readAll());
      return true;
    } catch {
      listener.onState('offline', 'Offline');
      return false;
    } finally {
      const events = heldBack ?? [];
      heldBack = null;
      for (const event of events) listener.onEvent(event);
    }
  }

  /** @param {MessageEvent} event */
  function tell(event) {
    if (heldBack === null) listener.onEvent(event);
    else heldBack.push(event);
  }

  function follow() {
    stop();
    if (document.hidden && !listener.followsHidden()) {
      void poll(HIDDEN_POLL_MS);
      return;
    }
    const opened = new EventSource('/api/v1/events');
    source = opened;
    opened.addEventListener('open', async () => {
      if (await load()) listener.onState('live', 'Live');
    });
    opened.addEventListener('message', ({ data }) => tell({ type: 'message', message: JSON.parse(data) }));
    opened.addEventListener('updated', ({ data }) => tell({ type: 'updated', message: JSON.parse(data) }));
    opened.addEventListener('deleted', ({ data }) => tell({ type: 'deleted', ids: JSON.parse(data).ids }));
    opened.addEventListener('cleared', () => tell({ type: 'cleared' }));
    opened.addEventListener('rules', ({ data }) => listener.onRules(JSON.parse(data).rules));
    opened.addEventListener('strike', ({ data }) => listener.onStrike(JSON.parse(data)));
    opened.addEventListener('error', () => {
      if (opened !== source) return;
      if (opened.readyState !== EventSource.CLOSED) {
        listener.onState('offline', 'Reconnecting');
        return;
      }
      stop();
      void poll(POLL_MS);
      streamTimer = window.setTimeout(follow, STREAM_RETRY_MS);
    });
  }

  function stop() {
    source?.close();
    source = null;
    clearTimeout(pollTimer);
    clearTimeout(streamTimer);
  }

  /** @param {number} everyMs */
  async function poll(everyMs) {
    const isUp = await load();
    if (source !== null) return;
    if (isUp) listener.onState('polling', 'Polling');
    pollTimer = window.setTimeout(() => poll(everyMs), everyMs);
  }

  return {
    follow,
    /** After a change of one's own, which a page that only polls would see late. */
    async refresh() {
      if (source === null) await load();
    },
  };
}
