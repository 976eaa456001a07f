/** The part of the page's script that only computes: no document, no network. Runs in the browser, hence a string. */
export const SCRIPT_CONVERSATIONS = String.raw`
/** Conversations, the one with the newest message first; messages in each oldest first. */
function groupByNumber(messages) {
  const groups = new Map();
  for (const message of messages) {
    const group = groups.get(message.to);
    if (group) group.messages.push(message);
    else groups.set(message.to, { number: message.to, messages: [message] });
  }
  return [...groups.values()].reverse().sort((a, b) => lastTime(b) - lastTime(a));
}

function lastTime(conversation) {
  return Date.parse(conversation.messages.at(-1).receivedAt);
}

/** Cuts a text around its code, which may stand there with separators: [before, code, after]. */
function cutAtCode(text, code) {
  if (code === null || !/^[0-9A-Za-z]+$/.test(code)) return [text, '', ''];
  const found = new RegExp([...code].join('[ \\u00a0\\u202f\\u2010\\u2011-]?')).exec(text);
  if (!found) return [text, '', ''];
  return [text.slice(0, found.index), found[0], text.slice(found.index + found[0].length)];
}

/** What a screen reader should say digit by digit. */
function spell(code) {
  return [...code].join(' ');
}

function dayKey(date) {
  return date.getFullYear() + '-' + date.getMonth() + '-' + date.getDate();
}

function formatDay(date, now) {
  if (dayKey(date) === dayKey(now)) return 'Today';
  return date.toLocaleDateString(undefined, { weekday: 'long', day: 'numeric', month: 'long' });
}

function formatTime(date) {
  return date.toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
}

function formatWhen(date, now) {
  if (dayKey(date) === dayKey(now)) return date.toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' });
  return date.toLocaleDateString(undefined, { day: 'numeric', month: 'short' });
}

function describe(message) {
  const segments = message.segments === 1 ? '1 segment' : message.segments + ' segments';
  return [formatTime(new Date(message.receivedAt)), segments, message.encoding, message.provider].join(' · ');
}

function hueOf(number) {
  let hue = 0;
  for (const digit of number) hue = (hue * 31 + digit.charCodeAt(0)) % 360;
  return hue;
}

function describeCount(count) {
  return count === 1 ? '1 message' : count + ' messages';
}
`;
