/** The part of the page's script that shows things. Texts are inserted as text, never as HTML. */
export const SCRIPT_VIEW = `
const byId = (id) => document.getElementById(id);

function create(tag, className, text) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}

function announce(text) {
  byId('announcer').textContent = text;
}

function showStatus(state, text) {
  const status = byId('status');
  if (status.dataset.state === state) return;
  status.dataset.state = state;
  byId('status-text').textContent = text;
}

/** Without a secure context (another machine's address) the clipboard is reached the old way. */
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = create('textarea', 'unseen');
    field.value = text;
    document.body.append(field);
    field.select();
    const done = document.execCommand('copy');
    field.remove();
    return done;
  }
}

async function copyFrom(button, text) {
  const label = button.dataset.label ?? button.textContent;
  button.dataset.label = label;
  const done = await copy(text);
  button.focus();
  button.textContent = done ? 'Copied' : 'Not copied';
  announce(done ? 'Copied' : 'Could not copy');
  clearTimeout(Number(button.dataset.timer));
  button.dataset.timer = String(setTimeout(() => { button.textContent = label; }, 1600));
}

function createConversation(number, onChoose) {
  const item = create('li');
  const button = create('button', 'conversation');
  button.type = 'button';
  const face = create('span', 'face', number.slice(-2));
  face.setAttribute('aria-hidden', 'true');
  face.style.setProperty('--hue', String(hueOf(number)));
  const snip = create('span', 'snip');
  snip.dir = 'auto';
  button.append(face, create('span', 'number', number), create('time', 'when'), snip, create('span', 'unread'));
  button.addEventListener('click', onChoose);
  item.append(button);
  return item;
}

function fillConversation(item, conversation, isCurrent, unread) {
  const last = conversation.messages.at(-1);
  const date = new Date(last.receivedAt);
  const button = item.firstChild;
  button.setAttribute('aria-current', String(isCurrent));
  const time = button.querySelector('.when');
  time.dateTime = last.receivedAt;
  time.textContent = formatWhen(date, new Date());
  button.querySelector('.snip').textContent = last.text;
  const badge = button.querySelector('.unread');
  badge.hidden = unread === 0;
  badge.textContent = String(unread);
  badge.setAttribute('aria-label', unread + ' new');
}

function createMessage(message, isFresh) {
  const item = create('li', isFresh ? 'message fresh' : 'message');
  const bubble = create('div', 'bubble');
  const text = create('p', 'text');
  text.dir = 'auto';
  const [before, code, after] = cutAtCode(message.text, message.code);
  text.append(before);
  if (code) text.append(create('mark', '', code));
  text.append(after);
  bubble.append(text);
  if (message.code !== null) bubble.append(createCodeRow(message.code));
  const about = create('time', 'about', describe(message));
  about.dateTime = message.receivedAt;
  item.append(bubble, about);
  return item;
}

function createCodeRow(code) {
  const row = create('div', 'code-row');
  const digits = create('span', 'code', code);
  const button = create('button', 'copy', 'Copy code');
  button.type = 'button';
  button.setAttribute('aria-label', 'Copy code ' + spell(code));
  button.addEventListener('click', () => copyFrom(button, code));
  row.append(digits, button);
  return row;
}

/** Brings a list's children in order and touches only what differs: a moved element would lose the focus. */
function arrange(list, children) {
  const focused = list.contains(document.activeElement) ? document.activeElement : null;
  for (const child of [...list.children]) if (!children.includes(child)) child.remove();
  children.forEach((child, index) => {
    if (list.children[index] !== child) list.insertBefore(child, list.children[index] ?? null);
  });
  if (focused?.isConnected && document.activeElement !== focused) focused.focus({ preventScroll: true });
}
`;
