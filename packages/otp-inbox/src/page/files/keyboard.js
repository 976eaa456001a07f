/** What the keys do. None is taken from a field or a dialog, and single characters can be turned off (WCAG 2.1.4). */
import { byId } from './dom.js';

const KEPT_AS = 'otp-inbox-single-keys';

/**
 * @typedef {object} KeyActions
 * @property {(step: 1 | -1) => void} moveConversation
 * @property {(step: 1 | -1) => void} moveMessage
 * @property {() => void} enter
 * @property {() => void} leave
 * @property {() => void} search
 * @property {() => void} clearSearch
 * @property {() => void} copyCode
 * @property {() => void} toggleDetails
 * @property {() => void} deleteMessage
 * @property {() => void} help
 */

/** @param {KeyActions} actions */
export function listenToKeys(actions) {
  const singleKeys = byId('single-keys', HTMLInputElement);
  singleKeys.checked = localStorage.getItem(KEPT_AS) !== 'off';
  singleKeys.addEventListener('change', () => localStorage.setItem(KEPT_AS, singleKeys.checked ? 'on' : 'off'));

  /** @type {Readonly<Record<string, () => void>>} */
  const characters = {
    '/': actions.search,
    '?': actions.help,
    c: actions.copyCode,
    d: actions.toggleDetails,
  };

  /** @param {string} key @returns {(() => void) | undefined} */
  function actionOf(key) {
    const isInMessages = byId('conversation').contains(document.activeElement);
    const move = isInMessages ? actions.moveMessage : actions.moveConversation;
    switch (key) {
      case 'ArrowDown':
        return () => move(1);
      case 'ArrowUp':
        return () => move(-1);
      case 'ArrowRight':
        return actions.enter;
      case 'ArrowLeft':
      case 'Escape':
        return isInMessages ? actions.leave : undefined;
      case 'Enter':
        return document.activeElement === byId('conversations') ? actions.enter : undefined;
      case 'Delete':
        return actions.deleteMessage;
      default:
        return singleKeys.checked && Object.hasOwn(characters, key) ? characters[key] : undefined;
    }
  }

  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (document.querySelector('dialog[open]') !== null) return;
    const { activeElement } = document;
    if (activeElement?.id === 'search' && (event.key === 'Escape' || event.key === 'ArrowDown')) {
      event.preventDefault();
      if (event.key === 'Escape') actions.clearSearch();
      else actions.moveConversation(1);
      return;
    }
    if (activeElement?.matches('input, select, textarea, summary')) return;
    const action = actionOf(event.key);
    if (action === undefined) return;
    // Elsewhere than in the inbox's own lists, arrows scroll.
    if (event.key.startsWith('Arrow') && !mayTakeArrows(activeElement)) return;
    event.preventDefault();
    action();
  });
}

/** @param {Element | null} focused */
function mayTakeArrows(focused) {
  if (focused === null || focused === document.body) return true;
  return focused.closest('#conversations, #conversation, .list') !== null || focused.id === 'main';
}
