/** What became of a message, what the request asked for, and the request itself, read when somebody looks. */
import { createSnippet } from './copy.js';
import { formatSince, formatTime } from './dates.js';
import { create } from './dom.js';
import { inboxApi } from './inbox-api.js';
import { describeFault } from './rule-words.js';

/**
 * @typedef {import('../page-json.ts').Message} Message
 * @typedef {import('../page-json.ts').TimelineEvent} TimelineEvent
 * @typedef {import('../page-json.ts').RawRequest} RawRequest
 */

export function createMessageDetails() {
  const element = create('div', 'details');
  let reading = 0;

  return {
    element,
    /** @param {Message} message */
    async load(message) {
      reading += 1;
      const mine = reading;
      try {
        const [{ events }, request] = await Promise.all([
          inboxApi.readTimeline(message.id),
          inboxApi.readRequest(message.id),
        ]);
        if (mine !== reading) return;
        const wasOpen = element.querySelector('details')?.open ?? false;
        element.replaceChildren(createTimeline(events), createFacts(message), createRawRequest(request, wasOpen));
      } catch {
        if (mine !== reading) return;
        element.replaceChildren(create('p', 'soft', 'The inbox does not keep the details of this message any more.'));
      }
    },
  };
}

/** @param {readonly TimelineEvent[]} events */
function createTimeline(events) {
  const section = create('section', 'timeline');
  const list = create('ol');
  const startMs = Date.parse(events[0]?.at ?? '');
  for (const event of events) {
    const { words, tone, note } = describeEvent(event);
    const item = create('li', tone);
    const time = create('time', 'soft', formatSince(Date.parse(event.at) - startMs));
    time.dateTime = event.at;
    time.title = formatTime(new Date(event.at));
    item.append(create('span', '', words), time);
    if (note !== null) item.append(create('p', 'soft', note));
    list.append(item);
  }
  section.append(create('h3', '', 'Delivery'), list);
  return section;
}

/**
 * @param {TimelineEvent} event
 * @returns {{ words: string, tone: 'plain' | 'good' | 'bad' | 'struck', note: string | null }}
 */
function describeEvent(event) {
  switch (event.type) {
    case 'delivery': {
      const isBad = event.status === 'undelivered' || event.status === 'lost';
      const tone = isBad ? 'bad' : event.status === 'delivered' ? 'good' : 'plain';
      return { words: capitalise(event.status), tone, note: event.code === null ? null : `Code ${event.code}` };
    }
    case 'rule':
      return { words: `Rule: ${describeFault({ type: event.fault })}`, tone: 'struck', note: event.ruleId };
    case 'receipt': {
      const answer = event.httpStatus === null ? event.outcome : `${event.outcome}, ${event.httpStatus}`;
      const about = [event.signed ? 'signed' : 'not signed', event.url, event.note].filter((part) => part !== null);
      return {
        words: `Receipt “${event.status}”, attempt ${event.attempt}: ${answer}`,
        tone: event.outcome === 'answered' ? 'good' : 'bad',
        note: about.join(' · '),
      };
    }
  }
}

/** @param {Message} message */
function createFacts(message) {
  const section = create('section', 'facts');
  const list = create('dl');
  /** @type {ReadonlyArray<readonly [string, string | null]>} */
  const facts = [
    ['Provider’s id', message.vendorId],
    ['Inbox’s id', message.id],
    ['Sender', message.from ?? 'none named'],
    ['Channel', message.channel],
    ['Price limit', message.maxPriceUsd === null ? null : `${message.maxPriceUsd} USD`],
    ['Validity', message.validitySeconds === null ? null : `${message.validitySeconds} s`],
    ['Media', message.media.length === 0 ? null : message.media.join('\n')],
    ['Rule', message.ruleId],
  ];
  for (const [name, value] of facts) {
    if (value === null) continue;
    const row = create('div');
    row.append(create('dt', '', name), create('dd', '', value));
    list.append(row);
  }
  section.append(create('h3', '', 'Message'), list);
  return section;
}

/**
 * @param {RawRequest} request
 * @param {boolean} isOpen
 */
function createRawRequest({ method, path, headers, body }, isOpen) {
  const details = create('details', 'raw');
  details.open = isOpen;
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const text = [`${method} ${path}`, ...lines, '', body].join('\n').trimEnd();
  details.append(create('summary', '', 'Raw request'), createSnippet(text, 'the request'));
  return details;
}

/** @param {string} word */
function capitalise(word) {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
