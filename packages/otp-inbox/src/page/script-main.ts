/** The part of the page's script that keeps the state, follows the inbox and answers clicks. */
export const SCRIPT_MAIN = String.raw`
const LIMIT = 1000;
const POLL_MS = 2000;
const HIDDEN_POLL_MS = 10000;
const STREAM_RETRY_MS = 30000;

let messages = [];
let chosen = null;
let shown = null;
let hasLoaded = false;
let loading = null;
let isStale = false;
let source = null;
let pollTimer = 0;
let streamTimer = 0;
const unread = new Map();
const conversationItems = new Map();
const messageItems = new Map();
const isNarrow = matchMedia('(max-width: 760px)');

/** Reads everything anew. What is told meanwhile may be missing in the answer, so it is then read once more. */
function load() {
  if (loading) {
    isStale = true;
    return loading;
  }
  loading = readAll().finally(() => {
    loading = null;
    if (isStale) {
      isStale = false;
      load();
    }
  });
  return loading;
}

async function readAll() {
  try {
    const response = await fetch('/api/v1/messages?limit=' + LIMIT);
    if (response.status === 401) location.reload();
    if (!response.ok) throw new Error();
    const { messages: newestFirst } = await response.json();
    replace(newestFirst.reverse());
    return true;
  } catch {
    showStatus('offline', 'Offline');
    return false;
  }
}

function replace(next) {
  const known = new Set(messages.map((message) => message.id));
  const fresh = hasLoaded ? next.filter((message) => !known.has(message.id)) : [];
  messages = next;
  hasLoaded = true;
  for (const message of fresh) note(message);
  render(new Set(fresh.map((message) => message.id)));
}

function add(message) {
  if (loading) isStale = true;
  if (messages.some((known) => known.id === message.id)) return;
  messages = [...messages, message].slice(-LIMIT);
  note(message);
  render(new Set([message.id]));
}

function note(message) {
  if (chosen === null && !isNarrow.matches) chosen = message.to;
  if (message.to !== chosen || document.hidden) unread.set(message.to, (unread.get(message.to) ?? 0) + 1);
  announce('New message for ' + message.to + (message.code === null ? '' : ', code ' + spell(message.code)));
}

function render(freshIds) {
  const conversations = groupByNumber(messages);
  if (!conversations.some(({ number }) => number === chosen)) chosen = null;
  if (chosen === null && !isNarrow.matches) chosen = conversations[0]?.number ?? null;
  if (chosen !== null && !document.hidden) unread.delete(chosen);
  const current = conversations.find(({ number }) => number === chosen);
  document.body.dataset.view = current ? 'thread' : conversations.length > 0 ? 'list' : 'welcome';
  byId('list-hint').hidden = conversations.length > 0;
  byId('welcome').hidden = current !== undefined;
  byId('talk').hidden = current === undefined;
  byId('clear').disabled = messages.length === 0;
  renderList(conversations);
  if (current) renderThread(current, freshIds);
  else shown = null;
  const count = [...unread.values()].reduce((sum, value) => sum + value, 0);
  document.title = (count > 0 ? '(' + count + ') ' : '') + 'Text messages · OTP Inbox';
}

function renderList(conversations) {
  const items = conversations.map((conversation) => {
    const { number } = conversation;
    const item = conversationItems.get(number) ?? createConversation(number, () => choose(number));
    conversationItems.set(number, item);
    fillConversation(item, conversation, number === chosen, unread.get(number) ?? 0);
    return item;
  });
  const numbers = new Set(conversations.map(({ number }) => number));
  for (const map of [conversationItems, unread]) {
    for (const number of [...map.keys()]) if (!numbers.has(number)) map.delete(number);
  }
  arrange(byId('conversations'), items);
}

function renderThread(conversation, freshIds) {
  const scroll = byId('scroll');
  const wasAtEnd = shown !== conversation.number || scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 80;
  if (shown !== conversation.number) messageItems.clear();
  shown = conversation.number;
  byId('talk-title').textContent = conversation.number;
  byId('talk-count').textContent = describeCount(conversation.messages.length);
  const now = new Date();
  let day = '';
  const items = conversation.messages.flatMap((message) => {
    const item = messageItems.get(message.id) ?? createMessage(message, freshIds.has(message.id));
    messageItems.set(message.id, item);
    const date = new Date(message.receivedAt);
    if (dayKey(date) === day) return [item];
    day = dayKey(date);
    const heading = messageItems.get(day) ?? create('li', 'day');
    messageItems.set(day, heading);
    heading.textContent = formatDay(date, now);
    return [heading, item];
  });
  arrange(byId('messages'), items);
  if (wasAtEnd) scroll.scrollTop = scroll.scrollHeight;
}

function choose(number) {
  chosen = number;
  render(new Set());
  if (isNarrow.matches) byId('thread').focus();
}

/** A hidden page only polls: a browser grants six connections per host, and each stream takes one. */
function follow() {
  stopFollowing();
  if (document.hidden) return poll(HIDDEN_POLL_MS);
  source = new EventSource('/api/v1/events');
  source.addEventListener('open', async () => {
    if (await load()) showStatus('live', 'Live');
  });
  source.addEventListener('message', (event) => add(JSON.parse(event.data)));
  source.addEventListener('cleared', () => {
    if (loading) isStale = true;
    messages = [];
    render(new Set());
    announce('All messages were deleted');
  });
  source.addEventListener('error', () => {
    if (source.readyState !== EventSource.CLOSED) return showStatus('offline', 'Reconnecting');
    stopFollowing();
    poll(POLL_MS);
    streamTimer = setTimeout(follow, STREAM_RETRY_MS);
  });
}

function stopFollowing() {
  source?.close();
  source = null;
  clearTimeout(pollTimer);
  clearTimeout(streamTimer);
}

async function poll(everyMs) {
  const isUp = await load();
  if (source) return;
  if (isUp) showStatus('polling', 'Polling');
  pollTimer = setTimeout(() => poll(everyMs), everyMs);
}

async function sendSample() {
  const [random] = crypto.getRandomValues(new Uint32Array(1));
  const code = String(random % 1000000).padStart(6, '0');
  const message = code + ' is your sign-in code. It is valid for 5 minutes.\n\n@example.com #' + code;
  await fetch('/gateway', { method: 'POST', body: new URLSearchParams({ phone: '+15550100123', message }) });
  if (!source) await load();
}

async function clearAll() {
  byId('confirm').close();
  await fetch('/api/v1/messages', { method: 'DELETE' });
  await load();
}

byId('endpoint').textContent = location.origin + '/gateway';
byId('code-call').textContent = location.origin + '/api/v1/code?to=%2B15550100123&wait=10s';
for (const button of document.querySelectorAll('[data-copy]')) {
  button.addEventListener('click', () => copyFrom(button, byId(button.dataset.copy).textContent));
}
byId('sample').addEventListener('click', sendSample);
byId('clear').addEventListener('click', () => byId('confirm').showModal());
byId('keep').addEventListener('click', () => byId('confirm').close());
byId('delete').addEventListener('click', clearAll);
byId('back').addEventListener('click', () => {
  const item = conversationItems.get(chosen);
  chosen = null;
  render(new Set());
  item?.firstChild.focus();
});
isNarrow.addEventListener('change', () => render(new Set()));
document.addEventListener('visibilitychange', () => {
  follow();
  render(new Set());
});
follow();
`;
