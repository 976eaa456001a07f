/** Desktop notifications, for those who want them: off until somebody turns them on and the browser agrees. */
import { announce, byId } from './dom.js';

/** @typedef {import('../page-json.ts').Message} Message */

const KEPT_AS = 'otp-inbox-notify';
/** A burst becomes one notification. */
const MAX_AT_ONCE = 3;

/**
 * @param {(message: Message) => void} onOpen
 * @param {() => void} onChange
 */
export function createNotifications(onOpen, onChange) {
  const button = byId('notify', HTMLButtonElement);
  const isPossible = 'Notification' in window && window.isSecureContext;
  let isWanted = isPossible && localStorage.getItem(KEPT_AS) === 'on';

  const isOn = () => isWanted && Notification.permission === 'granted';

  function show() {
    button.hidden = !isPossible;
    button.setAttribute('aria-pressed', String(isPossible && isOn()));
    const isRefused = isPossible && Notification.permission === 'denied';
    button.title = isRefused ? 'The browser blocks notifications of this page' : 'Desktop notifications';
  }

  button.addEventListener('click', async () => {
    isWanted = !isOn();
    if (isWanted && Notification.permission === 'default') await Notification.requestPermission();
    localStorage.setItem(KEPT_AS, isWanted ? 'on' : 'off');
    if (isWanted && !isOn()) announce('The browser blocks notifications of this page');
    else announce(isOn() ? 'Notifications are on' : 'Notifications are off');
    show();
    onChange();
  });
  show();

  return {
    isOn: () => isPossible && isOn(),
    /** @param {readonly Message[]} fresh */
    tell(fresh) {
      if (fresh.length === 0 || !isPossible || !isOn() || document.hasFocus()) return;
      const [message] = fresh;
      if (fresh.length > MAX_AT_ONCE || message === undefined) {
        notify(`${fresh.length} messages`, 'OTP Inbox', fresh.at(-1));
        return;
      }
      for (const one of fresh) notify(one.code === null ? one.to : `${one.code} for ${one.to}`, one.text, one);
    },
  };

  /**
   * @param {string} title
   * @param {string} body
   * @param {Message | undefined} message
   */
  function notify(title, body, message) {
    const notification = new Notification(title, { body, icon: '/page/icon.svg', tag: message?.id ?? 'otp-inbox' });
    notification.addEventListener('click', () => {
      window.focus();
      notification.close();
      if (message !== undefined) onOpen(message);
    });
  }
}
