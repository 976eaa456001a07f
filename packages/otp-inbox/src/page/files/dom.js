/** The few things that every part of the page does with its document. Texts go in as texts, never as HTML. */

/**
 * @template {HTMLElement} T
 * @overload
 * @param {string} id
 * @param {new () => T} type
 * @returns {T}
 */
/**
 * @overload
 * @param {string} id
 * @returns {HTMLElement}
 */
/**
 * @param {string} id
 * @param {new () => HTMLElement} [type]
 */
export function byId(id, type = HTMLElement) {
  const element = document.getElementById(id);
  if (element instanceof type) return element;
  throw new Error(`The page has no ${id}.`);
}

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {string} [className]
 * @param {string} [text]
 * @returns {HTMLElementTagNameMap[T]}
 */
export function create(tag, className = '', text) {
  const element = document.createElement(tag);
  if (className !== '') element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}

/**
 * @param {string} className
 * @param {string} text
 * @param {() => void} onClick
 */
export function createButton(className, text, onClick) {
  const button = create('button', className, text);
  button.type = 'button';
  button.addEventListener('click', onClick);
  return button;
}

/**
 * Tells people who do not see the page.
 * @param {string} text
 */
export function announce(text) {
  byId('announcer').textContent = text;
}

/**
 * Writes only what differs: thousands of texts that stay the same cost nothing.
 * @param {Element} element
 * @param {string} text
 */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/**
 * Brings a list's children in order and touches only what differs: a moved element would lose the focus.
 * @param {Element} list
 * @param {readonly Element[]} children
 */
export function arrange(list, children) {
  const wanted = new Set(children);
  for (const child of [...list.children]) if (!wanted.has(child)) child.remove();
  let next = list.firstElementChild;
  for (const child of children) {
    if (child === next) next = next.nextElementSibling;
    else list.insertBefore(child, next);
  }
}
