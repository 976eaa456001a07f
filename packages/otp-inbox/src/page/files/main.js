/** Puts the page together: what is known, what is chosen, what is shown. */
import { spell } from './code-place.js';
import { confirmFirst } from './confirm.js';
import { renderConnectPanel } from './connect-panel.js';
import { createConnection } from './connection.js';
import { createConversationList } from './conversation-list.js';
import { createConversationView } from './conversation-view.js';
import { copyFrom } from './copy.js';
import { announce, byId, setText } from './dom.js';
import { createHooksPanel } from './hooks-panel.js';
import { inboxApi } from './inbox-api.js';
import { listenToKeys } from './keyboard.js';
import { tickCountdowns } from './message-card.js';
import { createMessageStore } from './message-store.js';
import { createNotifications } from './notifications.js';
import { createRulesPanel } from './rules-panel.js';

/**
 * @typedef {import('../page-json.ts').Message} Message
 * @typedef {import('../page-json.ts').Conversation} Conversation
 */

const store = createMessageStore(Number(document.documentElement.dataset.maxMessages) || 10_000);
const isNarrow = matchMedia('(max-width: 47.99rem)');
/** @type {Map<string, number>} */
const unread = new Map();
/** @type {Map<string, string>} */
const titles = new Map();
/** What came since the page was drawn last. @type {Message[]} */
let fresh = [];
/** What is shown instead of a conversation. */
const PLACES = ['connect', 'rules', 'hooks'];
let filter = { search: '', provider: '' };
let hasLoaded = false;
let isScheduled = false;
/** @type {Conversation[]} */
let conversations = [];

const titleOf = (/** @type {string} */ provider) => titles.get(provider) ?? provider;
const list = createConversationList(choose, (number) => unread.get(number) ?? 0);
const view = createConversationView({ titleOf, onDelete: deleteMessage });
const rules = createRulesPanel(titleOf, ({ to, messageId }) => open(to, messageId));
createHooksPanel((number) => open(number, null));
const notifications = createNotifications(
  ({ to, id }) => open(to, id),
  () => connection.follow(),
);
const connection = createConnection({
  onAll(oldestFirst) {
    const known = new Set(
      hasLoaded ? oldestFirst.filter(({ id }) => store.find(id) !== undefined).map(({ id }) => id) : [],
    );
    store.replaceAll(oldestFirst);
    if (hasLoaded) note(oldestFirst.filter(({ id }) => !known.has(id)));
    hasLoaded = true;
    schedule();
    void rules.load();
  },
  onEvent(event) {
    const added = store.apply(event);
    if (added !== null) note([added]);
    if (event.type === 'cleared') announce('All messages were deleted');
    schedule();
  },
  onRules: (next) => rules.setRules(next),
  onStrike: (strike) => rules.addStrike(strike),
  onState(state, words) {
    byId('status').dataset.state = state;
    setText(byId('status-text'), words);
  },
  followsHidden: () => notifications.isOn(),
});

/** What the address names: a place, or a number. */
function route() {
  return decodeURIComponent(location.hash.replace(/^#\/?/, ''));
}

/** @param {readonly Message[]} messages */
function note(messages) {
  fresh.push(...messages);
  for (const { to } of messages) unread.set(to, (unread.get(to) ?? 0) + 1);
}

/** A burst of messages is drawn once a frame; a hidden page has no frames. */
function schedule() {
  if (isScheduled) return;
  isScheduled = true;
  const draw = () => {
    isScheduled = false;
    render();
  };
  if (document.hidden) setTimeout(draw, 250);
  else requestAnimationFrame(draw);
}

function render() {
  conversations = store.conversations(filter);
  const place = route();
  const isPlace = PLACES.includes(place);
  const wanted = isPlace ? null : place;
  const found = conversations.find(({ number }) => number === wanted);
  // Nothing chosen: the newest is shown, whichever that is. A narrow window shows the list instead.
  const current = found ?? (isPlace || isNarrow.matches ? undefined : conversations[0]);
  const isEmpty = hasLoaded && store.size === 0;
  document.body.dataset.empty = String(isEmpty);
  for (const id of ['finder', 'list-foot']) byId(id).hidden = isEmpty;
  const shownPlace = isPlace ? place : current !== undefined ? 'conversation' : isEmpty ? 'connect' : null;
  for (const id of ['conversation', ...PLACES]) byId(id).hidden = id !== shownPlace;
  document.body.dataset.view = isNarrow.matches && shownPlace === null ? 'list' : 'main';
  for (const id of PLACES) {
    if (place === id) byId(`to-${id}`).setAttribute('aria-current', 'page');
    else byId(`to-${id}`).removeAttribute('aria-current');
  }
  setText(byId('connect-title'), isEmpty ? 'No messages yet' : 'Connect your app');
  setText(byId('connect-lead'), LEADS[isEmpty ? 'empty' : 'other']);
  if (current !== undefined && !document.hidden) unread.delete(current.number);
  list.render(conversations, current?.number ?? null);
  const freshIds = new Set(fresh.map(({ id }) => id));
  if (current !== undefined) view.render(current, freshIds);
  describe();
  tellOf(fresh);
  fresh = [];
}

const LEADS = {
  empty:
    'Text messages that your app sends land here instead of on a phone. Point it here with the lines of its provider.',
  other: 'Point your app here with the lines of its provider. Any credentials of the right shape will do.',
};

function describe() {
  const isFiltered = filter.search !== '' || filter.provider !== '';
  const messages = isFiltered ? conversations.reduce((sum, one) => sum + one.messages.length, 0) : store.size;
  const numbers = `${conversations.length} ${conversations.length === 1 ? 'number' : 'numbers'}`;
  setText(
    byId('list-count'),
    messages === 0 ? '' : `${numbers} · ${messages} ${messages === 1 ? 'message' : 'messages'}`,
  );
  const hint = byId('list-hint');
  hint.hidden = conversations.length > 0;
  setText(
    hint,
    !hasLoaded
      ? 'Loading'
      : isFiltered && store.size > 0
        ? 'No message fits.'
        : 'Conversations appear here, one for each number.',
  );
  byId('delete-all', HTMLButtonElement).disabled = store.size === 0;
  for (const number of unread.keys()) if (!conversations.some((one) => one.number === number)) unread.delete(number);
  const count = [...unread.values()].reduce((sum, value) => sum + value, 0);
  const title = `${count > 0 ? `(${count}) ` : ''}OTP Inbox`;
  if (document.title !== title) document.title = title;
}

/** @param {readonly Message[]} messages */
function tellOf(messages) {
  notifications.tell(messages);
  const last = messages.at(-1);
  if (last === undefined) return;
  if (messages.length > 1) announce(`${messages.length} new messages`);
  else announce(`New message for ${last.to}${last.code === null ? '' : `, code ${spell(last.code)}`}`);
}

/** @param {string} number */
function choose(number) {
  const isFromList = isNarrow.matches && document.body.dataset.view === 'list';
  const address = `#/${encodeURIComponent(number)}`;
  // In a narrow window the way back is the browser's own; in a wide one each choice would be a step of it.
  if (isFromList) history.pushState(null, '', address);
  else history.replaceState(null, '', address);
  render();
  list.reveal();
  if (isFromList) byId('main').focus();
}

/**
 * @param {string} number
 * @param {string | null} id
 */
function open(number, id) {
  setFilter({ search: '', provider: '' });
  choose(number);
  if (id !== null) view.pick(id);
}

/** @param {{ search: string, provider: string }} next */
function setFilter(next) {
  filter = next;
  byId('search', HTMLInputElement).value = next.search;
  byId('provider-filter', HTMLSelectElement).value = next.provider;
  render();
}

/** @param {string} id */
async function deleteMessage(id) {
  const hadFocus = byId('conversation').contains(document.activeElement);
  if (await inboxApi.deleteMessage(id)) {
    store.apply({ type: 'deleted', ids: [id] });
    announce('Message deleted');
  }
  render();
  if (!hadFocus) return;
  if (byId('conversation').hidden) list.focus();
  else view.focus();
}

function shownNumber() {
  return byId('conversation').hidden ? null : byId('conversation-title').textContent;
}

async function loadProviders() {
  try {
    const settings = await inboxApi.readProviders();
    for (const { provider, title } of settings.providers) {
      titles.set(provider, title);
      for (const id of ['provider-filter', 'rule-provider']) byId(id).append(new Option(title, provider));
    }
    renderConnectPanel(settings);
  } catch {
    setTimeout(loadProviders, 2_000);
  }
}

async function sendSample() {
  const [random = 0] = crypto.getRandomValues(new Uint32Array(1));
  const code = String(random % 1_000_000).padStart(6, '0');
  const text = `${code} is your sign-in code. It expires in 5 minutes.\n\n@example.com #${code}`;
  await inboxApi.sendText('+15550100123', text);
  await connection.refresh();
  choose('+15550100123');
}

byId('sample').addEventListener('click', sendSample);
byId('search').addEventListener('input', () => {
  filter = { ...filter, search: byId('search', HTMLInputElement).value.trim() };
  schedule();
});
byId('provider-filter').addEventListener('change', () => {
  filter = { ...filter, provider: byId('provider-filter', HTMLSelectElement).value };
  schedule();
});
byId('copy-number').addEventListener('click', () =>
  copyFrom(byId('copy-number', HTMLButtonElement), shownNumber() ?? ''),
);
byId('delete-number').addEventListener('click', () => {
  const number = shownNumber();
  if (number === null) return;
  confirmFirst(`Delete all messages to ${number}?`, async () => {
    await inboxApi.deleteNumber(number);
    await connection.refresh();
    history.replaceState(null, '', '#/');
    render();
    list.focus();
  });
});
byId('delete-all').addEventListener('click', () => {
  confirmFirst('Delete all messages?', async () => {
    await inboxApi.deleteAll();
    await connection.refresh();
    history.replaceState(null, '', '#/');
    render();
    byId('main').focus();
  });
});
byId('skip').addEventListener('click', (event) => {
  // The address names what is shown, so the link must not change it.
  event.preventDefault();
  byId('main').focus();
});
const help = byId('help', HTMLDialogElement);
byId('show-help').addEventListener('click', () => help.showModal());
byId('close-help').addEventListener('click', () => help.close());
listenToKeys({
  moveConversation(step) {
    const number = list.neighbour(step);
    if (number === null) return;
    choose(number);
    list.focus();
  },
  moveMessage: (step) => view.move(step),
  enter: () => view.focus(),
  leave: () => list.focus(),
  search: () => byId('search').focus(),
  clearSearch() {
    setFilter({ search: '', provider: filter.provider });
    list.focus();
  },
  copyCode: () => view.copyCode(),
  toggleDetails: () => view.toggle(),
  deleteMessage() {
    const id = view.selected();
    if (id !== null && shownNumber() !== null) void deleteMessage(id);
  },
  help: () => help.showModal(),
});
window.addEventListener('hashchange', () => {
  render();
  list.reveal();
});
window.addEventListener('popstate', render);
isNarrow.addEventListener('change', render);
document.addEventListener('visibilitychange', () => {
  connection.follow();
  render();
});
setInterval(tickCountdowns, 1_000);
await loadProviders();
render();
connection.follow();
