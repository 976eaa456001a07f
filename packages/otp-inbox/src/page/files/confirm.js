/** Asks before much is deleted. */
import { byId, setText } from './dom.js';

/** @type {(() => void) | null} */
let onYes = null;

/**
 * @param {string} question
 * @param {() => void} action
 */
export function confirmFirst(question, action) {
  onYes = action;
  setText(byId('confirm-title'), question);
  byId('confirm', HTMLDialogElement).showModal();
}

byId('confirm-no').addEventListener('click', () => byId('confirm', HTMLDialogElement).close());
byId('confirm-yes').addEventListener('click', () => {
  byId('confirm', HTMLDialogElement).close();
  onYes?.();
});
