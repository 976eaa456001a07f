/** Copies texts, and says that it did. */
import { announce, create, createButton, setText } from './dom.js';

/**
 * Without a secure context (another machine's address) the clipboard is reached the old way.
 * @param {string} text
 */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const focused = document.activeElement;
    const field = create('textarea', 'unseen');
    field.value = text;
    document.body.append(field);
    field.select();
    const isDone = document.execCommand('copy');
    field.remove();
    if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
    return isDone;
  }
}

/** @type {WeakMap<HTMLButtonElement, { label: string, timer: number }>} */
const shown = new WeakMap();

/**
 * @param {HTMLButtonElement} button says for a moment what came of it
 * @param {string} text
 */
export async function copyFrom(button, text) {
  const before = shown.get(button);
  const label = before?.label ?? button.textContent ?? '';
  clearTimeout(before?.timer);
  const isDone = await copy(text);
  setText(button, isDone ? 'Copied' : 'Not copied');
  announce(isDone ? 'Copied' : 'Could not copy');
  const timer = setTimeout(() => {
    setText(button, label);
    shown.delete(button);
  }, 1600);
  shown.set(button, { label, timer: Number(timer) });
}

/**
 * A text to paste, with its button.
 * @param {string} text
 * @param {string} what for people who do not see which text the button belongs to
 */
export function createSnippet(text, what) {
  const snippet = create('div', 'snippet');
  const code = create('code', '', text);
  code.dir = 'ltr';
  const button = createButton('quiet', 'Copy', () => copyFrom(button, text));
  button.setAttribute('aria-label', `Copy ${what}`);
  snippet.append(code, button);
  return snippet;
}
