/** The inbox's API, as far as the page needs it. */

/**
 * @typedef {import('../page-json.ts').Message} Message
 * @typedef {import('../page-json.ts').NewRule} NewRule
 */

/** As many as the API gives at a time. */
const PAGE_LENGTH = 1000;

/**
 * @param {string} path
 * @param {RequestInit} [init]
 */
async function ask(path, init) {
  const response = await fetch(path, init);
  // The token has changed, or its cookie has gone: the page asks for it.
  if (response.status === 401) location.reload();
  return response;
}

/** @param {string} path */
async function read(path) {
  const response = await ask(path);
  if (!response.ok) throw new Error(`The inbox answered ${response.status}.`);
  return await response.json();
}

/** @param {string} path */
async function remove(path) {
  const response = await ask(path, { method: 'DELETE' });
  // What is gone already is gone.
  return response.ok || response.status === 404;
}

/**
 * Each line of a growing answer as it comes.
 * @param {ReadableStream<Uint8Array>} stream
 * @param {(line: string) => void} onLine
 */
async function readLines(stream, onLine) {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const lines = (rest + decoder.decode(value, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) onLine(line);
  }
}

/** @param {string} id */
const addressOf = (id) => `/api/v1/messages/${encodeURIComponent(id)}`;

export const inboxApi = {
  /**
   * All messages, oldest first.
   * @returns {Promise<Message[]>}
   */
  async readAll() {
    /** @type {Message[]} */
    const newestFirst = [];
    for (;;) {
      const last = newestFirst.at(-1);
      const before = last === undefined ? '' : `&before=${encodeURIComponent(last.id)}`;
      /** @type {{ messages: Message[] }} */
      const { messages } = await read(`/api/v1/messages?limit=${PAGE_LENGTH}${before}`);
      newestFirst.push(...messages);
      if (messages.length < PAGE_LENGTH) return newestFirst.reverse();
    }
  },

  /** @param {string} id @returns {Promise<{ events: import('../page-json.ts').TimelineEvent[] }>} */
  readTimeline: (id) => read(`${addressOf(id)}/timeline`),

  /** @param {string} id @returns {Promise<import('../page-json.ts').RawRequest>} */
  readRequest: (id) => read(`${addressOf(id)}/request`),

  /** @param {string} id */
  deleteMessage: (id) => remove(addressOf(id)),

  /** @param {string} number */
  deleteNumber: (number) => remove(`/api/v1/messages?to=${encodeURIComponent(number)}`),

  deleteAll: () => remove('/api/v1/messages'),

  /** @returns {Promise<import('../page-json.ts').Providers>} */
  readProviders: () => read('/api/v1/providers'),

  /** @returns {Promise<import('../page-json.ts').Rules>} */
  readRules: () => read('/api/v1/rules'),

  /** @returns {Promise<{ strikes: import('../page-json.ts').Strike[] }>} */
  readStrikes: () => read('/api/v1/rules/strikes'),

  /**
   * @param {NewRule} rule
   * @returns {Promise<string | null>} what is wrong with it, in a sentence
   */
  async addRule(rule) {
    const headers = { 'content-type': 'application/json' };
    const response = await ask('/api/v1/rules', { method: 'POST', headers, body: JSON.stringify(rule) });
    if (response.ok) return null;
    const { detail } = await response.json();
    return String(detail);
  },

  /** @param {string} id */
  deleteRule: (id) => remove(`/api/v1/rules/${encodeURIComponent(id)}`),

  deleteRules: () => remove('/api/v1/rules'),

  /**
   * Calls a hook as a platform does.
   * @param {Record<string, unknown>} call
   * @param {(line: import('../page-json.ts').HookLine) => void} onLine told of each call when it ends, and of the whole
   * @returns {Promise<string | null>} why it was not called, or not to the end, in a sentence
   */
  async callHook(call, onLine) {
    const headers = { 'content-type': 'application/json' };
    try {
      const response = await ask('/api/v1/hook-calls', { method: 'POST', headers, body: JSON.stringify(call) });
      if (!response.ok || response.body === null) return String((await response.json()).detail);
      await readLines(response.body, (line) => onLine(JSON.parse(line)));
      return null;
    } catch {
      return 'The inbox does not answer any more.';
    }
  },

  /**
   * A message as an app would send it, through the gateway.
   * @param {string} phone
   * @param {string} message
   */
  async sendText(phone, message) {
    await ask('/gateway', { method: 'POST', body: new URLSearchParams({ phone, message }) });
  },
};
